"""Submissions in SQL: one worker fetches each, and files are known by who still refers to them."""

import datetime as dt
from typing import Any

import pytest

from tests.store.together import in_threads
from wxbot.store import submissions
from wxbot.store.database import Database
from wxbot.store.submissions import State, Submission

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def _add(database: Database, count: int = 1, **fields: Any) -> list[bool]:
    plain: dict[str, Any] = {
        "origin": "form",
        "openid": "oAlice",
        "media_id": "M",
        "kind": "image",
        "caption": "",
        "state": State.WAITING,
        "file": "",
        "sent_at": NOON,
        "due_at": NOON,
        "decided_by": "",
    }
    with database.write() as db:
        return [submissions.add(db, position=position, **{**plain, **fields}) for position in range(count)]


def _due(database: Database, now: dt.datetime = NOON, limit: int = 10) -> list[int]:
    with database.read() as db:
        return list(submissions.due(db, now, limit))


def _claim(database: Database, row_id: int = 1, now: dt.datetime = NOON) -> bool:
    with database.write() as db:
        return submissions.claim(db, row_id, now, now + 5 * MINUTE) is not None


def _settle(database: Database, row_id: int, state: State, file: str = "") -> bool:
    with database.write() as db:
        return submissions.settle(db, row_id, state, file)


def test_submission_of_a_form_is_added_once(database: Database) -> None:
    assert (_add(database, 2), _add(database, 3)) == ([True, True], [False, False, True])


def test_those_that_wechat_forgets_first_are_due_first(database: Database) -> None:
    _add(database, origin="newer", sent_at=NOON)
    _add(database, origin="older", sent_at=NOON - MINUTE)
    assert (_due(database), _due(database, limit=1)) == ([2, 1], [2])


def test_submission_is_not_due_before_its_instant(database: Database) -> None:
    _add(database, due_at=NOON + MINUTE)
    assert (_due(database), _due(database, NOON + MINUTE)) == ([], [1])


def test_claimed_submission_is_the_callers_for_its_time(database: Database) -> None:
    _add(database)
    assert [_claim(database), _claim(database)] == [True, False]
    assert (_due(database), _due(database, NOON + 5 * MINUTE)) == ([], [1])
    assert _claim(database, now=NOON + 5 * MINUTE)


def test_one_of_many_threads_claims_a_submission(database: Database) -> None:
    _add(database)
    assert sum(in_threads(8, lambda _number: _claim(database))) == 1


@pytest.mark.parametrize("state", [State.FETCHED, State.LOST, State.APPROVED, State.REFUSED])
def test_what_does_not_wait_is_neither_due_nor_claimed(database: Database, state: State) -> None:
    _add(database, state=state)
    assert (_due(database), _claim(database)) == ([], False)


def test_submission_is_settled_once(database: Database) -> None:
    _add(database)
    assert [_settle(database, 1, State.FETCHED, "a.jpg"), _settle(database, 1, State.LOST)] == [True, False]
    with database.read() as db:
        row = db.get_one(Submission, 1)
        assert (row.state, row.file) == (State.FETCHED, "a.jpg")


def test_what_was_erased_meanwhile_is_not_settled(database: Database) -> None:
    assert not _settle(database, 7, State.FETCHED, "a.jpg")


def test_newest_of_a_state_come_first_and_go_on_from_an_id(database: Database) -> None:
    _add(database, 5, state=State.APPROVED)
    _add(database, 1, origin="other", state=State.REFUSED)
    with database.read() as db:
        pages = [[row.id for row in submissions.in_state(db, State.APPROVED, 2, before)] for before in (None, 4, 2, 1)]
    assert pages == [[5, 4], [3, 2], [1], []]


@pytest.mark.parametrize("state", State)
def test_file_is_shown_only_while_a_submission_with_it_is_approved(database: Database, state: State) -> None:
    _add(database, state=state, file="a.jpg")
    with database.read() as db:
        assert submissions.shows(db, "a.jpg") is (state is State.APPROVED)
        assert (submissions.uses(db, "a.jpg"), submissions.uses(db, "b.jpg")) == (True, False)


def test_followers_submissions_are_his_own_in_their_order(database: Database) -> None:
    _add(database, 2)
    _add(database, origin="other", openid="oBob")
    with database.read() as db:
        assert [row.id for row in submissions.of_follower(db, "oAlice")] == [1, 2]
        assert submissions.of_follower(db, "oChen") == []
