"""What is over says whether it reached anybody."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.services.composed import broadcast
from tests.services.drafts import NOON
from wxbot.services import closings
from wxbot.services.closings import Closing
from wxbot.store import calls, chunks
from wxbot.store.broadcasts import State
from wxbot.store.calls import State as CallState
from wxbot.store.calls import Way
from wxbot.store.database import Database

FINISHED, FAILED, RECALLED = CallState.FINISHED, CallState.FAILED, CallState.RECALLED


def _pushed(database: Database, *counts: Mapping[str, int]) -> int:
    number = broadcast(database, state=State.FINISHED)
    with database.write() as db:
        for place, counted in enumerate(counts):
            chunks.add(db, number, place, 200)
            chunk = chunks.of_id(db, number, place)
            assert chunk is not None
            chunk.counts = dict(counted)
    return number


def _called(database: Database, *made: Mapping[str, Any]) -> int:
    number = broadcast(database, state=State.FINISHED)
    with database.write() as db:
        for place, fields in enumerate(made):
            calls.write(db, number, place, Way.ALL, NOON)
            db.flush()
            for name, value in fields.items():
                setattr(calls.of_broadcast(db, number)[place], name, value)
    return number


def _closing(database: Database, number: int) -> Closing | None:
    with database.read() as db:
        return closings.of(db, [number]).get(number)


@pytest.mark.parametrize(
    ("counts", "closing"),
    [
        ([{"sent": 2}, {"delivered": 1, "skipped": 1}], None),
        ([{"sent": 2}, {"failed/-1 retry": 1}], Closing.PARTLY),
        ([{"delivered": 2, "unknown": 1}], Closing.PARTLY),
        ([{"skipped": 2}, {"failed/fix": 1}], Closing.NOBODY),
        ([{"unknown": 2, "skipped": 1}, {"failed/fix": 1}], Closing.UNCLEAR),
        ([{'failed/"sent"': 2}], Closing.NOBODY),
        ([], Closing.NOBODY),
    ],
)
def test_a_push_is_told_by_its_chunks(
    database: Database, counts: list[dict[str, int]], closing: Closing | None
) -> None:
    assert _closing(database, _pushed(database, *counts)) is closing


@pytest.mark.parametrize(
    ("made", "closing"),
    [
        ([{"state": FINISHED, "total": 5, "sent": 5}], None),
        ([{"state": FINISHED}], None),
        ([{"state": FINISHED, "total": 5, "sent": 4, "failed": 1}], Closing.PARTLY),
        ([{"state": FINISHED}, {"state": FAILED}], Closing.PARTLY),
        ([{"state": FINISHED}, {"state": RECALLED}], Closing.PARTLY),
        ([{"state": FINISHED, "total": 5, "sent": 0}], Closing.NOBODY),
        ([{"state": FAILED}], Closing.NOBODY),
        ([{"state": RECALLED}, {"state": RECALLED}], Closing.RECALLED),
    ],
)
def test_what_goes_to_many_is_told_by_its_calls(
    sqlite: Database, made: list[dict[str, Any]], closing: Closing | None
) -> None:
    assert _closing(sqlite, _called(sqlite, *made)) is closing
