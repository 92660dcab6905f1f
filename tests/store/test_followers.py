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


def _choose(database: Database, **languages: str) -> None:
    with database.write() as db:
        for openid, language in languages.items():
            followers.find_or_add(db, openid).language = language


def _untagged(database: Database, limit: int = 10) -> list[str]:
    with database.read() as db:
        return [follower.openid for follower in followers.untagged(db, limit)]


def _mark(database: Database, language: str, *openids: str) -> int:
    with database.write() as db:
        return followers.mark_tagged(db, [followers.find_or_add(db, openid).id for openid in openids], language)


def test_one_who_chose_a_language_is_untagged_until_he_is_marked(database: Database) -> None:
    _choose(database, oAlice="en", oBob="", oChen="zh")
    assert (_untagged(database), _untagged(database, limit=1)) == (["oAlice", "oChen"], ["oAlice"])
    assert _mark(database, "en", "oAlice") == 1
    assert _untagged(database) == ["oChen"]


def test_one_who_chose_another_language_is_untagged_again(database: Database) -> None:
    _choose(database, oAlice="en")
    _mark(database, "en", "oAlice")
    _choose(database, oAlice="zh")
    assert _untagged(database) == ["oAlice"]


def test_one_who_changed_his_mind_meanwhile_stays_untagged(database: Database) -> None:
    _choose(database, oAlice="zh", oBob="en")
    assert _mark(database, "en", "oAlice", "oBob") == 1
    assert _untagged(database) == ["oAlice"]


def test_one_who_does_not_follow_is_not_tagged(database: Database) -> None:
    _choose(database, oAlice="en")
    with database.write() as db:
        followers.find_or_add(db, "oAlice").subscribed = False
    assert _untagged(database) == []
