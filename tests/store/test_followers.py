"""Followers in SQL: one row each, however many find him missing at once."""

from sqlalchemy import func, select

from tests.store.together import in_threads
from wxbot.store import followers
from wxbot.store.database import Database
from wxbot.store.followers import Follower


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


def test_many_threads_add_a_stranger_once(database: Database) -> None:
    def meet(_number: int) -> int:
        with database.write() as db:
            return followers.find_or_add(db, "oAlice").id

    assert len(set(in_threads(8, meet))) == 1
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(Follower)) == 1
