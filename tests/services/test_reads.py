"""Counting reads into SQL: each once, whatever happens on the way."""

import datetime as dt
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from tests.rig.redis import RedisServer
from wxbot.errors import StateUnavailable, StoreUnavailable
from wxbot.services import reads
from wxbot.services.reads import BATCH, MARK, Meter
from wxbot.state import keys
from wxbot.state import reads as stream
from wxbot.state.connection import connect
from wxbot.store import marks
from wxbot.store import reads as table
from wxbot.store.database import Database

DAY = dt.date(2026, 11, 22)


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """To be broken by its test."""
    server = RedisServer().start()
    yield server
    server.stop()


def _read(url: str, *pages: str, day: dt.date = DAY) -> None:
    meter = Meter(url)
    for page in pages:
        meter.note(page, day)


def _counts(database: Database, day: dt.date = DAY) -> dict[str, int]:
    with database.read() as db:
        return {row.page: row.count for row in table.of_day(db, day.isoformat())}


def test_reads_are_counted_by_page_and_day(redis_url: str, redis_client: redis.Redis, database: Database) -> None:
    _read(redis_url, "news/a", "news/b", "news/a")
    _read(redis_url, "news/a", day=DAY + dt.timedelta(days=1))
    assert reads.drain(redis_client, database) == 4
    assert _counts(database) == {"news/a": 2, "news/b": 1}
    assert _counts(database, DAY + dt.timedelta(days=1)) == {"news/a": 1}
    with database.read() as db:
        assert table.of_page(db, "news/a") == 3


def test_later_reads_are_added(redis_url: str, redis_client: redis.Redis, database: Database) -> None:
    for expected in (1, 2, 3):
        _read(redis_url, "news/a")
        assert reads.drain(redis_client, database) == 1
        assert _counts(database) == {"news/a": expected}


def test_counted_reads_wait_no_more(redis_url: str, redis_client: redis.Redis, sqlite: Database) -> None:
    _read(redis_url, "news/a")
    reads.drain(redis_client, sqlite)
    assert redis_client.xlen(keys.READS) == 0
    assert reads.drain(redis_client, sqlite) == 0


def test_more_than_one_batch_is_counted_at_once(redis_url: str, redis_client: redis.Redis, sqlite: Database) -> None:
    _read(redis_url, *["news/a"] * (BATCH + 1))
    assert reads.drain(redis_client, sqlite) == BATCH + 1
    assert _counts(sqlite) == {"news/a": BATCH + 1}
    assert redis_client.xlen(keys.READS) == 0


def test_worker_that_died_before_removing_counts_nothing_twice(
    redis_url: str, redis_client: redis.Redis, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_client: redis.Redis, _ids: list[str]) -> None:
        raise StateUnavailable("the worker died")

    _read(redis_url, "news/a", "news/a")
    with monkeypatch.context() as patched:
        patched.setattr(stream, "remove", die)
        with pytest.raises(StateUnavailable):
            reads.drain(redis_client, database)
    _read(redis_url, "news/a")
    assert reads.drain(redis_client, database) == 1
    assert _counts(database) == {"news/a": 3}
    assert redis_client.xlen(keys.READS) == 0


def test_worker_that_died_before_committing_loses_nothing(
    redis_url: str, redis_client: redis.Redis, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    _read(redis_url, "news/a", "news/b")
    with monkeypatch.context() as patched:
        patched.setattr(marks, "put", die)
        with pytest.raises(KeyboardInterrupt):
            reads.drain(redis_client, database)
    assert _counts(database) == {}
    assert reads.drain(redis_client, database) == 2
    assert _counts(database) == {"news/a": 1, "news/b": 1}


def test_workers_at_once_count_each_read_once(redis_url: str, redis_client: redis.Redis, database: Database) -> None:
    for round_ in range(1, 6):
        _read(redis_url, *["news/a", "news/b"] * 100)
        with ThreadPoolExecutor(3) as pool:
            counts = list(pool.map(lambda _: reads.drain(redis_client, database), range(3)))
        assert sum(counts) == 200
        assert _counts(database) == {"news/a": round_ * 100, "news/b": round_ * 100}


def test_mark_is_the_last_entry_counted(redis_url: str, redis_client: redis.Redis, sqlite: Database) -> None:
    _read(redis_url, "news/a", "news/b")
    last = stream.oldest(redis_client, 10)[-1].id
    reads.drain(redis_client, sqlite)
    with sqlite.write() as db:
        assert marks.locked(db, MARK) == last


def test_reads_wait_while_sql_is_down(redis_url: str, redis_client: redis.Redis) -> None:
    _read(redis_url, "news/a")
    down = Database("postgresql://wxbot@127.0.0.1:9/wxbot", 1)
    with pytest.raises(StoreUnavailable):
        reads.drain(redis_client, down)
    assert redis_client.xlen(keys.READS) == 1
    down.close()


def test_reads_are_noted_again_once_redis_is_back(
    own_redis: RedisServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(reads, "REST", 1.5)
    own_redis.kill()
    meter = Meter(own_redis.url)
    for _ in range(3):
        meter.note("news/lost", DAY)
    assert len(caplog.records) == 1  # The others did not even ask.
    own_redis.start()
    time.sleep(1.6)
    meter.note("news/a", DAY)
    with redis.Redis.from_url(own_redis.url) as client:
        assert [read.page for read in stream.oldest(client, 10)] == ["news/a"]


def test_draining_a_dead_redis_is_told_as_unavailable(sqlite: Database) -> None:
    with connect("unix:///nonexistent/socket") as dead, pytest.raises(StateUnavailable):
        reads.drain(dead, sqlite)
