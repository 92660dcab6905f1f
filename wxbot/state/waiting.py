"""What SQL could not take when a follower sent it: sealed, in a stream, until the worker carries it out."""

from typing import Any

import redis
from redis.exceptions import RedisError

from wxbot.errors import StateUnavailable
from wxbot.state import keys
from wxbot.state.connection import QuickRedis, script

# KEYS: the stream. ARGV: what waits.
_APPEND = script("return {redis.call('XADD', KEYS[1], '*', 'sealed', ARGV[1])}")


def append(quick: QuickRedis, sealed: bytes) -> None:
    """Raises StateUnavailable when it is not kept."""
    quick.call(_APPEND, (keys.WAITING,), (sealed,))


def read(client: redis.Redis, limit: int) -> list[tuple[str, bytes]]:
    """The oldest entries: id and what waits. Reading removes nothing."""
    try:
        rows: Any = client.xrange(keys.WAITING, count=limit)
    except RedisError as error:
        raise StateUnavailable(str(error)) from error
    return [(entry_id.decode(), fields[b"sealed"]) for entry_id, fields in rows]


def remove(client: redis.Redis, entry_id: str) -> None:
    try:
        client.xdel(keys.WAITING, entry_id)
    except RedisError as error:
        raise StateUnavailable(str(error)) from error
