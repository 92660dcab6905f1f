"""Letters in SQL: one for each form, and nobody's but their writer's."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from wxbot.store import letters
from wxbot.store.database import Database, Db
from wxbot.store.letters import OVER, Letter, State

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
ALICE, BOB = "oAlice", "oBob"


def _letter(place: int, **fields: Any) -> Letter:
    plain = {
        "number": f"20261122-{place:04}",
        "origin": f"form {place}",
        "kind": "advice",
        "subject": "",
        "openid": ALICE,
        "language": "zh",
        "state": State.RECEIVED,
        "contact": "",
        "contact_index": "",
        "address": "",
        "opened_at": NOON,
        "changed_at": NOON,
    }
    return Letter(**{**plain, **fields})


def _put(database: Database, *rows: Letter) -> None:
    with database.write() as db:
        for row in rows:
            db.add(row)
            db.flush()


def _numbers(database: Database, openid: str, limit: int = 10) -> list[int]:
    with database.read() as db:
        return [letter.id for letter in letters.of_writer(db, openid, limit)]


def _openids(db: Db) -> list[str]:
    return [db.get_one(Letter, number).openid for number in range(1, 6)]


def test_writers_newest_letters_come_first(database: Database) -> None:
    _put(database, _letter(1), _letter(2, openid=BOB), _letter(3))
    assert (_numbers(database, ALICE), _numbers(database, BOB), _numbers(database, "oChen")) == ([3, 1], [2], [])
    assert _numbers(database, ALICE, limit=1) == [3]


def test_letter_is_found_by_its_number_and_its_writer_only(database: Database) -> None:
    _put(database, _letter(1))
    with database.read() as db:
        found = [letters.find(db, number, openid) for number in ("20261122-0001", "1") for openid in (ALICE, BOB)]
    assert [letter is not None for letter in found] == [True, False, False, False]


def test_letter_is_found_by_its_form(database: Database) -> None:
    _put(database, _letter(1))
    with database.read() as db:
        assert [letters.of_origin(db, origin) is not None for origin in ("form 1", "form 2")] == [True, False]


def test_entries_come_in_the_order_in_which_they_were_written(database: Database) -> None:
    _put(database, _letter(1), _letter(2))
    with database.write() as db:
        added = [
            letters.add_entry(db, letter_id, origin, "writer", origin, NOON)
            for letter_id, origin in ((1, "b"), (2, "other"), (1, "a"))
        ]
    with database.read() as db:
        assert (added, [entry.text for entry in letters.entries(db, 1)]) == ([True] * 3, ["b", "a"])


def test_entry_of_the_same_form_is_added_once(database: Database) -> None:
    _put(database, _letter(1))
    for expected in (True, False):
        with database.write() as db:
            assert letters.add_entry(db, 1, "form 2", "writer", "words", NOON) is expected


def test_released_letters_are_those_that_are_over(database: Database) -> None:
    _put(database, *(_letter(place, state=state) for place, state in enumerate(State, 1)))
    with database.write() as db:
        assert letters.release(db, ALICE) == len(OVER)
        assert _openids(db) == [ALICE, ALICE, "", "", ""]


def test_nobody_elses_letters_are_released(database: Database) -> None:
    _put(database, _letter(1, openid=BOB, state=State.CLOSED))
    with database.write() as db:
        assert letters.release(db, ALICE) == 0
    assert _numbers(database, BOB) == [1]


@pytest.mark.parametrize("taken", [{"number": "20261122-0001"}, {"origin": "form 1"}], ids=["number", "form"])
def test_number_and_form_are_one_letters_own(database: Database, taken: dict[str, str]) -> None:
    _put(database, _letter(1))
    with pytest.raises(IntegrityError):
        _put(database, _letter(2, **taken))
    assert _numbers(database, ALICE) == [1]
