"""The newest edition's number, so that every process hears of a change within half a second."""

import redis
from redis.exceptions import RedisError

from wxbot.errors import StateUnavailable
from wxbot.state import keys

# Two processes may announce in either order; the number never goes back.
_ANNOUNCE = """
local known = tonumber(redis.call('GET', KEYS[1]) or '0')
if tonumber(ARGV[1]) > known then redis.call('SET', KEYS[1], ARGV[1]) end
"""


def announce(client: redis.Redis, version: int) -> None:
    try:
        client.eval(_ANNOUNCE, 1, keys.EDITION_VERSION, version)
    except RedisError as error:
        raise StateUnavailable(str(error)) from error


def newest(client: redis.Redis) -> int:
    """The number last announced; 0 when none was."""
    try:
        return int(client.get(keys.EDITION_VERSION) or 0)
    except RedisError as error:
        raise StateUnavailable(str(error)) from error
