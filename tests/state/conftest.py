"""The two keepers of trips, which obey one contract, and a Redis of a test's own to be stopped and slowed."""

from collections.abc import Iterator

import pytest

from tests.rig.redis import RedisServer
from wxbot.state.connection import QuickRedis
from wxbot.state.local import LocalTurns
from wxbot.state.turn import RedisTurns, Turns


@pytest.fixture(params=["redis", "local"])
def turns(request: pytest.FixtureRequest) -> Turns:
    if request.param == "local":
        return LocalTurns()
    return RedisTurns(QuickRedis(request.getfixturevalue("redis_url")))


@pytest.fixture
def redis_turns(redis_url: str) -> RedisTurns:
    return RedisTurns(QuickRedis(redis_url))


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """To be broken by its test."""
    server = RedisServer().start()
    yield server
    server.stop()
