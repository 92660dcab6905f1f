"""The wall before every page: nobody passes who is not signed in and has not the permission that the page declares."""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Flask, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_security.utils import logout_user

from wxbot.console.groups import Group
from wxbot.services.roles import Permission

# All that is open to everybody: signing in, and what its pages look like.
OPEN = frozenset(
    {
        *("static", "bootstrap.static", "icons", "account.choose_language"),
        *("security.login", "security.two_factor_token_validation", "security.two_factor_setup"),
        "security.mf_recovery",
    }
)

# Flask-Security's own pages behind the wall, for one's own account.
_OWN = (
    *("security.logout", "security.change_password", "security.verify", "security.two_factor_setup_validate"),
    "security.mf_recovery_codes",
)

LONGEST = 12 * 3600.0  # Seconds after which one signs in again, however busy one was.
_LONGEST_FIELD = 4000  # Characters of a field of the pages of signing in; more than 4096 bytes are not hashed.
SINCE = "signed_in_at"  # In the session: seconds since the epoch, in real time.


class Wall:
    def __init__(self, groups: tuple[Group, ...]) -> None:
        self.needs = {endpoint: need for group in groups for endpoint, need in group.needs.items()}
        self.needs |= dict.fromkeys(_OWN, Permission.SIGNED_IN)

    def guard(self, app: Flask) -> None:
        app.before_request(self._check)

    def _check(self) -> ResponseReturnValue | None:
        _expect_readable()
        endpoint = request.endpoint
        if endpoint in OPEN or endpoint is None:  # An address that does not exist is told so to everybody.
            return None
        if not current_user.is_authenticated or _over():
            return _to_sign_in()
        if current_user.provisional and endpoint not in ("security.change_password", "security.logout"):
            return redirect(url_for("security.change_password"))
        need = self.needs.get(endpoint)
        if need is None or need not in current_user.permissions:
            abort(403)
        return None


def _expect_readable() -> None:
    """No page takes JSON, PostgreSQL keeps no NUL, and nobody's password is longer than a page."""
    if request.is_json:
        abort(415)
    if "\0" in request.path or b"%00" in request.query_string:
        abort(400)
    if (request.endpoint or "").startswith("security.") and any(len(each) > _LONGEST_FIELD for each in _sent()):
        abort(413)


def _sent() -> Iterator[str]:
    for values in request.form.listvalues():
        yield from values


def _over() -> bool:
    return time.time() - float(session.get(SINCE, 0)) > LONGEST


def _to_sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        logout_user()
    return redirect(url_for("security.login", next=_asked()))


def _asked() -> str | None:
    """Where to go on after signing in: the page that was asked for, or the one whose form was sent."""
    if request.method == "GET":
        return request.script_root + request.full_path.rstrip("?")
    return came_from()


def came_from() -> str | None:
    """The page of ours that this request comes from, without its host."""
    left = urlsplit(request.referrer or "")
    if left.netloc != request.host or not left.path.startswith(f"{request.script_root}/"):
        return None
    return f"{left.path}?{left.query}" if left.query else left.path
