"""What one message costs: two trips to Redis, and no SQL once the follower is known."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from sqlalchemy import event

from handlers import ROUTERS
from tests.rig.account import settings_of
from tests.rig.wire import text_xml
from wxbot.protocol.parsing import parse
from wxbot.protocol.xml import parse as parse_xml
from wxbot.runtime import Runtime


@pytest.fixture
def runtime(env: dict[str, str], loaded_sqlite: Path) -> Iterator[Runtime]:
    shutil.copy(loaded_sqlite, env["DATABASE_URL"].removeprefix("sqlite:///"))
    runtime = Runtime(settings_of(env), ROUTERS)
    runtime.refresh_edition()
    yield runtime
    runtime.stop()


def calls(client: redis.Redis) -> dict[str, int]:
    """How often each command came in over a connection so far; what scripts call in turn is not counted apart."""
    stats: dict[str, dict[str, int]] = client.info("commandstats")
    return {name: row["calls"] for name, row in stats.items() if name in ("cmdstat_evalsha", "cmdstat_script")}


def statements_of(runtime: Runtime) -> list[str]:
    """A list that grows with every SQL statement from now on."""
    statements: list[str] = []
    event.listen(runtime.database.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    return statements


def say(runtime: Runtime, words: str) -> bytes | None:
    return runtime.courier.deliver(parse(parse_xml(text_xml(words).encode())), lambda reply: reply)


@pytest.mark.parametrize("words", ["护照丢了", "新闻", "你好", "search Munich", "外星人来了"])
def test_a_message_of_a_known_follower_makes_two_trips_and_no_sql(
    runtime: Runtime, redis_client: redis.Redis, words: str
) -> None:
    say(runtime, "你好")  # Redis learns the scripts and the follower, and this thread its connection.
    statements = statements_of(runtime)
    before = calls(redis_client)
    assert say(runtime, words) not in (None, b"success")
    after = calls(redis_client)
    assert after["cmdstat_evalsha"] - before["cmdstat_evalsha"] == 2
    assert after.get("cmdstat_script") == before.get("cmdstat_script")
    assert statements == []


def test_a_stranger_costs_one_look_into_sql(runtime: Runtime) -> None:
    statements = statements_of(runtime)
    say(runtime, "护照丢了")
    assert [words.split()[0] for words in statements] == ["BEGIN", "SELECT"]
    say(runtime, "新闻")
    assert len(statements) == 2
