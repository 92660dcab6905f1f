"""Draining the journal: every delivery is kept once, whatever happens on the way."""

import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from sqlalchemy import select

from tests.services.drafts import NOON
from tests.services.lines import ALICE, BEIJING, append, entry, keep, line
from wxbot.errors import StateUnavailable, StoreUnavailable
from wxbot.services import journal
from wxbot.state import journal as stream
from wxbot.state import keys
from wxbot.state.connection import connect
from wxbot.store.columns import fingerprint
from wxbot.store.database import Database
from wxbot.store.journal import Entry


def _deliveries(database: Database) -> list[str]:
    """Fingerprints, as the lines have them."""
    with database.read() as db:
        return list(db.scalars(select(Entry.delivery).order_by(Entry.id)))


def _prints(*deliveries: str) -> list[str]:
    return [fingerprint(delivery) for delivery in deliveries]


def test_entries_are_drained_in_order(redis_client: redis.Redis, sqlite: Database) -> None:
    append(redis_client, entry("d1"), entry("d2"), entry("d3"))
    assert journal.drain(redis_client, sqlite, BEIJING) == 3
    assert _deliveries(sqlite) == _prints("d1", "d2", "d3")


def test_drained_entries_wait_no_more(redis_client: redis.Redis, sqlite: Database) -> None:
    append(redis_client, entry("d1"))
    journal.drain(redis_client, sqlite, BEIJING)
    assert stream.waiting(redis_client) == 0


def test_draining_nothing_keeps_nothing(redis_client: redis.Redis, sqlite: Database) -> None:
    assert journal.drain(redis_client, sqlite, BEIJING) == 0


def test_more_than_one_batch_is_drained_at_once(redis_client: redis.Redis, sqlite: Database) -> None:
    append(redis_client, *[entry(f"d{number}") for number in range(journal.BATCH + 1)])
    assert journal.drain(redis_client, sqlite, BEIJING) == journal.BATCH + 1
    assert stream.waiting(redis_client) == 0


def test_line_keeps_what_the_webhook_wrote(database: Database) -> None:
    keep(database, line())
    with database.read() as db:
        kept = db.scalars(select(Entry)).one()
        assert (kept.openid, kept.at, kept.source) == (ALICE, NOON, "text")
        assert (kept.asked, kept.hit, kept.reply) == ("护照丢了", "faq/lost-passport", "TextReply")
        assert kept.decision == {"hit": "faq/lost-passport", "why": "exact"}


def test_line_names_its_follower_only_where_he_can_be_forgotten(sqlite: Database) -> None:
    """The delivery's key holds his name too, and stays when he is forgotten."""
    delivery = f"24800000000000001|{ALICE}|1795000000"
    keep(sqlite, line(delivery))
    with sqlite.read() as db:
        kept = db.scalars(select(Entry)).one()
    named = {name for name, value in vars(kept).items() if ALICE in str(value)}
    assert (named, kept.delivery) == ({"openid"}, fingerprint(delivery))


def test_delivery_that_is_drained_twice_has_one_line(redis_client: redis.Redis, database: Database) -> None:
    for expected in (1, 0):
        append(redis_client, entry("d1"))
        assert journal.drain(redis_client, database, BEIJING) == expected
    assert _deliveries(database) == _prints("d1")


def test_delivery_that_stands_twice_in_a_batch_has_one_line(redis_client: redis.Redis, sqlite: Database) -> None:
    append(redis_client, entry("d1"), entry("d1"), entry("d2"))
    journal.drain(redis_client, sqlite, BEIJING)
    assert _deliveries(sqlite) == _prints("d1", "d2")


def test_two_workers_at_once_keep_each_delivery_once(redis_client: redis.Redis, database: Database) -> None:
    names = [f"d{number}" for number in range(60)]
    append(redis_client, *[entry(name) for name in names])
    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(lambda _: journal.drain(redis_client, database, BEIJING), range(2)))
    assert (sum(counts), _deliveries(database)) == (60, _prints(*names))


def test_two_who_keep_the_same_line_together_keep_it_once(database: Database) -> None:
    """A worker and a web process, or two of these, that hold the same delivery while Redis comes and goes."""
    for number in range(20):
        with ThreadPoolExecutor(2) as pool:
            counts = list(pool.map(lambda delivery: keep(database, line(delivery)), [f"d{number}"] * 2))
        assert sum(counts) == 1


def test_worker_that_died_before_removing_changes_nothing(redis_client: redis.Redis, database: Database) -> None:
    append(redis_client, entry("d1", rest=[{"msgtype": "text", "text": {"content": "您好"}}]))
    read = [(stored, late) for _, stored, late in stream.read(redis_client, 10)]
    keep(database, *journal.parse(read))
    assert journal.drain(redis_client, database, BEIJING) == 0
    assert (stream.waiting(redis_client), _deliveries(database)) == (0, _prints("d1"))


@pytest.mark.parametrize(
    "unreadable",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        entry(at="soon"),
        entry(at="2026-11-22T12:00:00"),
        entry(openid=None),
        entry(rest=None),
        entry(decision="because"),
    ],
)
def test_entry_that_cannot_be_read_is_passed_over_and_logged(
    redis_client: redis.Redis, sqlite: Database, caplog: pytest.LogCaptureFixture, unreadable: bytes
) -> None:
    append(redis_client, entry("before"), unreadable, entry("after"))
    with caplog.at_level(logging.ERROR):
        journal.drain(redis_client, sqlite, BEIJING)
    assert (_deliveries(sqlite), stream.waiting(redis_client)) == (_prints("before", "after"), 0)
    assert "cannot be read" in caplog.text


def test_long_hit_is_cut(sqlite: Database) -> None:
    keep(sqlite, line(hit="h" * 500))
    with sqlite.read() as db:
        assert len(db.scalars(select(Entry.hit)).one()) == 120


def test_entries_wait_while_sql_is_down(redis_client: redis.Redis) -> None:
    append(redis_client, entry("d1"))
    down = Database("postgresql://wxbot@127.0.0.1:9/wxbot", 1)
    with pytest.raises(StoreUnavailable):
        journal.drain(redis_client, down, BEIJING)
    assert stream.waiting(redis_client) == 1
    down.close()


def test_draining_a_dead_redis_is_told_as_unavailable(sqlite: Database) -> None:
    with connect("unix:///nonexistent/socket") as dead, pytest.raises(StateUnavailable):
        journal.drain(dead, sqlite, BEIJING)


def test_decision_is_explained_from_redis_before_it_is_drained(redis_client: redis.Redis, sqlite: Database) -> None:
    redis_client.hset(keys.delivery("d1"), "entry", entry("d1"))
    assert journal.explain(redis_client, sqlite, "d1") == {"hit": "faq/lost-passport", "why": "exact"}


def test_decision_is_explained_from_sql_afterwards(redis_client: redis.Redis, sqlite: Database) -> None:
    keep(sqlite, line("d1"))
    assert journal.explain(redis_client, sqlite, "d1") == {"hit": "faq/lost-passport", "why": "exact"}


def test_unknown_delivery_is_not_explained(redis_client: redis.Redis, sqlite: Database) -> None:
    assert journal.explain(redis_client, sqlite, "unknown") is None
