"""What every form of the console shares: protection against forged requests, and sentences in the reader's language."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, Field, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextArea

from wxbot.console.desk import runtime
from wxbot.errors import ContentError


class Form(FlaskForm):
    class Meta:
        locales = False  # Sentences come from the console's own words.


def required() -> DataRequired:
    return DataRequired(lazy_gettext("This must be filled in."))


def shorter(most: int) -> Length:
    return Length(max=most, message=lazy_gettext("At most %(max)d characters."))


class LinesField(TextAreaField):
    """Several words or sentences, one on each line; ``data`` is a tuple without empty lines."""

    widget = TextArea()

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = tuple(line.strip() for line in valuelist[0].splitlines() if line.strip())


class MultiCheckboxField(SelectMultipleField):
    """Any of several choices, each a box of its own."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class InstantField(DateTimeLocalField):
    """A date and time on the account's own clock; ``data`` is an instant with that zone, or None."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"], **options)

    @property
    def _zone(self) -> ZoneInfo:
        return runtime().zone

    def process_data(self, value: dt.datetime | None) -> None:
        self.data = value.astimezone(self._zone) if value is not None else None

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
            self._expect_our_time()
        except ValueError:
            self.data = None
            raise ValueError(_("This is not a date and time, such as 2026-11-25 09:30.")) from None
        if self.data is not None:
            self.data = self.data.replace(tzinfo=self._zone)

    def _expect_our_time(self) -> None:
        """The first and the last days that can be written cannot be told on another clock."""
        if self.data is not None and not 1900 <= self.data.year < 3000:
            raise ValueError


def complain(field: Field, sentence: str) -> None:
    """Puts a sentence beside a field after the form was checked, for what only a service can tell."""
    field.errors = [*field.errors, sentence]


def tell(form: Form, error: ContentError) -> None:
    """Puts what a service refused beside the field with which its sentence begins, or else beside the first one.

    Between field and reason may stand the number of a line.
    """
    name, _colon, reason = str(error).partition(": ")
    fields = {field.short_name: field for field in form}
    line, _colon, of_line = reason.partition(": ")
    if line.isdecimal():
        reason = _("Line %(number)s: %(reason)s", number=line, reason=_(of_line))
    known = name in fields
    complain(fields[name] if known else next(iter(fields.values())), _(reason) if known else _(str(error)))


__all__ = [
    "Form",
    "InstantField",
    "LinesField",
    "MultiCheckboxField",
    "ValidationError",
    "complain",
    "required",
    "shorter",
    "tell",
]
