"""Every field of a draft with its label, to be read before it is signed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms import FieldList, SelectField

from wxbot.console import starts
from wxbot.console.bodies import filled, form_of
from wxbot.console.choices import offer
from wxbot.console.desk import Desk
from wxbot.services.items import Draft

_READ = ("text", "answer")  # What stands in full beside it, as the page and the phone show it.


@dataclass(frozen=True, slots=True)
class Reading:
    label: str
    words: str


def readings(our: Desk, draft: Draft, all_read: bool) -> list[Reading]:
    """``all_read`` says that the main text is shown in full elsewhere on the page."""
    form = form_of(draft.kind)(formdata=None, data=starts.values(draft))
    offer(form, our, draft.language)
    shown = [field for field in form.fields if not (all_read and field.short_name in _READ)]
    return [Reading(str(field.label.text), words) for field in shown if (words := _words(our, field))]


def _words(our: Desk, field: Any) -> str:
    if isinstance(field, FieldList):
        return "\n".join(_rows(our, field))
    if isinstance(field, SelectField):
        return str(dict(field.choices).get(field.data, field.data or ""))
    value = field.data
    if isinstance(value, bool):
        return _("Yes") if value else ""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M:%S %z}"
    return "\n".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def _rows(our: Desk, field: FieldList) -> Iterator[str]:
    for number, row in enumerate(field.entries, 1):
        if not hasattr(row, "form"):
            yield f"{number}. {row.data}"
        elif row in filled(field):
            told = (f"{inner.label.text}: {words}" for inner in row.form if (words := _words(our, inner)))
            yield f"{number}. " + "\n    ".join(told)
