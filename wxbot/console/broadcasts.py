"""Broadcasts: their list with what waits for somebody on top, and the one switch that stops all sending."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wxbot.console import broadcast_labels as labels
from wxbot.console import progress, wechat
from wxbot.console.desk import Desk, desk
from wxbot.console.groups import Group
from wxbot.console.paging import SIZE, asked_number, page
from wxbot.console.responses import render
from wxbot.services import Db, alarms, closings, preferences
from wxbot.services import broadcasts as life
from wxbot.services.closings import Closing
from wxbot.services.roles import Permission
from wxbot.store import audit, staff
from wxbot.store import broadcasts as rows
from wxbot.store.audit import Search
from wxbot.store.broadcasts import Broadcast, Kind, State

broadcasts = Group("broadcasts")

_MOST_WAITING = 20
_TABS: Mapping[str, tuple[State, ...]] = {
    "all": (),
    "work": (State.DRAFT, State.REFUSED, State.SUBMITTED),
    "ahead": (State.SCHEDULED, State.ASKING, State.ACTIVE),
    "running": rows.RUNNING,
    "over": (State.FINISHED, State.CANCELLED, State.ENDED),
}


@dataclass(frozen=True, slots=True)
class Stop:
    """Who threw the switch, and when."""

    who: str
    at: dt.datetime


def stopped(db: Db) -> Stop | None:
    """None while sending is allowed; by the audit, which nobody can change."""
    if not preferences.load(db).sending_stopped:
        return None
    for line in audit.newest(db, 200, search=Search(action="preferences.changed")):
        if line.details.get("sending_stopped", {}).get("after") is True:
            return Stop(line.actor, line.at)
    return Stop("", dt.datetime.fromtimestamp(0, dt.UTC))


def people(db: Db) -> dict[str, str]:
    return {person.email: person.name for person in staff.everybody(db)}


def named(**more: Any) -> dict[str, Any]:
    """What every page of broadcasts calls things by."""
    return {"labels": labels, "State": State, "Kind": Kind, "refusal": wechat.told, "told_of": progress.status, **more}


def finished(db: Db, found: Iterable[Broadcast]) -> Mapping[int, Closing]:
    """How those of them that are finished ended."""
    return closings.of(db, [row.id for row in found if row.state == State.FINISHED])


@broadcasts.page("/broadcasts", Permission.BROADCASTS_READ)
def show() -> ResponseReturnValue:
    our = desk()
    tab = request.args.get("tab", "all") if request.args.get("tab") in _TABS else "all"
    kind = request.args.get("kind", "") if request.args.get("kind") in set(Kind) else ""
    with our.database.read() as db:
        found = rows.page(db, _TABS[tab], asked_number(), SIZE + 1, kind)
        places: dict[str, Any] = {
            "closings": finished(db, found),
            "waiting": _waiting(db, our),
            "stop": stopped(db),
            "people": people(db),
            "whom": labels.audience(db, our.language),
        }
    listed = page(found, lambda row: row.id)
    return render(
        "console/broadcasts/show.html", our=our, page=listed, tab=tab, tabs=list(_TABS), kind=kind, **places, **named()
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A broadcast that a person must do something about, and what: the state, or the noun of its alarm."""

    row: Broadcast
    what: str
    mine: bool  # Whether the reader is among those who can do it.


def _waiting(db: Db, our: Desk) -> Sequence[Waiting]:
    open_ones = rows.in_state(db, *rows.WAITING, limit=_MOST_WAITING)
    found = [Waiting(row, row.state, _can(our, row)) for row in open_ones]
    for alarm in alarms.ringing(db):
        if alarm.noun in (life.UNKNOWN, life.REVIEW) and alarm.about.isdecimal():
            row = rows.of_id(db, int(alarm.about))
            if row is not None:
                found.append(Waiting(row, alarm.noun, _can(our, row)))
    return found


def _can(our: Desk, row: Broadcast) -> bool:
    own = our.actor in (row.author, row.submitted_by) and row.state == State.SUBMITTED
    return our.may(Permission.BROADCASTS_SIGN) and not own


@broadcasts.action("/broadcasts/switch", Permission.BROADCASTS_SIGN)
def switch() -> ResponseReturnValue:
    our, stop = desk(), request.form.get("stop") == "yes"
    with our.database.write() as db:
        kept = preferences.load(db)
        preferences.save(db, replace(kept, sending_stopped=stop), our.actor, our.now)
    our.runtime.announce_edition()
    flash(
        _("Nothing more is sent until somebody allows it again.") if stop else _("Sending is allowed again."), "success"
    )
    return redirect(url_for("broadcasts.show"))
