"""The first page after signing in: what needs somebody, and the account's figures as charts, tables and files."""

import datetime as dt
from collections.abc import Callable

from flask import Response, abort
from flask.typing import ResponseReturnValue

from wxbot.console import charts, tables
from wxbot.console.alarms import address, sentence
from wxbot.console.desk import Desk, desk
from wxbot.console.groups import Group
from wxbot.console.periods import asked_days
from wxbot.console.progress import Course, course
from wxbot.console.responses import render
from wxbot.console.sheets import sheet
from wxbot.console.tables import Period, Table
from wxbot.services import Db, alarms, figures, workdays
from wxbot.services.roles import Permission
from wxbot.store import broadcasts, inbox
from wxbot.store.broadcasts import Broadcast
from wxbot.store.inbox import Wanted

dashboard = Group("dashboard")

DAYS = (7, 30, 90)
_CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # The picture's own; it stands in no page of ours.


@dashboard.page("/", Permission.SIGNED_IN)
def show() -> ResponseReturnValue:
    our = desk()
    days, period = _period(our)
    with our.database.read() as db:
        ringing = alarms.ringing(db)
        silent = figures.days_silent(db, our.now, our.zone)
        waiting, late = inbox.count(db, Wanted()), inbox.count(db, Wanted(late_before=_late_before(our)))
        last, to_do = _last(db, our), broadcasts.count_waiting(db)
        shown = {name: build(db, our, period) for name, build in tables.TABLES.items()}
    return render(
        "console/dashboard/show.html",
        our=our,
        ringing=[(alarm, sentence(alarm), address(alarm)) for alarm in ringing],
        days=days,
        choices=DAYS,
        silent=silent,
        limit=figures.SILENT_DAYS,
        warned=figures.WARNED_DAYS,
        waiting=waiting,
        late=late,
        many=inbox.MOST_COUNTED,
        last=last,
        to_do=to_do,
        tables=shown,
    )


def _last(db: Db, our: Desk) -> tuple[Broadcast, Course] | None:
    """The broadcast that began last, and how far it came."""
    row = broadcasts.last_begun(db) if our.may(Permission.BROADCASTS_READ) else None
    return (row, course(our, db, row)) if row is not None else None


def _late_before(our: Desk) -> dt.datetime:
    """What has waited since before this instant is overdue."""
    runtime = our.runtime
    return workdays.late_before(our.now, runtime.preferences.letter_days, our.zone, runtime.workdays)


def _period(our: Desk) -> tuple[int, Period]:
    days = asked_days(DAYS)
    return days, Period.until(our.now.astimezone(our.zone).date(), days)


def _table(name: str) -> Table:
    """The one of this name; nothing else has a chart or a file."""
    build: Callable[..., Table] | None = tables.TABLES.get(name)
    if build is None:
        abort(404)
    our = desk()
    with our.database.read() as db:
        return build(db, our, _period(our)[1])


@dashboard.page("/dashboard/<name>.svg", Permission.SIGNED_IN)
def chart(name: str) -> ResponseReturnValue:
    response = Response(charts.draw(_table(name)), mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = _CHART_POLICY
    return response


@dashboard.page("/dashboard/<name>.csv", Permission.SIGNED_IN)
def export(name: str) -> ResponseReturnValue:
    table = _table(name)
    return sheet(f"{name}-{table.period.first}-{table.period.last}", [str(each) for each in table.columns], table.rows)
