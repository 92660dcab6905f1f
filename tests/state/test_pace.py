"""The pace that all workers keep together."""

import time

import redis

from wxbot.state.pace import Pace


def test_a_bucket_gives_what_it_holds_and_says_when_there_is_more(redis_client: redis.Redis) -> None:
    pace = Pace(redis_client, 10)
    assert pace.take(3) == (3, 0.0)
    given, _ = pace.take(64)
    assert given == 2
    given, pause = pace.take(1)
    assert given == 0
    assert 0 < pause <= 0.1


def test_it_fills_again(redis_client: redis.Redis) -> None:
    pace = Pace(redis_client, 100)
    pace.take(64)
    ends = time.monotonic() + 5
    while not (given := pace.take(10)[0]):
        assert time.monotonic() < ends
    assert given >= 1


def test_two_workers_share_it(redis_client: redis.Redis) -> None:
    first, second = Pace(redis_client, 10), Pace(redis_client, 10)
    assert first.take(5)[0] == 5
    assert second.take(5)[0] == 0


def test_a_slow_pace_lets_one_through(redis_client: redis.Redis) -> None:
    assert Pace(redis_client, 1).take(64)[0] == 1


def test_while_somebody_asked_for_rest_nobody_calls(redis_client: redis.Redis) -> None:
    pace = Pace(redis_client, 100)
    pace.rest(0.2)
    given, pause = pace.take(5)
    assert given == 0
    assert 0 < pause <= 0.2
    ends = time.monotonic() + 5
    while not pace.take(5)[0]:
        assert time.monotonic() < ends
