"""The journal's stream: what the webhook appended is there until somebody says that it is kept elsewhere."""

import pytest
import redis

from tests.state.trips import DELIVERY, answered, begin, closing, finish
from wxbot.errors import StateUnavailable
from wxbot.state import journal
from wxbot.state.connection import connect
from wxbot.state.turn import SEND, RedisTurns


def _append(turns: RedisTurns, *entries: bytes) -> None:
    for entry in entries:
        answered(turns, closing(entry=entry), f"delivery of {entry!r}")


def test_entries_are_read_oldest_first(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    _append(redis_turns, b"one", b"two", b"three")
    assert [entry for _, entry, _ in journal.read(redis_client, 10)] == [b"one", b"two", b"three"]


def test_no_more_are_read_than_asked_for(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    _append(redis_turns, b"one", b"two", b"three")
    assert [entry for _, entry, _ in journal.read(redis_client, 2)] == [b"one", b"two"]


def test_reading_removes_nothing(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    _append(redis_turns, b"one")
    assert journal.read(redis_client, 10) == journal.read(redis_client, 10) != []


def test_removed_entries_are_gone_and_the_others_stay(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    _append(redis_turns, b"one", b"two")
    journal.remove(redis_client, [journal.read(redis_client, 1)[0][0]])
    assert [entry for _, entry, _ in journal.read(redis_client, 10)] == [b"two"]


def test_removing_twice_harms_nothing(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    _append(redis_turns, b"one", b"two")
    first = [journal.read(redis_client, 1)[0][0]]
    journal.remove(redis_client, first)
    journal.remove(redis_client, first)
    assert journal.waiting(redis_client) == 1


def test_removing_nothing_harms_nothing(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    _append(redis_turns, b"one")
    journal.remove(redis_client, [])
    assert journal.waiting(redis_client) == 1


def test_answer_that_lost_leaves_no_entry(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    answered(redis_turns, closing(entry=b"winner"))
    finish(redis_turns, closing(entry=b"loser"), "second", after=1)
    assert [entry for _, entry, _ in journal.read(redis_client, 10)] == [b"winner"]


def test_entry_says_how_a_late_answer_was_promised(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    begin(redis_turns)
    redis_turns.promise(DELIVERY, b"the promise", SEND)
    finish(redis_turns, closing(entry=b"late"))
    assert [(entry, late) for _, entry, late in journal.read(redis_client, 10)] == [(b"late", SEND)]


def test_entry_is_found_by_its_delivery_after_it_was_drained(
    redis_turns: RedisTurns, redis_client: redis.Redis
) -> None:
    answered(redis_turns, closing(entry=b"line"))
    journal.remove(redis_client, [entry_id for entry_id, _, _ in journal.read(redis_client, 10)])
    assert journal.entry_of(redis_client, DELIVERY) == b"line"


def test_unknown_delivery_has_no_entry(redis_client: redis.Redis) -> None:
    assert journal.entry_of(redis_client, "unknown") == b""


def test_dead_redis_is_told_as_unavailable() -> None:
    with connect("unix:///nonexistent/socket") as client:
        with pytest.raises(StateUnavailable):
            journal.read(client, 10)
        with pytest.raises(StateUnavailable):
            journal.remove(client, ["1-1"])
        with pytest.raises(StateUnavailable):
            journal.waiting(client)
        with pytest.raises(StateUnavailable):
            journal.entry_of(client, "unknown")
