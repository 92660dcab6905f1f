"""The details of an audit line as people read them: each field with what it was before and is now."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from wxbot.console.actions import FIELDS, VALUES
from wxbot.console.desk import runtime

_LONGEST = 2_000  # Characters of one value that are shown; all of it is in the exported file.
_NOTHING = "–"
_CHANGE = {"before", "after"}


@dataclass(frozen=True, slots=True)
class Fact:
    """``before`` is None where there is only one value."""

    name: str
    before: str | None
    value: str


def facts(details: Mapping[str, Any]) -> list[Fact]:
    if set(details) == _CHANGE:  # Of a name, where nothing else can change.
        details = {"name": details}
    return [_fact(name, value) for name, value in details.items()]


def _fact(name: str, value: Any) -> Fact:
    label = _label(name)
    if isinstance(value, dict) and set(value) == _CHANGE:
        return Fact(label, _words(value["before"]), _words(value["after"]))
    return Fact(label, None, _words(value))


def _label(name: str) -> str:
    return str(FIELDS.get(name) or VALUES.get(name) or name)


def _words(value: Any) -> str:
    match value:
        case _ if value in (None, "", [], {}):
            return _NOTHING
        case bool():
            return str(_("yes") if value else _("no"))
        case dict():
            said = "\n".join(f"{_label(name)}: {_words(each)}" for name, each in value.items())
        case [list(), *_rest]:
            said = "\n".join(" → ".join(_words(part) for part in row) for row in value)
        case list():
            said = ", ".join(_words(part) for part in value)
        case _:
            said = str(VALUES.get(value) or _instant(str(value)))
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"


def _instant(words: str) -> str:
    """An instant on the account's own clock; everything else as it is."""
    try:
        at = dt.datetime.fromisoformat(words) if "T" in words else None
    except ValueError:
        return words
    return f"{at.astimezone(runtime().zone):%Y-%m-%d %H:%M}" if at is not None and at.tzinfo is not None else words
