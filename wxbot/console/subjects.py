"""From the subject of an audit line to the page of what it was about, for who may open that."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app, url_for
from werkzeug.routing import BuildError

from wxbot.console.desk import Desk
from wxbot.edition.kinds import Kind
from wxbot.services.roles import Permission

Places = dict[str, Any]


def _number(rest: str) -> Places:
    return {"number": rest}


def _item(kind: str) -> Callable[[str], Places]:
    def places(rest: str) -> Places:
        slug, _dot, language = rest.rpartition(".")
        return {"kind": kind, "slug": slug, "language": language}

    return places


# By the noun that a subject begins with: the page, what it asks for, and what its address needs.
_PAGES: Mapping[str, tuple[str, Permission, Callable[[str], Places]]] = {
    **{kind.value: ("items.one", Permission.ITEMS_READ, _item(kind.value)) for kind in Kind},
    "broadcast": ("broadcast.one", Permission.BROADCASTS_READ, _number),
    "group": ("audiences.one", Permission.BROADCASTS_READ, _number),
    "letter": ("letters.one", Permission.LETTERS_READ, _number),
    "publication": ("menus.publication", Permission.ITEMS_READ, _number),
    "staff": ("staff.one", Permission.STAFF_WRITE, _number),
    "wording": ("wordings.edit", Permission.WORDINGS_WRITE, _number),
}


def address(our: Desk, subject: str) -> str:
    """Empty where there is no such page, or where it is not open to the reader."""
    noun, _slash, rest = subject.partition("/")
    endpoint, need, places = _PAGES.get(noun, ("", Permission.SIGNED_IN, _number))
    if not rest or endpoint not in current_app.view_functions or not our.may(need):
        return ""
    try:
        return url_for(endpoint, **places(rest))
    except (BuildError, ValueError):  # A name that no page could have, from another time.
        return ""
