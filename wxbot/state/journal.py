"""The journal's stream: the webhook appends in its second trip, the worker reads batches and removes what is kept."""

from typing import Any

import redis
from redis.exceptions import RedisError

from wxbot.errors import StateUnavailable
from wxbot.state import keys


def read(client: redis.Redis, limit: int) -> list[tuple[str, bytes, str]]:
    """The oldest entries: id, JSON, and how a late answer was promised. Reading removes nothing."""
    try:
        rows: Any = client.xrange(keys.JOURNAL, count=limit)  # redis-py types the answers of both its protocols.
    except RedisError as error:
        raise StateUnavailable(str(error)) from error
    return [(entry_id.decode(), fields[b"entry"], fields[b"late"].decode()) for entry_id, fields in rows]


def remove(client: redis.Redis, ids: list[str]) -> None:
    """Removes entries that are kept elsewhere now; those already gone are passed over."""
    try:
        if ids:
            client.xdel(keys.JOURNAL, *ids)
    except RedisError as error:
        raise StateUnavailable(str(error)) from error


def waiting(client: redis.Redis) -> int:
    """How many entries nobody has drained yet."""
    try:
        return int(client.xlen(keys.JOURNAL))
    except RedisError as error:
        raise StateUnavailable(str(error)) from error


def entry_of(client: redis.Redis, delivery: str) -> bytes:
    """The entry that a delivery left, or nothing, while its answer is still kept for retries."""
    try:
        entry: Any = client.hget(keys.delivery(delivery), "entry")
    except RedisError as error:
        raise StateUnavailable(str(error)) from error
    return entry or b""
