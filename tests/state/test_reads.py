"""The stream of reads: what was appended is there, oldest first, until somebody says that it is counted."""

import pytest
import redis

from tests.rig.redis import RedisServer
from wxbot.errors import StateUnavailable
from wxbot.state import keys, reads
from wxbot.state.connection import QuickRedis, connect
from wxbot.state.reads import Read


def _append(url: str, *pages: str) -> None:
    quick = QuickRedis(url)
    for page in pages:
        reads.append(quick, page, "2026-11-22")


def _pages(client: redis.Redis, limit: int = 10) -> list[str]:
    return [read.page for read in reads.oldest(client, limit)]


def test_reads_are_kept_oldest_first(redis_url: str, redis_client: redis.Redis) -> None:
    _append(redis_url, "news/one", "news/two", "news/three")
    assert _pages(redis_client) == ["news/one", "news/two", "news/three"]
    assert {read.day for read in reads.oldest(redis_client, 10)} == {"2026-11-22"}


def test_no_more_are_read_than_asked_for(redis_url: str, redis_client: redis.Redis) -> None:
    _append(redis_url, "news/one", "news/two", "news/three")
    assert _pages(redis_client, 2) == ["news/one", "news/two"]


def test_removed_reads_are_gone_and_the_others_stay(redis_url: str, redis_client: redis.Redis) -> None:
    _append(redis_url, "news/one", "news/two")
    first = [reads.oldest(redis_client, 1)[0].id]
    reads.remove(redis_client, first)
    reads.remove(redis_client, first)
    reads.remove(redis_client, [])
    assert _pages(redis_client) == ["news/two"]


def test_stream_that_nobody_drains_stays_within_bounds(
    redis_url: str, redis_client: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "LONGEST", 500)
    _append(redis_url, *[f"news/{number}" for number in range(1_200)])
    assert 500 <= redis_client.xlen(keys.READS) < 1_000
    assert _pages(redis_client, 1_000)[-1] == "news/1199"


@pytest.mark.parametrize(
    ("entry", "mark", "follows"),
    [
        ("10-0", "", True),
        ("10-0", "9-0", True),
        ("10-10", "10-9", True),
        ("10-9", "10-9", False),
        ("9-99", "10-0", False),
        ("1795000000000-0", "999999999999-5", True),
    ],
)
def test_entry_follows_a_mark_by_number_not_by_letters(entry: str, mark: str, follows: bool) -> None:
    assert Read(entry, "news/one", "2026-11-22").follows(mark) is follows


def test_dead_redis_is_told_as_unavailable() -> None:
    with connect("unix:///nonexistent/socket") as client:
        with pytest.raises(StateUnavailable):
            reads.oldest(client, 10)
        with pytest.raises(StateUnavailable):
            reads.remove(client, ["1-1"])
    with pytest.raises(StateUnavailable):
        _append("unix:///nonexistent/socket", "news/one")


def test_redis_that_was_restarted_takes_reads_again(own_redis: RedisServer) -> None:
    _append(own_redis.url, "news/one")
    own_redis.settle()
    own_redis.kill()
    own_redis.start()
    _append(own_redis.url, "news/two")
    with redis.Redis.from_url(own_redis.url) as client:
        assert _pages(client) == ["news/one", "news/two"]
