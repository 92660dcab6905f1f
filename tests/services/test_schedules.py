"""What the worker does at its time: approved revisions go live, items are taken down, each once."""

import datetime as dt

import pytest

from tests.services.drafts import NOON, news
from tests.services.signing import (
    LATER,
    LI,
    actions,
    allow,
    approved,
    cut_off,
    edition,
    forbid,
    item,
    live_title,
    published,
    save,
    sign,
    state,
    submit,
    tamper,
)
from tests.store.together import in_threads
from wxbot.errors import RuleError
from wxbot.services import alarms, preferences, releases, schedules
from wxbot.services.preferences import Preferences
from wxbot.services.steps import Why
from wxbot.store.database import Database
from wxbot.store.items import State

HOUR = dt.timedelta(hours=1)


def _expire(database: Database, at: dt.datetime | None) -> None:
    with database.write() as db:
        schedules.expire(db, item(database).id, at, LI, NOON)


def _ringing(database: Database) -> list[tuple[str, object]]:
    with database.read() as db:
        return [(alarm.name, alarm.details["why"]) for alarm in alarms.ringing(db)]


def test_approved_revision_goes_live_at_its_time(database: Database) -> None:
    approved(database)
    assert schedules.publish_due(database, LATER - dt.timedelta(seconds=1)) == 0
    assert live_title(database) is None
    assert schedules.publish_due(database, LATER) == 1
    assert (live_title(database), edition(database)) == ("会见", 1)
    assert actions(database)[-1] == ("item.live", schedules.TIMETABLE)


def test_nothing_is_done_twice(database: Database) -> None:
    approved(database)
    assert [schedules.publish_due(database, LATER) for _ in range(2)] == [1, 0]


def test_workers_that_race_put_it_live_once(database: Database) -> None:
    approved(database)
    approved(database, new=news("talks"))
    assert sum(in_threads(4, lambda _: schedules.publish_due(database, LATER))) == 2
    assert (edition(database), [action for action, _ in actions(database)].count("item.live")) == (2, 2)
    assert _ringing(database) == []


def test_what_is_not_signed_enough_stays_where_it_is_and_an_alarm_rings(database: Database) -> None:
    revision = approved(database)
    with database.write() as db:
        preferences.save(db, Preferences(signatures={"news": 2}), "admin@example.org", NOON)
    assert schedules.publish_due(database, LATER) == 0
    assert (state(database, revision), live_title(database)) == (State.APPROVED, None)
    assert _ringing(database) == [("item-stuck/news/visit.zh", Why.UNSIGNED)]


def test_alarm_falls_silent_when_it_is_live(database: Database) -> None:
    approved(database)
    with database.write() as db:
        preferences.save(db, Preferences(signatures={"news": 2}), "admin@example.org", NOON)
    schedules.publish_due(database, LATER)
    with database.write() as db:
        preferences.save(db, Preferences(), "admin@example.org", NOON)
    assert schedules.publish_due(database, LATER) == 1
    assert _ringing(database) == []


def test_alarm_falls_silent_when_somebody_writes_anew(database: Database) -> None:
    tamper(database, approved(database))
    schedules.publish_due(database, LATER)
    save(database, news(title="会谈"), base=1)
    assert _ringing(database) == []


def test_words_that_were_changed_behind_the_console_hold_up_nothing_else(database: Database) -> None:
    tamper(database, approved(database))
    approved(database, new=news("talks", title="会谈"))
    assert schedules.publish_due(database, LATER) == 1
    assert live_title(database) == "会谈"
    assert _ringing(database) == [("item-stuck/news/visit.zh", Why.TAMPERED)]


def test_what_was_held_up_goes_live_when_its_wording_is_allowed_again(database: Database) -> None:
    revision = submit(database, save(database))
    forbid(database, "会见")
    sign(database, revision)
    assert schedules.publish_due(database, LATER) == 0
    allow(database, "会见")
    assert schedules.publish_due(database, LATER) == 1
    assert (live_title(database), _ringing(database)) == ("会见", [])


def test_item_is_taken_down_at_its_time(database: Database) -> None:
    published(database)
    _expire(database, LATER)
    assert schedules.publish_due(database, LATER - dt.timedelta(seconds=1)) == 0
    assert [schedules.publish_due(database, LATER) for _ in range(2)] == [1, 0]
    assert (live_title(database), item(database).expires_at, edition(database)) == (None, None, 2)


def test_workers_that_race_take_it_down_once(database: Database) -> None:
    published(database)
    _expire(database, LATER)
    assert sum(in_threads(4, lambda _: schedules.publish_due(database, LATER))) == 1


def test_item_stays_when_its_end_is_lifted(database: Database) -> None:
    published(database)
    _expire(database, LATER)
    _expire(database, None)
    assert schedules.publish_due(database, LATER) == 0
    assert live_title(database) == "会见"


def test_end_that_is_over_is_refused(sqlite: Database) -> None:
    published(sqlite)
    with pytest.raises(RuleError) as refused:
        _expire(sqlite, NOON)
    assert refused.value.why == Why.PAST


def test_item_that_is_not_live_at_its_end_stays_down(sqlite: Database) -> None:
    save(sqlite)
    _expire(sqlite, LATER)
    assert schedules.publish_due(sqlite, LATER) == 0
    assert item(sqlite).expires_at is None


@pytest.mark.parametrize(("end", "shown"), [(LATER - HOUR / 2, "会谈"), (LATER + HOUR / 2, None)])
def test_times_that_passed_while_no_worker_ran_are_carried_out_in_their_order(
    database: Database, end: dt.datetime, shown: str | None
) -> None:
    published(database)
    approved(database, new=news(title="会谈"), base=1)
    _expire(database, end)
    schedules.publish_due(database, LATER + HOUR)
    assert live_title(database) == shown


def test_item_is_taken_down_though_its_next_revision_cannot_go_live(database: Database) -> None:
    published(database)
    tamper(database, approved(database, new=news(title="会谈"), base=1))
    _expire(database, LATER + HOUR / 2)
    assert schedules.publish_due(database, LATER + HOUR) == 1
    assert live_title(database) is None


def test_worker_that_was_cut_off_leaves_the_rest_to_the_next(database: Database) -> None:
    approved(database)
    with pytest.raises(ZeroDivisionError):
        cut_off(database, lambda db: releases.go_live(db, 1, schedules.TIMETABLE, LATER))
    assert live_title(database) is None
    assert schedules.publish_due(database, LATER) == 1
