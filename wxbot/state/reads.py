"""The stream of reads: every page that was shown leaves an entry, until the worker has counted it."""

from dataclasses import dataclass
from typing import Any

import redis
from redis.exceptions import RedisError

from wxbot.errors import StateUnavailable
from wxbot.state import keys
from wxbot.state.connection import QuickRedis, script

# About so many wait at the most: while nobody counts, the oldest give way before Redis's memory does.
LONGEST = 100_000

# KEYS: the stream. ARGV: its length, the page, the day.
_APPEND = script("return {redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'page', ARGV[2], 'day', ARGV[3])}")


@dataclass(frozen=True, slots=True)
class Read:
    """One reading of a page, with the id that Redis gave to its entry."""

    id: str
    page: str
    day: str

    def follows(self, mark: str) -> bool:
        """Whether it was appended after the entry with the id ``mark``; everything follows an empty one."""
        return not mark or _place(self.id) > _place(mark)


def _place(entry_id: str) -> tuple[int, int]:
    # Milliseconds and a number within them: as words "9-0" would come after "10-0".
    milliseconds, _, number = entry_id.partition("-")
    return int(milliseconds), int(number)


def append(quick: QuickRedis, page: str, day: str) -> None:
    """Raises StateUnavailable, at once while Redis is left alone after a failure."""
    quick.call(_APPEND, (keys.READS,), (LONGEST, page, day))


def oldest(client: redis.Redis, limit: int) -> list[Read]:
    """The oldest entries. Reading removes nothing."""
    try:
        rows: Any = client.xrange(keys.READS, count=limit)  # redis-py types the answers of both its protocols.
    except RedisError as error:
        raise StateUnavailable(str(error)) from error
    return [Read(entry_id.decode(), fields[b"page"].decode(), fields[b"day"].decode()) for entry_id, fields in rows]


def remove(client: redis.Redis, ids: list[str]) -> None:
    """Removes entries that are counted; those already gone are passed over."""
    try:
        if ids:
            client.xdel(keys.READS, *ids)
    except RedisError as error:
        raise StateUnavailable(str(error)) from error
