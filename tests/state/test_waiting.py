"""What waits for SQL in Redis: in order, and there until somebody says that it is kept."""

from collections.abc import Callable

import pytest
import redis

from tests.rig.redis import RedisServer
from tests.state.trips import ALICE, answered, begin, closing
from wxbot.errors import StateUnavailable
from wxbot.state import followers, waiting
from wxbot.state.connection import QuickRedis, connect
from wxbot.state.turn import RedisTurns

BYTES = bytes(range(256))
DEAD = "unix:///nonexistent/socket"


@pytest.fixture
def quick(redis_url: str) -> QuickRedis:
    return QuickRedis(redis_url)


def _append(quick: QuickRedis, *entries: bytes) -> None:
    for sealed in entries:
        waiting.append(quick, sealed)


def test_nothing_waits_at_first(redis_client: redis.Redis) -> None:
    assert waiting.read(redis_client, 10) == []


def test_what_waits_is_read_oldest_first_and_as_it_was(quick: QuickRedis, redis_client: redis.Redis) -> None:
    _append(quick, b"one", BYTES, b"three")
    assert [sealed for _, sealed in waiting.read(redis_client, 10)] == [b"one", BYTES, b"three"]


def test_no_more_is_read_than_asked_for(quick: QuickRedis, redis_client: redis.Redis) -> None:
    _append(quick, b"one", b"two", b"three")
    assert [sealed for _, sealed in waiting.read(redis_client, 2)] == [b"one", b"two"]


def test_reading_removes_nothing(quick: QuickRedis, redis_client: redis.Redis) -> None:
    _append(quick, b"one")
    assert waiting.read(redis_client, 10) == waiting.read(redis_client, 10) != []


def test_what_was_removed_waits_no_more(quick: QuickRedis, redis_client: redis.Redis) -> None:
    _append(quick, b"one", b"two")
    (first, _), _ = waiting.read(redis_client, 10)
    for _ in range(2):  # Two workers may have carried it out.
        waiting.remove(redis_client, first)
    assert [sealed for _, sealed in waiting.read(redis_client, 10)] == [b"two"]


def test_what_waits_does_not_expire(quick: QuickRedis, redis_client: redis.Redis) -> None:
    _append(quick, b"one")
    (stream,) = redis_client.keys("*waiting*")
    assert redis_client.ttl(stream) == -1


def test_what_waits_survives_a_killed_redis(own_redis: RedisServer) -> None:
    _append(QuickRedis(own_redis.url), b"one")
    own_redis.settle()
    own_redis.kill()
    own_redis.start()
    with connect(own_redis.url) as client:
        assert [sealed for _, sealed in waiting.read(client, 10)] == [b"one"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: waiting.read(client, 10),
        lambda client: waiting.remove(client, "1-1"),
        lambda client: followers.forget(client, "oAlice"),
    ],
    ids=["read", "remove", "forget"],
)
def test_dead_redis_is_told_as_unavailable(ask: Callable[[redis.Redis], object]) -> None:
    with connect(DEAD) as client, pytest.raises(StateUnavailable):
        ask(client)


def test_what_a_dead_redis_does_not_take_is_told_as_unavailable() -> None:
    """Otherwise the follower would be told that it is kept."""
    with pytest.raises(StateUnavailable):
        waiting.append(QuickRedis(DEAD), b"one")


def test_forgetting_a_follower_drops_his_fields_and_his_conversation(
    redis_turns: RedisTurns, redis_client: redis.Redis
) -> None:
    answered(redis_turns, closing(conversation=b"choices", known="1", language="en"))
    followers.forget(redis_client, ALICE)
    opening = begin(redis_turns, delivery="next")
    assert (opening.conversation, dict(opening.follower)) == (b"", {})
