"""How much of WeChat's allowance is used up, by Beijing's days, and what a plan shows and where it clashes."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.services.broadcasting import ACCOUNT, as_it_is, composition, scheduled
from tests.services.composed import broadcast
from wxbot.errors import ErrorClass, Remedy, WechatError
from wxbot.services import freezing, occurrences, quotas
from wxbot.services.audiences import Audience, Who
from wxbot.services.quotas import Clash, Plan
from wxbot.store import calls
from wxbot.store.broadcasts import Broadcast, Kind, State
from wxbot.store.calls import State as CallState
from wxbot.store.calls import Way
from wxbot.store.database import Database

BEIJING = ZoneInfo("Asia/Shanghai")
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
MIDNIGHT = dt.datetime(2026, 11, 25, tzinfo=BEIJING)
NOON = MIDNIGHT + 12 * HOUR
TAG = Audience(Who.TAG, tag=3)


def _made(database: Database, at: dt.datetime, way: Way = Way.ALL, state: CallState = CallState.FINISHED) -> None:
    number = broadcast(database, state=State.FINISHED)
    with database.write() as db:
        calls.write(db, number, 0, way, at)
        (call,) = calls.of_broadcast(db, number)
        call.state, call.called_at = state, at


def _left(database: Database, account: str = ACCOUNT, now: dt.datetime = NOON) -> tuple[int, int | None, int]:
    with database.read() as db:
        found = quotas.standing(db, account, now)
    return found.today.left, found.month.left if found.month else None, found.calls.left


def test_a_message_to_everyone_uses_up_the_day_and_one_of_four_a_month(database: Database) -> None:
    assert _left(database) == (1, 4, 100)
    _made(database, NOON)
    assert _left(database) == (0, 3, 99)


def test_the_day_begins_at_beijings_midnight(database: Database) -> None:
    _made(database, MIDNIGHT - dt.timedelta(seconds=1))
    assert _left(database) == (1, 3, 100)
    assert _left(database, now=MIDNIGHT - dt.timedelta(seconds=1)) == (0, 3, 99)


def test_the_month_begins_at_beijings_midnight(database: Database) -> None:
    first = dt.datetime(2026, 11, 1, tzinfo=BEIJING)
    _made(database, first - dt.timedelta(seconds=1))
    _made(database, first)
    assert _left(database) == (1, 3, 100)


FIRST = dt.datetime(2026, 12, 1, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("account", "days", "free_at"),
    [
        ("subscription-verified", (), MIDNIGHT + DAY),
        ("service-verified", (0,), MIDNIGHT + DAY),
        ("service-verified", (0, 1, 2, 3), FIRST),
        ("service-verified", (), FIRST),  # What was sent on WeChat's website is not known here.
    ],
)
def test_a_quota_that_is_used_up_is_free_again_tomorrow_or_next_month(
    sqlite: Database, account: str, days: tuple[int, ...], free_at: dt.datetime
) -> None:
    for each in days:
        _made(sqlite, NOON - each * DAY)
    error = WechatError(ErrorClass.DAY, 45028, "has no masssend quota", remedy=Remedy.MASS_QUOTA)
    with sqlite.read() as db:
        assert quotas.free_at(db, account, error, NOON) == free_at


def test_a_tag_and_a_list_use_up_calls_only(sqlite: Database) -> None:
    _made(sqlite, NOON, Way.TAG)
    _made(sqlite, NOON, Way.LIST)
    assert _left(sqlite) == (1, 4, 98)


def test_a_subscription_account_has_one_a_day_to_whomever(sqlite: Database) -> None:
    _made(sqlite, NOON, Way.TAG)
    assert _left(sqlite, "subscription-verified") == (0, None, 99)


def test_what_is_published_uses_up_nothing(sqlite: Database) -> None:
    _made(sqlite, NOON, Way.PUBLISH)
    assert _left(sqlite) == (1, 4, 100)


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (CallState.WAITING, False),
        (CallState.FAILED, False),
        (CallState.CANCELLED, False),
        (CallState.CALLING, True),
        (CallState.UNKNOWN, True),
        (CallState.RECALLED, True),
    ],
)
def test_what_may_have_gone_out_counts_and_what_was_taken_back_still_does(
    sqlite: Database, state: CallState, counts: bool
) -> None:
    _made(sqlite, NOON, state=state)
    assert _left(sqlite) == ((0, 3, 99) if counts else (1, 4, 100))


def _plan(database: Database, begins: dt.datetime, ends: dt.datetime, account: str = ACCOUNT) -> Plan:
    with database.read() as db:
        return quotas.plan(db, account, BEIJING, begins, ends, MIDNIGHT)


def _at(database: Database, at: dt.datetime, audience: Audience | None = None) -> Broadcast:
    return scheduled(database, composition(audience=audience or Audience(Who.EVERYONE), due_at=at), MIDNIGHT - DAY)


def _clashes(plan: Plan) -> list[tuple[Clash, dt.date]]:
    return [(each.clash, each.day) for each in plan.conflicts]


def test_recurring_ones_are_written_out_among_the_others(database: Database) -> None:
    series = scheduled(database, composition(audience=TAG, cron="0 8 * * *"), MIDNIGHT - DAY)
    once = _at(database, NOON)
    plan = _plan(database, MIDNIGHT, MIDNIGHT + 2 * DAY)
    assert [(each.id, each.recurring) for each in plan.planned] == [
        (series.id, True),
        (once.id, False),
        (series.id, True),
    ]


def test_a_time_at_the_very_beginning_is_shown(sqlite: Database) -> None:
    scheduled(sqlite, composition(audience=TAG, cron="0 0 * * *"), MIDNIGHT - DAY)
    plan = _plan(sqlite, MIDNIGHT + DAY, MIDNIGHT + 2 * DAY)
    assert [each.at for each in plan.planned] == [MIDNIGHT + DAY]


def test_a_time_that_has_its_occurrence_is_shown_once(database: Database) -> None:
    scheduled(database, composition(audience=TAG, cron="0 8 * * *"), MIDNIGHT - DAY)

    now = MIDNIGHT + 8 * HOUR
    occurrences.make_due(database, as_it_is, BEIJING, now)
    with database.read() as db:
        plan = quotas.plan(db, ACCOUNT, BEIJING, MIDNIGHT, MIDNIGHT + DAY, now)
    assert [(each.at, each.recurring) for each in plan.planned] == [(now, False)]


def test_two_to_everyone_on_a_day_clash_and_one_to_a_tag_does_not(database: Database) -> None:
    for at, audience in ((NOON, None), (NOON + HOUR, None), (NOON + 2 * HOUR, TAG), (NOON + DAY, None)):
        _at(database, at, audience)
    assert _clashes(_plan(database, MIDNIGHT, MIDNIGHT + 7 * DAY)) == [(Clash.DAY, NOON.date())]


def test_days_are_beijings_wherever_the_account_is(sqlite: Database) -> None:
    _at(sqlite, MIDNIGHT + DAY - HOUR / 2)  # Half past midnight of the next day in Tokyo.
    _at(sqlite, MIDNIGHT + DAY + HOUR / 2)
    assert _clashes(_plan(sqlite, MIDNIGHT, MIDNIGHT + 2 * DAY)) == []


def test_for_a_subscription_account_any_two_a_day_clash(sqlite: Database) -> None:
    _at(sqlite, NOON)
    _at(sqlite, NOON + HOUR, TAG)
    assert _clashes(_plan(sqlite, MIDNIGHT, MIDNIGHT + DAY, "subscription-verified")) == [(Clash.DAY, NOON.date())]


def test_the_fifth_of_a_month_clashes_also_in_a_plan_of_one_week(database: Database) -> None:
    first = dt.datetime(2026, 12, 1, 12, tzinfo=BEIJING)
    for days in (0, 7, 14, 21):
        _at(database, first + days * DAY)
    fifth = _at(database, first + 28 * DAY)
    plan = _plan(database, first + 26 * DAY, first + 30 * DAY)
    assert [(each.clash, each.ids) for each in plan.conflicts] == [(Clash.MONTH, (fifth.id,))]
    assert [each.id for each in plan.planned] == [fifth.id]


def test_what_is_due_in_a_freeze_is_shown_as_such(sqlite: Database) -> None:
    with sqlite.write() as db:
        freezing.add(db, NOON, NOON + DAY, "Mourning", "li", MIDNIGHT)
    _at(sqlite, NOON + HOUR)
    plan = _plan(sqlite, MIDNIGHT, MIDNIGHT + 2 * DAY)
    assert (_clashes(plan), len(plan.freezes)) == ([(Clash.FREEZE, NOON.date())], 1)


def test_drafts_and_what_was_cancelled_are_not_in_it(sqlite: Database) -> None:
    for state in (State.DRAFT, State.REFUSED, State.CANCELLED):
        broadcast(sqlite, kind=Kind.TEXT, state=state, due_at=NOON, audience={"who": "everyone"})
    assert _plan(sqlite, MIDNIGHT, MIDNIGHT + DAY).planned == ()
