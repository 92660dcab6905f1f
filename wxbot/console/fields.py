"""Fields that the forms of items need beyond those of every form: days, numbers, instants at a place, rows."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_babel import gettext as _
from wtforms import DateField, FloatField, IntegerField, SelectField, StringField, TextAreaField

from wxbot.console.desk import desk
from wxbot.console.forms import InstantField

_OFFSETS = tuple(
    sorted(
        {hour * 60 for hour in range(-12, 15)}
        | {-570, -210, 210, 270, 330, 345, 390, 525, 570, 630, 765}  # Iran, India, Nepal and the like, in minutes.
    )
)


class WordsField(StringField):
    """One line without blanks around it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value.strip() for value in valuelist])


class TextField(TextAreaField):
    """Several lines, which end as everywhere else and not as browsers send them."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value.replace("\r\n", "\n").strip() for value in valuelist])


@contextmanager
def _told(sentence: str) -> Iterator[None]:
    """Says in our words what cannot be read."""
    try:
        yield
    except ValueError:
        raise ValueError(sentence) from None


def _filled(valuelist: list[str]) -> list[str]:
    return [value for value in valuelist if value.strip()]


class DayField(DateField):
    def process_formdata(self, valuelist: list[str]) -> None:
        with _told(_("This is not a day, such as 2026-11-25.")):
            super().process_formdata(_filled(valuelist))


class WholeField(IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        with _told(_("This is not a whole number.")):
            super().process_formdata(_filled(valuelist))


class DegreesField(FloatField):
    def process_formdata(self, valuelist: list[str]) -> None:
        with _told(_("This is not a number, such as 39.9042.")):
            super().process_formdata(_filled(valuelist))


class ChoiceField(SelectField):
    """What is chosen is checked by the kind's own rules, which say it in our words."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, validate_choice=False, **options)
        self.type = "SelectField"  # By which pages know how it is drawn.


class MomentField(InstantField):
    """An instant that keeps its seconds, so that a form that is saved as it was opened changes nothing."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return _local(self.data) if self.data else ""


class PlaceTimeField(InstantField):
    """An instant by the clocks of the place where something happens, whichever zone the account is in.

    Two inputs of the same name: the clock's time, and how far that clock is from universal time.
    """

    def _value(self) -> str:
        return self.typed[0]

    @property
    def offsets(self) -> list[str]:
        own = [self.typed[1]]
        return list(dict.fromkeys([*(_offset(dt.timedelta(minutes=each)) for each in _OFFSETS), *own]))

    @property
    def typed(self) -> tuple[str, str]:
        if self.raw_data:
            return str(self.raw_data[0]), str(self.raw_data[1]) if len(self.raw_data) > 1 else self._home
        if self.data is not None:
            return _local(self.data), _offset(self.data.utcoffset() or dt.timedelta())
        return "", self._home

    @property
    def _home(self) -> str:
        return _offset(desk().now.astimezone(self._zone).utcoffset() or dt.timedelta())

    def process_data(self, value: dt.datetime | None) -> None:
        self.data = value

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist[:1])
        if self.data is not None and len(valuelist) > 1:
            self.data = self.data.replace(tzinfo=_zone_of(valuelist[1]))


def _local(instant: dt.datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S" if instant.second else "%Y-%m-%dT%H:%M")


def _offset(distance: dt.timedelta) -> str:
    minutes = round(distance.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _zone_of(offset: str) -> dt.tzinfo:
    with _told(_("This is not a time zone.")):
        return dt.datetime.strptime(offset, "%z").tzinfo or dt.UTC
