"""What stands against a broadcast besides its words, told before it is submitted and signed."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.services.broadcasting import ACCOUNT, composition, group, scheduled
from wxbot.services import consents, freezing, prospects
from wxbot.services.audiences import Audience, Who
from wxbot.services.compositions import Composition
from wxbot.services.findings import Code, Finding
from wxbot.store import audiences, broadcasts, calls, followers, tags
from wxbot.store.broadcasts import Kind, State
from wxbot.store.calls import State as CallState
from wxbot.store.calls import Way
from wxbot.store.database import Database

BEIJING = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 10, 12, tzinfo=BEIJING)
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@pytest.fixture
def database(sqlite: Database) -> Database:
    """Alice follows, and the account has a tag 3."""
    with sqlite.write() as db:
        followers.find_or_add(db, "oAlice").subscribed = True
        tags.put(db, 3, "Press")
    return sqlite


def _foreseen(database: Database, new: Composition, account: str = ACCOUNT, own: int = 0) -> tuple[Finding, ...]:
    with database.read() as db:
        return prospects.foresee(db, new, account, BEIJING, NOW, own)


def _codes(database: Database, new: Composition, **more: Any) -> list[Code]:
    return [finding.code for finding in _foreseen(database, new, **more)]


def _sent(database: Database, at: dt.datetime, way: Way = Way.ALL) -> None:
    row = scheduled(database, composition(due_at=at), at - HOUR)
    with database.write() as db:
        calls.write(db, row.id, 0, way, at)
        (call,) = calls.of_broadcast(db, row.id)
        call.state, call.called_at = CallState.FINISHED, at
        broadcasts.of_id(db, row.id, lock=True).state = State.FINISHED  # type: ignore[union-attr]


def test_nothing_stands_against_what_is_well_planned(database: Database) -> None:
    assert _codes(database, composition()) == []
    assert _codes(database, composition(due_at=NOW + DAY)) == []


def test_a_time_that_is_over_blocks(database: Database) -> None:
    (found,) = _foreseen(database, composition(due_at=NOW - HOUR))
    assert (found.blocks, found.code, found.words["at"]) == (True, Code.PAST, "2026-11-10 11:00")


def test_a_freeze_period_at_its_time_is_told_with_its_reason_and_end(database: Database) -> None:
    with database.write() as db:
        freezing.add(db, NOW + DAY, NOW + 2 * DAY, "Mourning", "li", NOW)
    assert _codes(database, composition()) == []
    (found,) = _foreseen(database, composition(due_at=NOW + DAY))
    assert (found.blocks, found.code) == (False, Code.FROZEN)
    assert (found.words["note"], found.words["until"]) == ("Mourning", "2026-11-12 12:00")
    assert _codes(database, composition(cron="0 9 * * *", audience=Audience(Who.TAG, tag=3))) == [
        Code.FROZEN,
        Code.NOBODY,
    ]


def test_an_allowance_that_is_used_up_is_told_for_its_day_alone(database: Database) -> None:
    _sent(database, NOW - HOUR)
    assert Code.DAY_USED in _codes(database, composition())
    assert _codes(database, composition(due_at=NOW + DAY)) == []
    assert _codes(database, composition(Kind.CUSTOM)) == []


def test_a_month_that_is_used_up_is_told_until_the_next_one(database: Database) -> None:
    for days in range(1, 5):
        _sent(database, NOW - days * DAY)
    assert Code.MONTH_USED in _codes(database, composition(due_at=NOW + DAY))
    assert _codes(database, composition(due_at=NOW + 25 * DAY)) == []


def test_another_one_on_the_same_day_is_named_and_it_does_not_clash_with_itself(database: Database) -> None:
    row = scheduled(database, composition(title="Greeting", due_at=NOW + DAY), NOW)
    (found,) = _foreseen(database, composition(due_at=NOW + DAY + HOUR))
    assert (found.code, found.words["titles"], found.words["at"]) == (Code.DAY_CLASH, "Greeting", "2026-11-11")
    assert _codes(database, composition(due_at=NOW + DAY), own=row.id) == []
    assert _codes(database, composition(due_at=NOW + 2 * DAY)) == []


def test_the_fifth_of_a_month_is_told_wherever_in_the_month_it_stands(database: Database) -> None:
    for days in range(2, 6):
        scheduled(database, composition(due_at=NOW + days * DAY), NOW)
    assert _codes(database, composition(due_at=NOW + DAY)) == [Code.MONTH_CLASH]
    assert _codes(database, composition(due_at=NOW + DAY), account="subscription-verified") == []


def test_one_that_recurs_too_often_clashes_by_itself(database: Database) -> None:
    assert _codes(database, composition(cron="0 9 * * *")) == [Code.MONTH_CLASH]
    assert _codes(database, composition(cron="0 9,18 * * 1")) == [Code.DAY_CLASH, Code.MONTH_CLASH]


@pytest.mark.parametrize(
    ("audience", "code", "blocks"),
    [
        (Audience(Who.TAG, tag=3), Code.NOBODY, False),
        (Audience(Who.TAG, tag=99), Code.NOBODY_EVER, True),
        (Audience(Who.SUBSCRIBERS, section="news"), Code.NOBODY, False),
        (Audience(Who.GROUP, group=99), Code.NOBODY_EVER, True),
    ],
)
def test_an_audience_without_anybody_is_told(database: Database, audience: Audience, code: Code, blocks: bool) -> None:
    (found,) = _foreseen(database, composition(audience=audience))
    assert (found.code, found.blocks) == (code, blocks)


def test_a_list_never_fills_but_a_group_of_testers_may(database: Database) -> None:
    assert _codes(database, composition(audience=group(database, []))) == [Code.NOBODY_EVER]
    assert _codes(database, composition(audience=group(database, ["oAlice"], name="Others"))) == []
    with database.write() as db:
        testers = audiences.add(db, "testers", "Testers", "chen", NOW)
        assert testers is not None
    assert _codes(database, composition(audience=Audience(Who.GROUP, group=testers.id))) == [Code.NOBODY]


def test_a_notice_that_nobody_agreed_to_is_told(database: Database) -> None:
    notice = composition(Kind.NOTICE, content={"template_id": "n1", "values": {}})
    assert _codes(database, notice) == [Code.NOBODY_AGREED]
    with database.write() as db:
        entry = {"template_id": "n1", "accepted": True, "message_id": "", "error_code": "", "error_status": ""}
        consents.record(db, "d1", "oAlice", "popup", [entry], NOW)
    assert _codes(database, notice) == []


def test_what_is_published_without_a_push_needs_nobody(database: Database) -> None:
    assert _codes(database, composition(Kind.PUBLISH, Audience(Who.NOBODY))) == []
