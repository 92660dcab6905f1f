"""What is counted up for each day while the journal is drained, and the alarm of an account that fell silent."""

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import redis

from handlers.fallback import router as fallback
from tests.services.drafts import NOON, go_live, news
from tests.services.lines import BEIJING, append, entry, keep, line
from wxbot.services import alarms, figures, journal
from wxbot.store import figures as rows
from wxbot.store.database import Database
from wxbot.store.figures import Measure
from wxbot.store.journal import Entry, Wanted, find

TODAY = "2026-11-22"
DAY = dt.timedelta(days=1)


def _counted(database: Database, measure: Measure) -> dict[str, int]:
    """By key, of all days."""
    with database.read() as db:
        return dict(rows.top(db, measure, "2026-01-01", "2026-12-31", 100))


def _days(database: Database, measure: Measure) -> dict[str, int]:
    with database.read() as db:
        return rows.by_day(db, measure, "2026-01-01", "2026-12-31")


def _kept(database: Database) -> Sequence[Entry]:
    with database.read() as db:
        return find(db, Wanted(NOON - 300 * DAY), 100).entries


def _tap(delivery: str, key: str, **fields: Any) -> journal.Line:
    decision = {"intent": {"key": key}, "why": "key"}
    return line(delivery, source="menu", asked=key, hit="news.latest", decision=decision, **fields)


def test_messages_of_a_day_are_counted(database: Database) -> None:
    keep(database, line("d1"), line("d2", source="voice"), line("d3", source="media", asked=""))
    assert _days(database, Measure.MESSAGES) == {TODAY: 3}


def test_day_is_the_accounts_own(sqlite: Database) -> None:
    """17:00 in London is past midnight in Beijing."""
    keep(sqlite, line(at="2026-11-22T17:00:00+00:00"))
    assert _days(sqlite, Measure.MESSAGES) == {"2026-11-23": 1}


def test_who_comes_and_who_leaves_is_counted(sqlite: Database) -> None:
    keep(sqlite, line("d1", source="follow", asked=""), line("d2", source="unfollow", asked=""))
    assert (_days(sqlite, Measure.GAINED), _days(sqlite, Measure.LOST)) == ({TODAY: 1}, {TODAY: 1})
    assert _days(sqlite, Measure.MESSAGES) == {}


def test_taps_are_counted_by_their_button(sqlite: Database) -> None:
    keep(sqlite, _tap("d1", "news"), _tap("d2", "news"), _tap("d3", "consular"))
    assert _counted(sqlite, Measure.TAP) == {"news": 2, "consular": 1}
    assert _days(sqlite, Measure.MESSAGES) == {}


def test_button_that_opens_something_is_counted_too(sqlite: Database) -> None:
    keep(sqlite, line("d1", source="note", asked="nearest", hit=""), line("d2", source="note", asked="", hit=""))
    assert _counted(sqlite, Measure.TAP) == {"nearest": 1}


@pytest.mark.parametrize(
    ("hit", "section"),
    [
        ("news.latest", "news"),
        ("faq/lost-passport", "faq"),
        ("form/letter/letter-text", "form/letter"),
        ("parked", "parked"),
        ("", ""),
    ],
)
def test_what_answered_is_counted_by_its_section(sqlite: Database, hit: str, section: str) -> None:
    keep(sqlite, line(hit=hit))
    assert _counted(sqlite, Measure.SECTION) == {section: 1}


def test_words_that_nothing_answered_are_counted_as_such(sqlite: Database) -> None:
    keep(sqlite, line("d1", hit="fallback.unknown"), line("d2", hit=""), line("d3"))
    assert (_days(sqlite, Measure.UNANSWERED), _days(sqlite, Measure.MESSAGES)) == ({TODAY: 2}, {TODAY: 3})


def test_what_nothing_answered_is_kept_as_everybody_would_spell_it(sqlite: Database) -> None:
    keep(sqlite, line("d1", hit="fallback.unknown", asked="護照  丟了？"), line("d2", hit="news.latest"))
    assert [row.question for row in _kept(sqlite)] == ["", "护照丢了"]


