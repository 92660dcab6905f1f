"""The doctor: one line for each part, and which of them is ill."""

from pathlib import Path

import pytest

from tests.commands.running import DEAD_REDIS, DEAD_SQL, Run, assert_one_sentence
from tests.rig.postgresql import PostgresqlServer


def test_doctor_finds_a_healthy_account_well(run: Run, files: Path) -> None:
    run("load")
    run("publish-menu")
    result = run("doctor")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "SQL: answers, newest schema",
        "Content: 2 live items",
        "Redis: answers, 0 journal entries wait",
        "WeChat: answers, the menu has 2 buttons",
    ]


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"DATABASE_URL": DEAD_SQL}, "SQL: the database does not answer"),
        ({"DATABASE_URL": DEAD_SQL}, "Content: the database does not answer"),
        ({"REDIS_URL": DEAD_REDIS}, "Redis: "),
        ({"WECHAT_API_BASE_URL": "http://127.0.0.1:9"}, "WeChat: "),
        ({"WECHAT_APP_SECRET": "another"}, "WeChat: "),
    ],
)
def test_doctor_names_the_part_that_is_ill(run: Run, files: Path, changes: dict[str, str], part: str) -> None:
    run("load")
    result = run("doctor", **changes)
    assert_one_sentence(result)
    (line,) = [line for line in result.output.splitlines() if line.startswith(part)]
    assert "answers, " not in line
    assert len(result.output.splitlines()) == 5


def test_doctor_finds_a_missing_schema(run: Run, postgresql: PostgresqlServer, tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/bare.db", postgresql.create()):
        result = run("doctor", DATABASE_URL=url)
        assert_one_sentence(result)
        assert "SQL: the schema is not the newest: run `flask migrate`" in result.output


def test_doctor_finds_an_empty_store(run: Run) -> None:
    result = run("doctor")
    assert_one_sentence(result)
    assert "Content: nothing is live: run `flask load`" in result.output


def test_doctor_tells_no_secret(run: Run, env: dict[str, str]) -> None:
    result = run("doctor", DATABASE_URL="postgresql://wxbot:hidden-word@127.0.0.1:9/wxbot")
    assert "hidden-word" not in result.output
    assert env["WECHAT_APP_SECRET"] not in result.output
