"""Redis forgets by itself: nothing that a delivery leaves is there for good."""

import redis

from tests.state.trips import DELIVERY, answered, begin, closing, finish, renew
from wxbot.state import keys
from wxbot.state.turn import KEEP, SEND, RedisTurns

FRESHNESS = 800  # Seconds; the longest that can be set.


def test_claim_is_cleaned_up(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    begin(redis_turns)
    assert 0 < int(redis_client.ttl(keys.delivery(DELIVERY))) <= KEEP


def test_answer_is_kept_for_longer_than_a_replay_is_fresh(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    answered(redis_turns, closing())
    assert FRESHNESS < int(redis_client.ttl(keys.delivery(DELIVERY))) <= KEEP


def test_answer_without_a_claim_is_cleaned_up(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    finish(redis_turns, closing())
    assert 0 < int(redis_client.ttl(keys.delivery(DELIVERY))) <= KEEP


def test_promise_without_a_claim_is_cleaned_up(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    """The claim was made within the process, while Redis was down for a moment."""
    redis_turns.promise(DELIVERY, b"the promise", SEND)
    assert 0 < int(redis_client.ttl(keys.delivery(DELIVERY))) <= KEEP


def test_renewing_leaves_nothing_of_an_unknown_delivery(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    renew(redis_turns, "first", 0)
    assert not redis_client.exists(keys.delivery(DELIVERY))


def test_flood_count_is_cleaned_up(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    begin(redis_turns)
    (flood,) = redis_client.keys("*flood*")
    assert 60 <= int(redis_client.ttl(flood)) <= 120
