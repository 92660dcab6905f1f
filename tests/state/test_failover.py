"""The trips go on within the process while Redis is down, and over Redis as soon as it answers."""

import time

import pytest
import redis

from tests.rig.redis import RedisServer
from tests.state.trips import DELIVERY, answered, begin, closing, finish, renew
from wxbot.state import journal
from wxbot.state.connection import QuickRedis
from wxbot.state.failover import FailoverTurns
from wxbot.state.local import LocalTurns
from wxbot.state.turn import SEND, Claim, RedisTurns

DEAD = "unix:///nonexistent/socket"


@pytest.fixture
def alone() -> FailoverTurns:
    """Without any Redis."""
    return FailoverTurns(RedisTurns(QuickRedis(DEAD)), LocalTurns())


def test_delivery_is_claimed_and_answered_without_redis(alone: FailoverTurns) -> None:
    begin(alone)
    assert begin(alone, "second", after=1).claim is Claim.HELD
    finish(alone, closing(b"answer"), after=2)
    assert begin(alone, "second", after=3).reply == b"answer"


def test_lease_is_renewed_without_redis(alone: FailoverTurns) -> None:
    begin(alone)
    renew(alone, "first", 4)
    assert begin(alone, "second", after=8).claim is Claim.HELD


def test_answer_is_promised_without_redis(alone: FailoverTurns) -> None:
    begin(alone)
    assert alone.promise(DELIVERY, b"the promise", SEND) == b"the promise"
    assert finish(alone, closing(), after=20).late == SEND


def test_journal_line_waits_in_the_process_without_redis(alone: FailoverTurns) -> None:
    answered(alone, closing(entry=b"line"))
    assert alone.local.take_entries() == [(b"line", "")]


def test_process_keeps_nothing_while_redis_answers(redis_url: str, redis_client: redis.Redis) -> None:
    turns = FailoverTurns(RedisTurns(QuickRedis(redis_url)), LocalTurns())
    answered(turns, closing(entry=b"line"))
    assert turns.local.take_entries() == []
    assert journal.waiting(redis_client) == 1


def test_answer_is_given_though_redis_died_after_the_claim(own_redis: RedisServer) -> None:
    turns = FailoverTurns(RedisTurns(QuickRedis(own_redis.url)), LocalTurns())
    begin(turns)
    own_redis.kill()
    assert finish(turns, closing(b"answer")).reply == b"answer"


def test_redis_that_came_back_keeps_the_trips_again(own_redis: RedisServer) -> None:
    turns = FailoverTurns(RedisTurns(QuickRedis(own_redis.url)), LocalTurns())
    own_redis.kill()
    begin(turns, delivery="during the outage")
    own_redis.start()
    time.sleep(1.05)
    answered(turns, closing(b"answer"))
    other = FailoverTurns(RedisTurns(QuickRedis(own_redis.url)), LocalTurns())
    assert begin(other, after=1).reply == b"answer"
