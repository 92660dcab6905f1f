"""Followers in SQL: one row each, however many find him missing at once."""

import datetime as dt
from functools import partial

import pytest
from sqlalchemy import func, select

from tests.store.together import in_threads
from wxbot.store import followers, tags
from wxbot.store.database import Database
from wxbot.store.followers import Follower, Wanted

ROUNDS = 20


def test_stranger_is_not_found(database: Database) -> None:
    with database.read() as db:
        assert followers.find(db, "oAlice") is None


def test_stranger_is_added_as_one_who_follows(database: Database) -> None:
    with database.write() as db:
        alice = followers.find_or_add(db, "oAlice")
        assert (alice.subscribed, alice.blocked, alice.language, alice.remark) == (True, False, "", "")


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

    def note(number: int) -> None:
        with database.write() as db:
            alice = followers.find_or_add(db, "oAlice")
            alice.remark = f"{alice.remark}{number}"

    in_threads(4, note)
    in_threads(4, note)
    with database.read() as db:
        alice = followers.find(db, "oAlice")
        assert alice is not None
        assert sorted(alice.remark) == list("00112233")


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


NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def _add(database: Database, openid: str, **fields: object) -> int:
    with database.write() as db:
        follower = followers.find_or_add(db, openid)
        for name, value in fields.items():
            setattr(follower, name, value)
        return follower.id


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["oChen", "oBob", "oAlice"]),
        ({"language": "en"}, ["oBob", "oAlice"]),
        ({"tag": 100}, ["oChen", "oAlice"]),
        ({"tag": 100, "language": "en"}, ["oAlice"]),
        ({"blocked": True}, ["oBob"]),
        ({"seen_since": NOON}, ["oChen"]),
        ({"words": "press"}, ["oChen"]),
        ({"words": "_"}, []),
        ({"words": "oBob"}, ["oBob"]),
        ({"tag": 101}, []),
    ],
)
def test_followers_are_found(database: Database, wanted: dict[str, object], found: list[str]) -> None:
    alice = _add(database, "oAlice", language="en")
    _add(database, "oBob", language="en", blocked=True, last_seen_at=NOON - dt.timedelta(days=1))
    chen = _add(database, "oChen", language="zh", remark="Press club", last_seen_at=NOON)
    with database.write() as db:
        tags.put_on(db, 100, [alice, chen])
    with database.read() as db:
        assert [one.openid for one in followers.find_all(db, Wanted(**wanted), 10)] == found  # type: ignore[arg-type]


def test_list_of_followers_goes_on_where_it_ended(database: Database) -> None:
    ids = [_add(database, f"o{number}") for number in range(3)]
    with database.read() as db:
        first = followers.find_all(db, Wanted(), 2)
        second = followers.find_all(db, Wanted(), 2, before=first[-1].id)
    assert [one.id for one in (*first, *second)] == ids[::-1]


def test_tags_of_one_who_left_go_with_him(database: Database) -> None:
    alice = _add(database, "oAlice")
    with database.write() as db:
        tags.put_on(db, 100, [alice])
        db.delete(followers.find(db, "oAlice"))
    with database.read() as db:
        assert tags.of_followers(db, [alice]) == {}


def test_list_of_tags_is_taken_over_whole(database: Database) -> None:
    alice = _add(database, "oAlice")
    with database.write() as db:
        tags.put_all(db, {100: ("press", 3), 101: ("old", 1)})
        tags.put_on(db, 100, [alice])
        tags.put_on(db, 101, [alice])
        tags.put_all(db, {100: ("Press", 4), 102: ("new", 0)})
    with database.read() as db:
        assert [(tag.id, tag.name, tag.count) for tag in tags.all_tags(db)] == [(100, "Press", 4), (102, "new", 0)]
        assert tags.names_of(db, alice) == ["Press"]
