"""Who did what when: lines to search, to take along as a file, and the proof that none was changed or removed."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from flask.typing import ResponseReturnValue

from wxbot.console.actions import ACTIONS
from wxbot.console.desk import Desk, desk
from wxbot.console.facts import facts
from wxbot.console.groups import Group
from wxbot.console.paging import SIZE, asked_number, page
from wxbot.console.responses import render
from wxbot.console.sheets import sheet
from wxbot.console.subjects import address
from wxbot.services.roles import Permission
from wxbot.store import audit as lines
from wxbot.store.audit import Line, Search

audit = Group("audit")

_AT_ONCE = 1_000  # Lines that are read at once for a file.
_HEADER = ("number", "at", "actor", "action", "subject", "details", "hash")


@audit.page("/audit", Permission.AUDIT_READ)
def show() -> ResponseReturnValue:
    our = desk()
    search = _search(our.zone)
    with our.database.read() as db:
        found = page(lines.newest(db, SIZE + 1, asked_number(), search), lambda line: line.id)
        actors, actions = lines.actors(db), lines.actions(db)
    places: dict[str, Any] = {
        "actors": actors,
        "actions": actions,
        "labels": ACTIONS,
        "facts": facts,
        "address": address,
    }
    return render("console/audit/show.html", our=our, page=found, searched=search != Search(), **places)


def _search(zone: ZoneInfo) -> Search:
    """What the address asks for; ``from`` and ``to`` are days on the account's clock, both included."""
    asked = request.args
    begin, last = (_day(asked.get(name, ""), zone) for name in ("from", "to"))
    actor, action, subject = (asked.get(name, "").strip()[:200] for name in ("actor", "action", "subject"))
    return Search(actor, action, subject, begin, last + dt.timedelta(days=1) if last else None)


def _day(words: str, zone: ZoneInfo) -> dt.datetime | None:
    """Its first instant; None for what is no day of our time."""
    try:
        day = dt.date.fromisoformat(words)
    except ValueError:
        return None
    return dt.datetime(day.year, day.month, day.day, tzinfo=zone) if 1970 < day.year < 3000 else None


@audit.page("/audit.csv", Permission.AUDIT_READ)
def export() -> ResponseReturnValue:
    our = desk()
    return sheet(f"audit-{our.now:%Y%m%d}", _HEADER, map(_cells, _all(our, _search(our.zone))))


def _all(our: Desk, search: Search) -> Iterator[Line]:
    """Each part in a transaction of its own, so that a slow reader holds nothing up."""
    before = None
    while True:
        with our.database.read() as db:
            found = lines.newest(db, _AT_ONCE, before, search)
            db.expunge_all()
        yield from found
        if len(found) < _AT_ONCE:
            return
        before = found[-1].id


def _cells(line: Line) -> tuple[object, ...]:
    details = json.dumps(line.details, ensure_ascii=False, sort_keys=True)
    return line.id, line.at.isoformat(), line.actor, line.action, line.subject, details, line.hash


@audit.page("/audit/chain", Permission.AUDIT_READ)
def chain() -> ResponseReturnValue:
    return render("console/audit/chain.html", our=desk(), proof=None, noted=None)


@audit.action("/audit/chain", Permission.AUDIT_READ)
def prove() -> ResponseReturnValue:
    """Changes nothing; a POST because reading every line takes a while, and no robot shall start it."""
    our, noted = desk(), request.form.get("noted", "").strip().lower() or None
    with our.database.read() as db:
        proof = lines.prove(db)
        found = lines.of_hash(db, noted) if noted else None
    return render("console/audit/chain.html", our=our, proof=proof, noted=noted, found=found)
