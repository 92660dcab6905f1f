"""Subscriptions in SQL: each once, for every country or for one."""

import datetime as dt

from tests.store.together import in_threads
from wxbot.store import subscriptions
from wxbot.store.database import Database

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
ALICE, BOB = "oAlice", "oBob"
Pair = tuple[str, str]


def _add(database: Database, openid: str, *pairs: Pair) -> list[bool]:
    with database.write() as db:
        return [subscriptions.add(db, openid, section, country, NOON) for section, country in pairs]


def _remove(database: Database, openid: str, section: str = "", country: str = "") -> int:
    with database.write() as db:
        return subscriptions.remove(db, openid, section, country)


def _pairs(database: Database, openid: str = ALICE) -> list[Pair]:
    with database.read() as db:
        return [(row.section, row.country) for row in subscriptions.of_follower(db, openid)]


def test_subscriptions_come_in_the_order_in_which_they_were_made(database: Database) -> None:
    assert _add(database, ALICE, ("notices", "JP"), ("news", ""), ("notices", "")) == [True] * 3
    assert _pairs(database) == [("notices", "JP"), ("news", ""), ("notices", "")]


def test_subscription_is_there_once(database: Database) -> None:
    assert _add(database, ALICE, ("news", ""), ("news", "")) == [True, False]
    assert _add(database, ALICE, ("news", "")) == [False]
    assert _pairs(database) == [("news", "")]


def test_threads_that_subscribe_together_subscribe_once(database: Database) -> None:
    added = in_threads(8, lambda _number: _add(database, ALICE, ("news", "")))
    assert sum(new for (new,) in added) == 1


def test_followers_subscribe_apart(database: Database) -> None:
    _add(database, ALICE, ("news", ""))
    assert _add(database, BOB, ("news", "")) == [True]
    _remove(database, BOB)
    assert (_pairs(database), _pairs(database, BOB)) == ([("news", "")], [])


def test_removing_one_leaves_the_section_of_other_countries(database: Database) -> None:
    _add(database, ALICE, ("notices", ""), ("notices", "JP"), ("notices", "FR"), ("news", "JP"))
    assert _remove(database, ALICE, "notices", "JP") == 1
    assert _remove(database, ALICE, "notices", "JP") == 0
    assert _pairs(database) == [("notices", ""), ("notices", "FR"), ("news", "JP")]


def test_removing_a_section_for_every_country_leaves_the_single_ones(database: Database) -> None:
    _add(database, ALICE, ("notices", ""), ("notices", "JP"))
    assert _remove(database, ALICE, "notices") == 1
    assert _pairs(database) == [("notices", "JP")]


def test_removing_everything_says_how_many_there_were(database: Database) -> None:
    _add(database, ALICE, ("notices", ""), ("notices", "JP"), ("news", ""))
    assert [_remove(database, ALICE), _remove(database, ALICE)] == [3, 0]
    assert _pairs(database) == []
