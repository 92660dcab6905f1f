"""A recurring broadcast makes an occurrence at each of its times, in the account's zone, once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tests.services.broadcasting import as_it_is, composition, finding, scheduled
from tests.services.drafts import go_live, news
from wxbot.errors import ContentError, RuleError
from wxbot.services import Db, broadcasts, occurrences
from wxbot.services.broadcasts import Why
from wxbot.services.compositions import Compose, Composed
from wxbot.services.findings import Code, Finding
from wxbot.store import audit
from wxbot.store.broadcasts import Broadcast, Kind, State
from wxbot.store.database import Database

BEIJING, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
SIGNED = dt.datetime(2026, 11, 23, 12, tzinfo=BEIJING)  # A Monday at noon.
MORNING = dt.datetime(2026, 11, 24, 8, tzinfo=BEIJING)
DAY = dt.timedelta(days=1)
DIGEST = {"layout": "news", "language": "zh", "intro": "", "digest": {"kinds": ["news"], "days": 1, "most": 8}}


def _series(database: Database, cron: str = "0 8 * * 1-5", **fields: Any) -> Broadcast:
    return scheduled(database, composition(cron=cron, **fields), SIGNED)


def _tick(database: Database, now: dt.datetime, compose: Compose = as_it_is, zone: ZoneInfo = BEIJING) -> int:
    return occurrences.make_due(database, compose, zone, now)


def _made(database: Database, series: Broadcast) -> list[Broadcast]:
    with database.read() as db:
        return list(db.scalars(select(Broadcast).where(Broadcast.series_id == series.id).order_by(Broadcast.id)))


def _slots(database: Database, series: Broadcast) -> list[dt.datetime]:
    return [row.slot for row in _made(database, series) if row.slot is not None]


def _hours(cron: str, after: dt.datetime, zone: ZoneInfo, count: int) -> list[str]:
    return [slot.astimezone(dt.UTC).strftime("%d %H:%M") for slot in occurrences.upcoming(cron, after, zone, count)]


def test_at_its_time_by_the_accounts_clocks_there_is_an_occurrence(database: Database) -> None:
    series = _series(database)
    assert (_tick(database, MORNING - dt.timedelta(seconds=1)), _tick(database, MORNING)) == (0, 1)
    (row,) = _made(database, series)
    assert (row.state, row.due_at, row.slot, row.cron) == (State.SCHEDULED, MORNING, MORNING, "")
    assert (row.payload, row.audience) == ({"text": "Good morning"}, series.audience)


def test_a_time_has_one_occurrence_however_often_it_is_looked(database: Database) -> None:
    series = _series(database)
    assert [_tick(database, MORNING + dt.timedelta(seconds=each)) for each in (0, 5, 10)] == [1, 0, 0]
    assert _slots(database, series) == [MORNING]


def test_of_four_workers_that_look_at_once_one_makes_it(database: Database) -> None:
    several = [_series(database) for _ in range(3)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: _tick(database, MORNING), range(4)))
    assert sum(made) == 3
    assert [_slots(database, series) for series in several] == [[MORNING]] * 3


def test_times_before_it_was_signed_are_not_made_up_for(sqlite: Database) -> None:
    series = _series(sqlite)
    assert _tick(sqlite, SIGNED + dt.timedelta(hours=1)) == 0
    assert _slots(sqlite, series) == []


def test_after_an_outage_of_days_only_the_last_time_is_made_up_for(database: Database) -> None:
    series = _series(database, "0 8 * * *")
    now = MORNING + 5 * DAY + dt.timedelta(hours=3)
    assert (_tick(database, now), _tick(database, now)) == (1, 0)
    assert _slots(database, series) == [MORNING + 5 * DAY]


def test_weekends_are_left_out(sqlite: Database) -> None:
    series = _series(sqlite)
    for days in range(7):
        _tick(sqlite, MORNING + days * DAY)
    assert [slot.astimezone(BEIJING).weekday() for slot in _slots(sqlite, series)] == [1, 2, 3, 4, 0]


def test_the_clock_may_jump_back_without_a_second_one(sqlite: Database) -> None:
    series = _series(sqlite, "0 8 * * *")
    for now in (MORNING, MORNING - DAY, MORNING):
        _tick(sqlite, now)
    assert _slots(sqlite, series) == [MORNING]


def test_eight_o_clock_stays_eight_when_the_clocks_are_changed() -> None:
    before = dt.datetime(2026, 10, 24, tzinfo=dt.UTC)
    assert _hours("0 8 * * *", before, BERLIN, 3) == ["24 06:00", "25 07:00", "26 07:00"]


def test_a_time_that_a_day_does_not_have_comes_when_the_clock_is_put_forward() -> None:
    before = dt.datetime(2026, 3, 28, 20, tzinfo=dt.UTC)
    assert _hours("30 2 * * *", before, BERLIN, 2) == ["29 01:00", "30 00:30"]


def test_a_time_that_a_day_has_twice_comes_once() -> None:
    before = dt.datetime(2026, 10, 24, 20, tzinfo=dt.UTC)
    assert _hours("30 2 * * *", before, BERLIN, 2) == ["25 00:30", "26 01:30"]


@pytest.mark.parametrize("cron", ["0 8 30 2 *", "0 8 31 4,6,9 *"])
def test_rule_that_never_comes_due_is_told_so(cron: str) -> None:
    with pytest.raises(ContentError, match="never comes due"):
        occurrences.check(cron, BEIJING, SIGNED)


@pytest.mark.parametrize("cron", ["", "soon", "61 8 * * *", "61 8 30 2 *", "0 8 * *", "0 0 8 * * *"])
def test_what_is_no_rule_is_refused(cron: str) -> None:
    with pytest.raises(ContentError, match="is no rule"):
        occurrences.check(cron, BEIJING, SIGNED)


@pytest.mark.parametrize(("cron", "fits"), [("* * * * *", False), ("0,5 8 * * *", False), ("*/10 * * * *", True)])
def test_times_lie_apart(cron: str, fits: bool) -> None:
    if fits:
        occurrences.check(cron, BEIJING, SIGNED)
        return
    with pytest.raises(ContentError, match="ten minutes"):
        occurrences.check(cron, BEIJING, SIGNED)


def test_a_digest_gathers_what_is_new_at_each_time(database: Database) -> None:
    series = _series(database, "0 8 * * *", kind=Kind.ARTICLE, content=DIGEST)
    for days, slug in enumerate(("first", "second")):
        go_live(database, news(slug, date="2020-01-01"), now=MORNING + days * DAY - dt.timedelta(hours=12))
        assert _tick(database, MORNING + days * DAY) == 1
    gathered = [[item["slug"] for item in row.content["items"]] for row in _made(database, series)]
    assert gathered == [["first"], ["second"]]


def test_a_time_with_nothing_new_is_skipped_and_that_is_noted(database: Database) -> None:
    series = _series(database, "0 8 * * *", kind=Kind.ARTICLE, content=DIGEST)
    assert [_tick(database, MORNING), _tick(database, MORNING)] == [0, 0]
    with database.read() as db:
        lines = [line.details for line in audit.newest(db, 20) if line.action == "broadcast.skipped"]
    assert (_made(database, series), len(lines)) == ([], 1)


def test_page_can_tell_what_each_time_led_to(database: Database) -> None:
    """One with nothing new, two that nobody looked at, and one that goes out."""
    series = _series(database, "0 8 * * *", kind=Kind.ARTICLE, content=DIGEST)
    _tick(database, MORNING)
    go_live(database, news("late", date="2020-01-01"), now=MORNING + 2 * DAY + dt.timedelta(hours=1))
    _tick(database, MORNING + 3 * DAY)
    with database.read() as db:
        told = occurrences.past(db, series.id, 10)
    assert [(each.slot, each.row is not None, each.why, each.count) for each in told] == [
        (MORNING + 3 * DAY, True, "", 1),
        (MORNING + 2 * DAY, False, occurrences.MISSED, 2),
        (MORNING, False, occurrences.SKIPPED, 1),
    ]


def _unfit(_db: Db, _kind: Kind, _content: object) -> Composed:
    raise ContentError("template_id: there is no such template")


BLOCKING = finding(Finding(True, "text", Code.PHONE, {}))


@pytest.mark.parametrize(
    ("compose", "why"), [(_unfit, "template_id: there is no such template"), (BLOCKING, broadcasts.BLOCKED)]
)
def test_what_cannot_be_composed_asks_and_can_only_be_cancelled(database: Database, compose: Compose, why: str) -> None:
    series = _series(database)
    assert _tick(database, MORNING, compose) == 1
    (row,) = _made(database, series)
    assert (row.state, row.reason) == (State.ASKING, why)
    with database.write() as db, pytest.raises(RuleError, match=Why.WORDING):
        broadcasts.decide(db, row.id, "li", MORNING)
    with database.write() as db:
        assert broadcasts.cancel(db, row.id, "li", MORNING).state == State.CANCELLED


def test_one_that_fails_in_an_unforeseen_way_holds_up_no_other(sqlite: Database) -> None:
    bad, good = _series(sqlite, content={"text": "bad"}), _series(sqlite)

    def compose(db: Db, kind: Kind, content: Any) -> Composed:
        if content["text"] == "bad":
            raise KeyError("text")
        return as_it_is(db, kind, content)

    assert _tick(sqlite, MORNING, compose) == 1
    assert (_slots(sqlite, bad), _slots(sqlite, good)) == ([], [MORNING])


def test_a_series_that_was_cancelled_makes_no_more(database: Database) -> None:
    series = _series(database, "0 8 * * *")
    _tick(database, MORNING)
    with database.write() as db:
        assert broadcasts.cancel(db, series.id, "li", MORNING).state == State.ENDED
    assert _tick(database, MORNING + DAY) == 0
    assert [row.state for row in _made(database, series)] == [State.SCHEDULED]


def test_a_series_whose_rule_is_changed_makes_the_new_times_only(database: Database) -> None:
    """It is ended and another one begins, since what was signed is the old rule."""
    old = _series(database, "0 8 * * *")
    _tick(database, MORNING)
    noon = MORNING + dt.timedelta(hours=4)
    with database.write() as db:
        broadcasts.cancel(db, old.id, "li", noon)
    new = scheduled(database, composition(cron="0 18 * * *"), noon)
    for hours in (6, 20, 30):
        _tick(database, noon + dt.timedelta(hours=hours))
    assert _slots(database, old) == [MORNING]
    assert [slot.astimezone(BEIJING).hour for slot in _slots(database, new)] == [18, 18]


def test_an_occurrence_is_cancelled_and_not_taken_back(sqlite: Database) -> None:
    series = _series(sqlite)
    _tick(sqlite, MORNING)
    (row,) = _made(sqlite, series)
    with sqlite.write() as db, pytest.raises(RuleError, match=Why.OCCURRENCE):
        broadcasts.withdraw(db, row.id, "chen", MORNING)
