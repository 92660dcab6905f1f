"""Migrating, and what every command says while the database is not there or not ready."""

import sqlite3
from pathlib import Path

import pytest

from tests.commands.running import DEAD_REDIS, DEAD_SQL, Run, assert_one_sentence
from tests.rig.postgresql import PostgresqlServer

# A folder of its own, so that no mistake can cost the delivered files.
COMMANDS = [("load",), ("export", "--to", "/nonexistent"), ("publish-menu",)]


def test_migrating_an_empty_database_makes_its_schema(run: Run, tmp_path: Path) -> None:
    result = run("migrate", DATABASE_URL=f"sqlite:///{tmp_path}/new.db")
    assert (result.exit_code, result.output) == (0, "The database has the newest schema.\n")
    with sqlite3.connect(tmp_path / "new.db") as new:
        assert new.execute("SELECT count(*) FROM items").fetchone() == (0,)
    new.close()


def test_migrating_needs_neither_redis_nor_wechat(run: Run, tmp_path: Path) -> None:
    result = run("migrate", DATABASE_URL=f"sqlite:///{tmp_path}/new.db", REDIS_URL=DEAD_REDIS)
    assert result.exit_code == 0


def test_migrating_again_changes_nothing(run: Run) -> None:
    assert run("migrate").exit_code == 0


@pytest.mark.parametrize("command", [("migrate",), *COMMANDS])
def test_unreachable_database_is_told_in_one_sentence(run: Run, files: Path, command: tuple[str, ...]) -> None:
    result = run(*command, DATABASE_URL=DEAD_SQL)
    assert_one_sentence(result)
    assert "database" in result.output


@pytest.mark.parametrize("command", COMMANDS)
def test_missing_schema_is_told_in_one_sentence(
    run: Run, files: Path, postgresql: PostgresqlServer, tmp_path: Path, command: tuple[str, ...]
) -> None:
    for url in (f"sqlite:///{tmp_path}/bare.db", postgresql.create()):
        result = run(*command, DATABASE_URL=url)
        assert_one_sentence(result)
        assert "flask migrate" in result.output
