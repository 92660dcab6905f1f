"""What a follower wants to hear of, and the hours in which he is left in peace."""

import datetime as dt

import pytest

from tests.services.drafts import NOON
from tests.services.writing import ALICE, BOB
from wxbot.services import followers, subscriptions
from wxbot.services.effects import Receipt
from wxbot.store import subscriptions as rows
from wxbot.store.database import Database


def _add(database: Database, section: str, country: str = "", openid: str = ALICE) -> bool:
    with database.write() as db:
        return subscriptions.add(db, openid, section, country, NOON).done


def _remove(database: Database, section: str = "", country: str = "") -> bool:
    with database.write() as db:
        return subscriptions.remove(db, ALICE, section, country).done


def _quiet(database: Database, hours: str) -> Receipt:
    with database.write() as db:
        return subscriptions.set_quiet(db, ALICE, hours)


def _read(database: Database, openid: str = ALICE) -> Receipt:
    with database.read() as db:
        return subscriptions.read(db, openid)


def test_one_who_follows_nothing_is_told_so(database: Database) -> None:
    assert _read(database) == Receipt(done=False)


def test_subscriptions_are_read_with_the_quiet_hours(database: Database) -> None:
    _add(database, "notices", "JP")
    _add(database, "news")
    _quiet(database, "22:00-08:00")
    assert _read(database) == Receipt(subscriptions=(("notices", "JP"), ("news", "")), quiet="22:00-08:00")
    assert _read(database, BOB) == Receipt(done=False)


def test_subscribing_again_changes_nothing(database: Database) -> None:
    assert [_add(database, "news") for _ in range(2)] == [True, False]
    assert _read(database).subscriptions == (("news", ""),)


def test_unsubscribing_says_whether_there_was_anything(database: Database) -> None:
    _add(database, "news")
    assert [_remove(database, "news") for _ in range(2)] == [True, False]


def test_unsubscribing_from_everything_leaves_the_quiet_hours(database: Database) -> None:
    _add(database, "news")
    _add(database, "notices", "JP")
    _quiet(database, "22:00-08:00")
    assert _remove(database)
    assert _read(database) == Receipt(done=False, quiet="22:00-08:00")


@pytest.mark.parametrize("hours", ["22:00-08:00", ""])
def test_quiet_hours_are_kept_as_they_were_set_last(database: Database, hours: str) -> None:
    _quiet(database, "13:00-14:00")
    assert _quiet(database, hours) == Receipt(quiet=hours)
    assert _read(database).quiet == hours


def test_setting_quiet_hours_leaves_the_language(database: Database) -> None:
    with database.write() as db:
        followers.set_language(db, ALICE, "en")
    _quiet(database, "22:00-08:00")
    with database.read() as db:
        assert followers.known(db, ALICE)["language"] == "en"


def test_instant_of_a_subscription_is_that_of_the_message(sqlite: Database) -> None:
    _add(sqlite, "news")
    with sqlite.write() as db:
        subscriptions.add(db, ALICE, "news", "", NOON + dt.timedelta(days=1))
        (row,) = rows.of_follower(db, ALICE)
        assert row.since == NOON
