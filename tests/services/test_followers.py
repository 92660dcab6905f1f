"""What is known of a follower, and what his messages teach: entries may come late, so nothing goes back."""

import datetime as dt
from typing import Any

import pytest

from tests.services.drafts import NOON
from tests.services.lines import ALICE, keep, line
from wxbot.services import followers
from wxbot.store import followers as rows
from wxbot.store.database import Database
from wxbot.store.followers import Follower

MINUTE = dt.timedelta(minutes=1)


def _known(database: Database) -> dict[str, str]:
    with database.read() as db:
        return followers.known(db, ALICE)


def _alice(database: Database) -> Follower:
    with database.read() as db:
        alice = rows.find(db, ALICE)
        assert alice is not None
        return alice


def _meet(database: Database, *met: tuple[str, dt.datetime], **fields: Any) -> None:
    """Entries of these sources, in the order in which they are drained."""
    for number, (source, at) in enumerate(met):
        keep(database, line(f"d{number}", source=source, at=at.isoformat(), **fields))


def test_stranger_is_known_to_be_one(sqlite: Database) -> None:
    assert _known(sqlite) == {"known": "1"}


def test_follower_is_known_with_his_language(sqlite: Database) -> None:
    with sqlite.write() as db:
        followers.set_language(db, ALICE, "en")
    assert _known(sqlite) == {"known": "1", "language": "en"}


def test_blocked_follower_is_known_as_such(sqlite: Database) -> None:
    with sqlite.write() as db:
        rows.find_or_add(db, ALICE).blocked = True
    assert _known(sqlite) == {"known": "1", "blocked": "1"}


def test_following_is_kept_with_its_instant_and_scene(sqlite: Database) -> None:
    _meet(sqlite, ("follow", NOON), asked="exhibition-7")
    alice = _alice(sqlite)
    assert (alice.subscribed, alice.followed_at, alice.scene) == (True, NOON, "exhibition-7")


def test_long_scene_is_cut(sqlite: Database) -> None:
    _meet(sqlite, ("follow", NOON), asked="s" * 100)
    assert _alice(sqlite).scene == "s" * 64


def test_one_who_unfollows_is_a_stranger_again(sqlite: Database) -> None:
    with sqlite.write() as db:
        followers.set_language(db, ALICE, "en")
    _meet(sqlite, ("follow", NOON), ("unfollow", NOON + MINUTE))
    assert _known(sqlite) == {"known": "1"}
    with sqlite.read() as db:
        assert rows.find(db, ALICE) is None


def test_one_who_follows_again_is_new(sqlite: Database) -> None:
    with sqlite.write() as db:
        followers.set_language(db, ALICE, "en")
    _meet(sqlite, ("follow", NOON), ("unfollow", NOON + MINUTE), ("follow", NOON + 2 * MINUTE))
    alice = _alice(sqlite)
    assert (alice.subscribed, alice.followed_at, alice.language) == (True, NOON + 2 * MINUTE, "")


def test_unfollowing_that_comes_late_does_not_undo_a_newer_following(sqlite: Database) -> None:
    _meet(sqlite, ("follow", NOON + MINUTE), ("unfollow", NOON))
    alice = _alice(sqlite)
    assert (alice.subscribed, alice.followed_at) == (True, NOON + MINUTE)


def test_following_that_comes_late_does_not_take_its_instant_back(sqlite: Database) -> None:
    keep(sqlite, line("newer", source="follow", at=(NOON + MINUTE).isoformat(), asked="newer"))
    keep(sqlite, line("older", source="follow", at=NOON.isoformat(), asked="older"))
    alice = _alice(sqlite)
    assert (alice.followed_at, alice.scene) == (NOON + MINUTE, "newer")


def test_one_who_writes_follows_though_his_following_was_never_seen(sqlite: Database) -> None:
    _meet(sqlite, ("unfollow", NOON), ("text", NOON + MINUTE))
    assert _alice(sqlite).subscribed


def test_message_instants_never_go_back(sqlite: Database) -> None:
    _meet(sqlite, ("text", NOON + MINUTE), ("text", NOON))
    alice = _alice(sqlite)
    assert (alice.last_message_at, alice.last_seen_at) == (NOON + MINUTE, NOON + MINUTE)


@pytest.mark.parametrize("source", ["text", "voice", "tap", "number", "location", "media", "link"])
def test_message_opens_the_long_window(sqlite: Database, source: str) -> None:
    _meet(sqlite, (source, NOON))
    assert _alice(sqlite).last_message_at == NOON


@pytest.mark.parametrize("source", ["menu", "scan", "follow"])
def test_event_is_seen_but_opens_no_long_window(sqlite: Database, source: str) -> None:
    _meet(sqlite, (source, NOON))
    alice = _alice(sqlite)
    assert (alice.last_seen_at, alice.last_message_at) == (NOON, None)


def test_job_result_adds_no_follower(sqlite: Database) -> None:
    _meet(sqlite, ("note", NOON))
    with sqlite.read() as db:
        assert rows.find(db, ALICE) is None
