"""Fetching from WeChat step by step, whichever worker takes the next one, and what a refusal puts off for how long."""

import datetime as dt
from collections.abc import Callable

import pytest

from tests.services.drafts import NOON
from wxbot.client.codes import refusal
from wxbot.errors import StateUnavailable
from wxbot.services import alarms, syncs
from wxbot.services.syncs import END
from wxbot.store.database import Database
from wxbot.store.syncs import Sync

TOMORROW = NOON + dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


def _advance(database: Database, step: Callable[[str], str], now: dt.datetime = NOON) -> bool:
    return syncs.advance(database, "followers", step, TOMORROW, now)


def _row(database: Database) -> Sync:
    with database.read() as db:
        (row,) = syncs.all_syncs(db)
        return row


def _refused(code: int) -> Callable[[str], str]:
    def step(_cursor: str) -> str:
        raise refusal(code, "invalid ip 203.0.113.7, not in whitelist")

    return step


def test_run_goes_on_where_the_last_step_ended(database: Database) -> None:
    seen: list[str] = []
    following = {"": "page 2", "page 2": "page 3", "page 3": END}

    def step(cursor: str) -> str:
        seen.append(cursor)
        return following[cursor]

    for _ in following:
        _advance(database, step)
    assert seen == ["", "page 2", "page 3"]


def test_run_that_is_over_begins_anew_at_its_time(database: Database) -> None:
    assert _advance(database, lambda _cursor: END)
    assert not _advance(database, lambda _cursor: END, TOMORROW - SECOND)
    assert _advance(database, lambda _cursor: END, TOMORROW)
    assert _row(database).done_at == TOMORROW


def test_second_worker_finds_nothing_to_do(database: Database) -> None:
    inner: list[bool] = []

    def step(_cursor: str) -> str:
        inner.append(_advance(database, lambda _cursor: END))
        return END

    _advance(database, step)
    assert inner == [False]


def test_step_of_a_worker_that_died_is_taken_over(database: Database) -> None:
    def die(_cursor: str) -> str:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        _advance(database, die)
    assert not _advance(database, lambda _cursor: END, NOON + dt.timedelta(minutes=4))
    assert _advance(database, lambda _cursor: END, NOON + dt.timedelta(minutes=6))


def test_worker_that_was_overtaken_does_not_set_the_run_back(database: Database) -> None:
    later = NOON + dt.timedelta(minutes=6)
    _advance(database, lambda _cursor: "slow" if _advance(database, lambda _cursor: "page 2", later) else "")
    assert _row(database).cursor == "page 2"


@pytest.mark.parametrize(
    ("code", "minutes"),
    [(45011, 1), (-1, 10), (61503, 10), (40164, 10), (48001, 360), (40003, 10)],
)
def test_refusal_is_waited_out_by_what_it_means(database: Database, code: int, minutes: int) -> None:
    _advance(database, _refused(code))
    assert _row(database).due_at == NOON + dt.timedelta(minutes=minutes)
    assert str(code) in _row(database).trouble


def test_used_up_quota_is_waited_out_until_wechats_next_day(database: Database) -> None:
    _advance(database, _refused(45009))
    assert _row(database).due_at == dt.datetime(2026, 11, 22, 16, 5, tzinfo=dt.UTC)


def test_redis_that_does_not_answer_is_waited_out(database: Database) -> None:
    def step(_cursor: str) -> str:
        raise StateUnavailable("Redis")

    _advance(database, step)
    assert _row(database).due_at == NOON + dt.timedelta(minutes=1)


def test_refused_step_is_taken_again_from_the_same_place(database: Database) -> None:
    _advance(database, lambda _cursor: "page 2")
    _advance(database, _refused(-1))
    assert _row(database).cursor == "page 2"


def test_place_that_wechat_does_not_know_any_more_begins_the_run_anew(database: Database) -> None:
    _advance(database, lambda _cursor: "page oGone")
    _advance(database, _refused(40003))
    assert _row(database).cursor == ""


def test_server_that_is_not_on_the_list_rings_until_it_is(database: Database) -> None:
    _advance(database, _refused(40164))
    with database.read() as db:
        (alarm,) = alarms.ringing(db)
    assert alarm.name == syncs.REFUSED
    assert (alarm.details["remedy"], alarm.details["places"]) == ("address", {"ip": "203.0.113.7"})
    _advance(database, lambda _cursor: END, TOMORROW)
    with database.read() as db:
        assert alarms.ringing(db) == []


def test_account_that_may_not_rings_nobody(database: Database) -> None:
    _advance(database, _refused(48001))
    with database.read() as db:
        assert alarms.ringing(db) == []


def test_staff_who_ask_for_it_do_not_wait(database: Database) -> None:
    _advance(database, lambda _cursor: END)
    with database.write() as db:
        syncs.hurry(db, "followers", NOON)
    assert _advance(database, lambda _cursor: END)
