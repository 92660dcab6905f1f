"""A process finds out that there is a newer edition, with Redis or without, and builds it once."""

from dataclasses import dataclass, field

import redis

from tests.services.drafts import go_live, news
from wxbot.services.watching import Watch
from wxbot.state.connection import connect
from wxbot.store.database import Database

DEAD_REDIS = "unix:///nonexistent/socket"


@dataclass
class Process:
    """One that serves an edition; it may fail to build the next."""

    watch: Watch
    version: int = 0
    fails: bool = False
    built: list[int] = field(default_factory=list)

    def look(self, newest: int) -> None:
        def refresh() -> None:
            self.built.append(newest)
            self.version = self.version if self.fails else newest

        self.watch.look(lambda: self.version, refresh)


def test_what_is_announced_is_built_once(sqlite: Database, redis_client: redis.Redis) -> None:
    process = Process(Watch(redis_client, sqlite))
    for _ in range(2):
        number = go_live(sqlite, news())
        Watch(redis_client, sqlite).announce()
        for _ in range(2):
            process.look(number)
    assert process.built == [number - 1, number]


def test_number_that_redis_never_had_is_found_in_the_store(sqlite: Database) -> None:
    with connect(DEAD_REDIS) as nobody:
        process = Process(Watch(nobody, sqlite))
        process.look(0)
        number = go_live(sqlite, news())
        process.watch.announce()  # Nobody hears it.
        process.look(number)
    assert process.built == [number]


def test_edition_that_cannot_be_built_is_not_tried_at_every_look(sqlite: Database, redis_client: redis.Redis) -> None:
    process = Process(Watch(redis_client, sqlite), fails=True)
    number = go_live(sqlite, news())
    for _ in range(3):
        process.look(number)
    assert process.built == [number]
