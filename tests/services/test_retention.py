"""What is kept for how long: what is too old goes a little at a time, and counts of it stay."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.services.composed import broadcast
from tests.services.drafts import NOON
from tests.services.lines import BEIJING, keep, line
from tests.services.post import put, say
from wxbot.services import retention
from wxbot.services.retention import Keep
from wxbot.store import datacube, figures, reads
from wxbot.store.broadcasts import State as BroadcastState
from wxbot.store.columns import Table
from wxbot.store.database import Database
from wxbot.store.figures import Measure
from wxbot.store.journal import Entry
from wxbot.store.outbox import Outgoing, Status
from wxbot.store.results import Result
from wxbot.store.sends import Send, State

DAY = dt.timedelta(days=1)
KEEP = Keep(journal=30, figures=30, outbox=30, sends=30)


def _thin(database: Database, now: dt.datetime = NOON) -> int:
    return retention.thin(database, KEEP, now, BEIJING)


def _count(database: Database, table: type[Table]) -> int:
    with database.read() as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def _send(database: Database, broadcast_id: int, openid: str = "oAlice") -> None:
    plain: dict[str, Any] = {"chunk": 1, "tries": 1, "lost": 0, "due_at": None, "at": NOON, "message_id": "", "why": ""}
    with database.write() as db:
        db.add(Send(broadcast_id=broadcast_id, openid=openid, state=State.SENT, **plain))


def test_lines_of_the_journal_go_when_they_are_too_old(database: Database) -> None:
    for days in (29, 31):
        keep(database, line(f"d{days}", at=(NOON - days * DAY).isoformat()))
    assert _thin(database) == 1
    with database.read() as db:
        assert db.scalars(select(Entry.at)).all() == [NOON - 29 * DAY]


def test_what_the_lines_counted_up_stays(database: Database) -> None:
    keep(database, line(at=(NOON - 31 * DAY).isoformat()))
    with database.write() as db:
        figures.add(db, {("2026-10-23", Measure.MESSAGES, ""): 4, ("2026-10-22", Measure.MESSAGES, ""): 2})
    _thin(database)
    with database.read() as db:
        assert figures.by_day(db, Measure.MESSAGES, "2026-01-01", "2026-12-31") == {"2026-10-23": 4}


def test_figures_go_when_they_are_too_old_themselves(database: Database) -> None:
    with database.write() as db:
        for day in ("2026-10-22", "2026-10-23"):
            reads.add(db, day, "news", 1)
            datacube.put_day(db, day, [])
    _thin(database)
    with database.read() as db:
        assert (reads.of_page(db, "news"), datacube.last_day(db)) == (1, "2026-10-23")
    assert _count(database, datacube.Figure) == 1


@pytest.mark.parametrize(
    ("status", "left"),
    [(Status.SENT, 0), (Status.REFUSED, 0), (Status.DUE, 1), (Status.SENDING, 1), (Status.UNKNOWN, 1)],
)
def test_old_messages_go_unless_somebody_has_to_look_at_them(database: Database, status: Status, left: int) -> None:
    put(database, "oAlice", say("hello"))
    with database.write() as db:
        db.scalars(select(Outgoing)).one().status = status
    _thin(database, NOON + 31 * DAY)
    assert _count(database, Outgoing) == left


def test_what_followers_got_of_an_old_broadcast_goes(database: Database) -> None:
    old = broadcast(database, state=BroadcastState.FINISHED, finished_at=NOON - 31 * DAY)
    new = broadcast(database, state=BroadcastState.FINISHED, finished_at=NOON - 29 * DAY)
    for broadcast_id in (old, new):
        _send(database, broadcast_id)
    assert _thin(database) == 1
    with database.read() as db:
        assert db.scalars(select(Send.broadcast_id)).all() == [new]


@pytest.mark.parametrize("state", [BroadcastState.SENDING, BroadcastState.PAUSED, BroadcastState.STOPPED])
def test_broadcast_that_is_not_over_keeps_its_rows_however_old(database: Database, state: BroadcastState) -> None:
    row = broadcast(database, state=state, started_at=NOON - 90 * DAY, changed_at=NOON - 90 * DAY)
    _send(database, row)
    assert _thin(database) == 0


def test_more_than_one_transaction_takes_goes_all_the_same(database: Database) -> None:
    old = broadcast(database, state=BroadcastState.FINISHED, finished_at=NOON - 31 * DAY)
    plain: dict[str, Any] = {"chunk": 1, "tries": 1, "lost": 0, "due_at": None, "at": NOON, "message_id": "", "why": ""}
    with database.write() as db:
        db.add_all(Send(broadcast_id=old, openid=f"o{n}", state=State.SENT, **plain) for n in range(2_500))
    assert _thin(database) == 2_500
    assert _thin(database) == 0


def test_results_that_no_row_knows_go(database: Database) -> None:
    with database.write() as db:
        for number, days in enumerate((29, 31)):
            at = NOON - days * DAY
            told: dict[str, Any] = {"kind": "notice", "message_id": "1", "openid": "oAlice", "body": "{}", "tries": 3}
            db.add(Result(delivery=str(number), at=at, due_at=at, **told))
    _thin(database)
    assert _count(database, Result) == 1