@pytest.mark.parametrize("source", ["media", "menu", "note", "link", "follow"])
def test_what_has_no_words_is_no_question(sqlite: Database, source: str) -> None:
    keep(sqlite, line(source=source, hit="fallback.unknown"))
    assert [row.question for row in _kept(sqlite)] == [""]


def test_last_section_is_called_what_the_figures_take_it_for() -> None:
    assert "fallback.unknown" in [rule.name for rule in fallback.tries]


def test_telling_words_are_counted_once_a_message(sqlite: Database) -> None:
    keep(sqlite, line("d1", asked="护照丢了，护照怎么补办？"), line("d2", asked="护照"))
    counted = _counted(sqlite, Measure.WORD)
    assert (counted["护照"], counted["补办"]) == (2, 1)
    assert "怎么" not in counted


def test_numbers_are_no_words(sqlite: Database) -> None:
    keep(sqlite, line(asked="13*******45 2026 visa"))
    assert _counted(sqlite, Measure.WORD) == {"visa": 1}


def test_words_of_taps_and_lists_are_not_counted(sqlite: Database) -> None:
    """They are ours, not the follower's."""
    keep(sqlite, line("d1", source="tap", asked="护照"), line("d2", source="number", asked="2"), _tap("d3", "news"))
    assert _counted(sqlite, Measure.WORD) == {}


def test_delivery_that_is_drained_twice_counts_once(redis_client: redis.Redis, database: Database) -> None:
    for _ in range(2):
        append(redis_client, entry("d1"))
        journal.drain(redis_client, database, BEIJING)
    assert _days(database, Measure.MESSAGES) == {TODAY: 1}


def test_workers_that_drain_together_count_everything_once(redis_client: redis.Redis, database: Database) -> None:
    append(redis_client, *[entry(f"d{number}", asked=f"word{'abcdefgh'[number % 8]} visa") for number in range(80)])
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: journal.drain(redis_client, database, BEIJING), range(3)))
    assert (_days(database, Measure.MESSAGES), _counted(database, Measure.WORD)["visa"]) == ({TODAY: 80}, 80)


def test_word_of_one_message_does_not_outlast_its_day(sqlite: Database) -> None:
    """It may be somebody's name."""
    keep(sqlite, line("d1", asked="visa zhangsan"), line("d2", asked="visa"))
    figures.tend(sqlite, NOON, BEIJING)
    assert _counted(sqlite, Measure.WORD) == {"visa": 2, "zhangsan": 1}
    figures.tend(sqlite, NOON + DAY, BEIJING)
    assert _counted(sqlite, Measure.WORD) == {"visa": 2}


def _ringing(database: Database) -> list[tuple[str, object]]:
    with database.read() as db:
        return [(alarm.name, alarm.details["days"]) for alarm in alarms.ringing(db)]


def test_account_that_fell_silent_rings_before_an_inspection_finds_it(sqlite: Database) -> None:
    go_live(sqlite, news())
    figures.tend(sqlite, NOON + 9 * DAY, BEIJING)
    assert _ringing(sqlite) == []
    figures.tend(sqlite, NOON + 10 * DAY, BEIJING)
    assert _ringing(sqlite) == [("stale-account", 10)]


def test_alarm_is_over_as_soon_as_something_goes_live(sqlite: Database) -> None:
    go_live(sqlite, news())
    figures.tend(sqlite, NOON + 12 * DAY, BEIJING)
    go_live(sqlite, news("second"), now=NOON + 12 * DAY)
    figures.tend(sqlite, NOON + 12 * DAY, BEIJING)
    assert _ringing(sqlite) == []


def test_account_that_never_had_anything_does_not_ring(sqlite: Database) -> None:
    figures.tend(sqlite, NOON, BEIJING)
    assert _ringing(sqlite) == []
