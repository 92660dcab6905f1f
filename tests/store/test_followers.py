"""Followers in SQL: one row each, however many find him missing at once."""

from functools import partial

from sqlalchemy import func, select

from tests.store.together import in_threads
from wxbot.store import followers
from wxbot.store.database import Database
from wxbot.store.followers import Follower

ROUNDS = 20


def test_stranger_is_not_found(database: Database) -> None:
    with database.read() as db:
        assert followers.find(db, "oAlice") is None


def test_stranger_is_added_as_one_who_follows(database: Database) -> None:
    with database.write() as db:
        alice = followers.find_or_add(db, "oAlice")
        assert (alice.subscribed, alice.blocked, alice.language, alice.tags) == (True, False, "", [])


def test_known_follower_is_found_again(database: Database) -> None:
    for _ in range(2):
        with database.write() as db:
            followers.find_or_add(db, "oAlice").language = "en"
    with database.read() as db:
        alice = followers.find(db, "oAlice")
        assert alice is not None
        assert (alice.id, alice.language) == (1, "en")


def _meet(database: Database, openid: str, _thread: int) -> int:
    with database.write() as db:
        return followers.find_or_add(db, openid).id


def test_threads_that_meet_a_stranger_together_add_him_once(database: Database) -> None:
    for number in range(ROUNDS):
        assert len(set(in_threads(4, partial(_meet, database, f"oAlice{number}")))) == 1
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(Follower)) == ROUNDS


def test_follower_stays_as_he_was_read_until_the_end(database: Database) -> None:
    """Otherwise two who look and then write would overwrite each other."""

    def tag(number: int) -> None:
        with database.write() as db:
            alice = followers.find_or_add(db, "oAlice")
            alice.tags = [*alice.tags, number]

    in_threads(4, tag)
    in_threads(4, tag)
    with database.read() as db:
        alice = followers.find(db, "oAlice")
        assert alice is not None
        assert sorted(alice.tags) == [0, 0, 1, 1, 2, 2, 3, 3]
