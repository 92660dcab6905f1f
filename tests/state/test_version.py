"""The newest edition's number, as the processes tell it each other."""

import pytest
import redis

from wxbot.errors import StateUnavailable
from wxbot.state import version
from wxbot.state.connection import connect


def test_number_is_zero_before_the_first_edition(redis_client: redis.Redis) -> None:
    assert version.newest(redis_client) == 0


def test_announced_number_is_heard(redis_client: redis.Redis) -> None:
    version.announce(redis_client, 7)
    assert version.newest(redis_client) == 7


def test_number_never_goes_back(redis_client: redis.Redis) -> None:
    """Two processes may announce in either order; ten is more than nine, though not by letters."""
    for number in (9, 10, 9, 2):
        version.announce(redis_client, number)
    assert version.newest(redis_client) == 10


def test_dead_redis_is_told_as_unavailable() -> None:
    with connect("unix:///nonexistent/socket") as client:
        with pytest.raises(StateUnavailable):
            version.newest(client)
        with pytest.raises(StateUnavailable):
            version.announce(client, 1)
