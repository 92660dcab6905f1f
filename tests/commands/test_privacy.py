"""Erasing a follower, and handing out what is kept of one."""

import json
from typing import Any

import pytest
import redis
from sqlalchemy import select

from tests.commands.running import DEAD_REDIS, DEAD_SQL, Run, assert_one_sentence
from tests.rig.account import settings_of
from tests.services.drafts import NOON
from tests.services.lines import append, entry
from tests.services.writing import ALICE, BOB, WORDS, open_letter, set_state, written
from wxbot.services.effects import Waiting
from wxbot.state import keys, waiting
from wxbot.state.connection import QuickRedis
from wxbot.store import letters
from wxbot.store.audit import Line
from wxbot.store.database import Database
from wxbot.store.letters import State
from wxbot.store.vault import Vault


@pytest.fixture
def vault(env: dict[str, str]) -> Vault:
    """The account's own."""
    settings = settings_of(env)
    return Vault(settings.fernet_keys.get_secret_value(), settings.openid_hash_key.get_secret_value())


def _exported(run: Run, openid: str = ALICE) -> dict[str, Any]:
    result = run("export-follower", openid)
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.output))


def _wait(env: dict[str, str], vault: Vault) -> None:
    """Alice's letter waits for SQL, sealed, in Redis."""
    asked = Waiting("d1", ALICE, NOON, (written(),))
    waiting.append(QuickRedis(env["REDIS_URL"]), vault.seal(asked.dump()))


def test_export_prints_what_is_kept_opened(run: Run, sqlite: Database) -> None:
    open_letter(sqlite, written())
    found = _exported(run)
    assert (found["openid"], found["letters"][0]["contact"]) == (ALICE, WORDS[1])
    assert found["letters"][0]["entries"][0]["text"] == WORDS[0]


def test_export_keeps_chinese_readable(run: Run, sqlite: Database) -> None:
    open_letter(sqlite, written())
    assert WORDS[0] in run("export-follower", ALICE).output


def test_export_has_what_still_waits_in_redis(
    run: Run, env: dict[str, str], vault: Vault, redis_client: redis.Redis
) -> None:
    _wait(env, vault)
    append(redis_client, entry(openid=ALICE, asked="护照丢了"))
    found = _exported(run)
    assert ([row["asked"] for row in found["messages"]], len(found["letters"])) == (["护照丢了"], 1)


def test_export_of_a_stranger_is_empty(run: Run, sqlite: Database) -> None:
    open_letter(sqlite, written())
    found = _exported(run, BOB)
    assert {part for part, value in found.items() if value} == {"openid"}


def test_follower_is_erased(run: Run, sqlite: Database) -> None:
    open_letter(sqlite, written())
    result = run("erase", "--yes", ALICE)
    assert (result.exit_code, result.output) == (0, "Erased.\n")
    assert {part for part, value in _exported(run).items() if value} == {"openid"}


def test_erasing_asks_first(run: Run, sqlite: Database) -> None:
    open_letter(sqlite, written())
    assert run("erase", ALICE).exit_code == 1
    assert len(_exported(run)["letters"]) == 1


def test_what_still_waits_in_redis_is_erased_too(
    run: Run, env: dict[str, str], vault: Vault, redis_client: redis.Redis
) -> None:
    """Else it would come back a second later."""
    _wait(env, vault)
    append(redis_client, entry(openid=ALICE))
    redis_client.set(keys.conversation(ALICE), b"choices")
    redis_client.hset(keys.follower(ALICE), "known", "1")
    assert run("erase", "--yes", ALICE).output == "Erased.\n"
    assert redis_client.exists(keys.conversation(ALICE), keys.follower(ALICE)) == 0
    assert waiting.read(redis_client, 10) == []
    assert {part for part, value in _exported(run).items() if value} == {"openid"}


def test_stranger_is_told_to_be_one(run: Run, sqlite: Database) -> None:
    assert run("erase", "--yes", BOB).output == "Nothing was known of this follower.\n"


def test_erasing_is_audited_without_his_name(run: Run, sqlite: Database) -> None:
    open_letter(sqlite, written())
    run("erase", "--yes", ALICE)
    with sqlite.read() as db:
        line = db.scalars(select(Line)).one()
    assert (line.action, line.actor) == ("follower.erased", "command")
    assert ALICE not in line.subject
    assert line.subject.startswith("follower/")


@pytest.mark.parametrize("command", [("erase", "--yes"), ("export-follower",)])
@pytest.mark.parametrize("openid", ["", " "])
def test_nobody_is_no_follower(run: Run, sqlite: Database, command: tuple[str, ...], openid: str) -> None:
    """Letters whose writers have left have no name either."""
    number = open_letter(sqlite, written()).number
    set_state(sqlite, number, State.CLOSED)
    with sqlite.write() as db:
        letters.release(db, ALICE)
    result = run(*command, openid)
    assert result.exit_code == 2
    assert "must name a follower" in result.output
    with sqlite.read() as db:
        assert db.scalars(select(letters.Entry.text)).one() != ""


@pytest.mark.parametrize("changes", [{"DATABASE_URL": DEAD_SQL}, {"REDIS_URL": DEAD_REDIS}], ids=["SQL", "Redis"])
@pytest.mark.parametrize("command", [("erase", "--yes", ALICE), ("export-follower", ALICE)])
def test_part_that_does_not_answer_is_told_in_one_sentence(
    run: Run, redis_client: redis.Redis, command: tuple[str, ...], changes: dict[str, str]
) -> None:
    append(redis_client, entry(openid=ALICE))
    assert_one_sentence(run(*command, **changes))
