"""The calendar of what goes out: a month as a sheet and as a list, with quotas, freeze periods and what clashes."""

import calendar as months
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import format_date, lazy_gettext

from wxbot.console.broadcasts import named, people, stopped
from wxbot.console.desk import Desk, desk
from wxbot.console.groups import Group
from wxbot.console.responses import render
from wxbot.services import closings, quotas
from wxbot.services.quotas import Clash, Conflict, Plan, Planned
from wxbot.services.roles import Permission
from wxbot.store.broadcasts import State
from wxbot.store.freezes import Freeze

plan = Group("plan")

_YEARS = (2000, 2100)
_DAY = dt.timedelta(days=1)
_DAYS = {"zh": "M月d日 EEE", "en": "EEE d MMM"}
_MONTHS = {"zh": "y年M月", "en": "MMMM y"}
CLASHES = {
    Clash.DAY: lazy_gettext("More goes out on this day than WeChat allows"),
    Clash.MONTH: lazy_gettext("More goes out in this month than WeChat allows"),
    Clash.FREEZE: lazy_gettext("It falls into a freeze period, and will ask first"),
}


@dataclass(frozen=True, slots=True)
class Day:
    """What goes out on one day of the account's clock; ``own`` is False of a day that belongs to another month."""

    day: dt.date
    own: bool
    entries: Sequence[Planned]
    freezes: Sequence[Freeze]
    conflicts: Sequence[Conflict]


@plan.page("/broadcasts/plan", Permission.BROADCASTS_READ)
def show() -> ResponseReturnValue:
    our = desk()
    month = _month(our)
    weeks = months.Calendar().monthdatescalendar(month.year, month.month)
    begins, ends = _midnight(weeks[0][0], our.zone), _midnight(weeks[-1][-1] + _DAY, our.zone)
    account = our.runtime.settings.wechat_account_kind
    with our.database.read() as db:
        found = quotas.plan(db, account, our.zone, begins, ends, our.now)
        ended = closings.of(db, [each.id for each in found.planned if each.state == State.FINISHED])
        standing, stop, who = quotas.standing(db, account, our.now), stopped(db), people(db)
    return render(
        "console/plan/show.html",
        our=our,
        weeks=[[_of_day(our, found, day, month) for day in week] for week in weeks],
        month=month,
        before=_other(month, -1),
        after=_other(month, 1),
        today=our.now.astimezone(our.zone).date(),
        conflicts=[each for each in found.conflicts if each.day.month == month.month],
        planned={each.id: each for each in found.planned},
        clashes=CLASHES,
        closings=ended,
        standing=standing,
        stop=stop,
        people=who,
        day_said=lambda day: format_date(day, _DAYS[our.language]),
        month_said=format_date(month, _MONTHS[our.language]),
        weekdays=[format_date(day, "EEE") for day in weeks[0]],
        **named(),
    )


def _month(our: Desk) -> dt.date:
    """The one that is asked for, by its first day; else the present one."""
    try:
        asked = dt.date.fromisoformat(f"{request.args.get('month', '')[:7]}-01")
    except ValueError:
        asked = our.now.astimezone(our.zone).date().replace(day=1)
    return asked if _YEARS[0] <= asked.year < _YEARS[1] else our.now.astimezone(our.zone).date().replace(day=1)


def _other(month: dt.date, step: int) -> str:
    """The month before or after, as an address names it."""
    return ((month + _DAY * 31) if step > 0 else (month - _DAY)).strftime("%Y-%m")


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone)


def _of_day(our: Desk, found: Plan, day: dt.date, month: dt.date) -> Day:
    begins, ends = _midnight(day, our.zone), _midnight(day + _DAY, our.zone)
    return Day(
        day,
        day.month == month.month,
        [each for each in found.planned if begins <= each.at < ends],
        [each for each in found.freezes if each.begins_at < ends and each.ends_at > begins],
        [each for each in found.conflicts if each.day == day],
    )
