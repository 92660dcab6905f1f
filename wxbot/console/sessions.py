"""Sessions of the console: what a page asks for by itself does not count as somebody being there."""

from flask import Flask, g
from flask.sessions import SecureCookieSessionInterface, SessionMixin

_ITSELF = "asked_by_itself"


class Sessions(SecureCookieSessionInterface):
    """An inbox that looks for new letters all night must not keep its session alive."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        return super().should_set_cookie(app, session) and (session.modified or not g.get(_ITSELF, False))


def by_itself() -> None:
    """Said by a view that a page's script asks without anybody having pressed anything."""
    setattr(g, _ITSELF, True)
