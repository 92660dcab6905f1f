"""The calendar of working days: a year at a time, with its holidays and the weekends that make up for them."""

import calendar as months
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from wxbot.console.desk import Desk, desk
from wxbot.console.forms import Form, complain, required, shorter
from wxbot.console.groups import Group
from wxbot.console.responses import render
from wxbot.errors import RuleError
from wxbot.services import calendar as rules
from wxbot.services.calendar import DAYS_MOST, NAME_MOST, Given
from wxbot.services.roles import Permission
from wxbot.store import calendar as rows
from wxbot.store.calendar import Day

calendar = Group("calendar")

_FIRST, _LAST = 2000, 2100


class DayField(DateField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("This is not a day, such as 2027-02-05.")) from None


class DayForm(Form):
    first = DayField(lazy_gettext("Day"), [InputRequired(lazy_gettext("This must be filled in."))])
    last = DayField(lazy_gettext("Until, for several days"), [Optional()])
    works = SelectField(
        lazy_gettext("What it is"),
        choices=[("free", lazy_gettext("Holiday")), ("works", lazy_gettext("Working day"))],
    )
    name = StringField(lazy_gettext("What it is called"), [required(), shorter(NAME_MOST)])

    @property
    def given(self) -> list[Given]:
        assert self.first.data is not None
        length = ((self.last.data or self.first.data) - self.first.data).days + 1
        days = (self.first.data + dt.timedelta(days=number) for number in range(min(length, DAYS_MOST)))
        return [Given(day, self.works.data == "works", (self.name.data or "").strip()) for day in days]


class PasteForm(Form):
    lines = TextAreaField(lazy_gettext("List of days"), [required(), shorter(20_000)])


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month's sheet; None in its place belongs to another month."""

    day: dt.date
    said: Day | None

    @property
    def look(self) -> str:
        if self.said is not None:
            return "works" if self.said.works else "free"
        return "weekend" if self.day.weekday() > 4 else ""


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row of which the same is said."""

    first: dt.date
    last: dt.date
    works: bool
    name: str


def _spans(days: Sequence[Day]) -> list[Span]:
    found: list[Span] = []
    for row in days:
        before = found[-1] if found else None
        if before and (before.works, before.name, before.last + dt.timedelta(days=1)) == (row.works, row.name, row.day):
            found[-1] = replace(before, last=row.day)
        else:
            found.append(Span(row.day, row.day, row.works, row.name))
    return found


@calendar.page("/calendar", Permission.SIGNED_IN)
def show() -> ResponseReturnValue:
    return _show(desk())


def _show(our: Desk, status: int = 200, **used: Form) -> ResponseReturnValue:
    year = _year(our)
    with our.database.read() as db:
        days, unseeded = rows.of_year(db, year), rules.unseeded(db)
    return render(
        "console/calendar/show.html",
        status,
        our=our,
        year=year,
        years=(_FIRST, _LAST),
        spans=_spans(days),
        sheets=_sheets(year, {row.day: row for row in days}),
        today=our.now.astimezone(our.zone).date(),
        known_until=rules.known_until(),
        unseeded=unseeded,
        form=used.get("form") or DayForm(formdata=None, **_asked_day()),
        pasted=used.get("pasted") or PasteForm(formdata=None),
    )


def _year(our: Desk) -> int:
    asked = request.values.get("year", "")
    given = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else 0
    return given if _FIRST <= given <= _LAST else our.now.astimezone(our.zone).year


def _asked_day() -> dict[str, object]:
    """A tap on a day of the sheet fills the form with it."""
    try:
        return {"first": dt.date.fromisoformat(request.args.get("day", ""))}
    except ValueError:
        return {}


def _sheets(year: int, said: Mapping[dt.date, Day]) -> list[list[list[Cell | None]]]:
    """Twelve months of weeks that begin on Monday."""
    weeks = months.Calendar().monthdatescalendar
    return [[[_cell(day, month, said) for day in week] for week in weeks(year, month)] for month in range(1, 13)]


def _cell(day: dt.date, month: int, said: Mapping[dt.date, Day]) -> Cell | None:
    return Cell(day, said.get(day)) if day.month == month else None


@calendar.action("/calendar", Permission.CALENDAR_WRITE)
def put() -> ResponseReturnValue:
    our, form = desk(), DayForm()
    if form.validate():
        if form.last.data is not None and form.last.data < form.first.data:
            complain(form.last, _("The last day must come after the first."))
        else:
            return _kept(our, form.given, form.first.data.year)
    return _show(our, 422, form=form)


@calendar.action("/calendar/paste", Permission.CALENDAR_WRITE)
def paste() -> ResponseReturnValue:
    our, form = desk(), PasteForm()
    if form.validate():
        try:
            given = rules.parse(form.lines.data or "")
            return _kept(our, given, given[0].day.year)
        except RuleError as error:
            complain(form.lines, _(error.why, **error.places))
    return _show(our, 422, pasted=form)


def _kept(our: Desk, given: Sequence[Given], year: int) -> ResponseReturnValue:
    with our.database.write() as db:
        changed = rules.put(db, given, our.actor, our.now)
    return _done(our, changed, _("Days kept: %(count)d.", count=changed), year)


@calendar.action("/calendar/<first>/<last>/remove", Permission.CALENDAR_WRITE)
def remove(first: str, last: str) -> ResponseReturnValue:
    our = desk()
    try:
        begins, ends = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    except ValueError:
        abort(404)
    length = min((ends - begins).days + 1, DAYS_MOST)
    with our.database.write() as db:
        days = [begins + dt.timedelta(days=number) for number in range(length)]
        removed = rules.remove(db, days, our.actor, our.now)
    return _done(
        our, removed, _("Days that are again what their day of the week says: %(count)d.", count=removed), begins.year
    )


@calendar.action("/calendar/official", Permission.CALENDAR_WRITE)
def take_over() -> ResponseReturnValue:
    our = desk()
    with our.database.write() as db:
        added = rules.seed(db, our.now, our.actor)
    told = _("Official days taken over: %(count)d.", count=added)
    return _done(our, added, told, rules.known_until().year)


def _done(our: Desk, changed: int, sentence: str, year: int) -> ResponseReturnValue:
    if changed:
        our.runtime.announce_edition()
    flash(sentence, "success")
    return redirect(url_for("calendar.show", year=year))
