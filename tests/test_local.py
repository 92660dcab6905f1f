"""The settings for one machine: made once, kept, and never stronger than what somebody has set."""

import stat
from pathlib import Path

import pytest
from dotenv import dotenv_values

from wxbot import config, local
from wxbot.config import Settings

SECRETS = [
    *("WECHAT_TOKEN", "WECHAT_APP_ID", "WECHAT_APP_SECRET", "WECHAT_ENCODING_AES_KEY"),
    *("SECRET_KEY", "FERNET_KEYS", "OPENID_HASH_KEY"),
]


@pytest.fixture(autouse=True)
def env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A checkout of its own, and nothing set."""
    names = {name.upper() for name in Settings.model_fields}
    for name in (*names, "SIMULATOR_PORT", "SIMULATOR_WEBHOOK_URL", "TRACE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(local, "ROOT", tmp_path)
    monkeypatch.setattr(local, "VAR", tmp_path / "var")
    monkeypatch.setattr(local, "SETTINGS", tmp_path / "var" / "local.env")
    monkeypatch.chdir(tmp_path)
    return monkeypatch


def _made() -> dict[str, str | None]:
    local.settings()
    return dict(dotenv_values(local.SETTINGS))


def test_what_is_made_is_all_that_the_account_needs(env: pytest.MonkeyPatch) -> None:
    for name, value in _made().items():
        env.setenv(name, value or "")
    settings = config.load()
    assert settings.simulated
    assert len(settings.aes_keys) == 1


def test_secrets_are_made_anew_for_every_checkout(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = _made()
    local.SETTINGS.unlink()
    second = _made()
    assert not [name for name in SECRETS if first[name] == second[name]]


def test_secrets_are_kept_over_the_next_run() -> None:
    first = _made()
    assert _made() == first


def test_secret_that_was_lost_is_made_again_and_the_others_stay() -> None:
    first = _made()
    lines = local.SETTINGS.read_text().splitlines(keepends=True)
    local.SETTINGS.write_text("".join(line for line in lines if not line.startswith("SECRET_KEY=")))
    second = _made()
    assert second["SECRET_KEY"] not in (None, "", first["SECRET_KEY"])
    assert {**second, "SECRET_KEY": first["SECRET_KEY"]} == first


def test_nobody_else_may_read_the_secrets() -> None:
    _made()
    assert stat.S_IMODE(local.SETTINGS.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", [*SECRETS, "PUBLIC_URL", "DATABASE_URL", "WECHAT_API_BASE_URL"])
def test_what_the_environment_sets_is_not_written(env: pytest.MonkeyPatch, name: str) -> None:
    """Otherwise the file would win over it."""
    env.setenv(name, "from the environment")
    assert name not in _made()


@pytest.mark.parametrize("name", [*SECRETS, "PUBLIC_URL", "DATABASE_URL"])
def test_what_the_env_file_sets_wins_over_what_is_made(tmp_path: Path, name: str) -> None:
    _made()
    (tmp_path / ".env").write_text(f"{name}=from-the-file\n")
    assert _made()[name] == "from-the-file"


def test_environment_wins_over_the_env_file(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SECRET_KEY=from-the-file\n")
    env.setenv("SECRET_KEY", "from the environment")
    assert "SECRET_KEY" not in _made()


def test_key_that_the_env_file_leaves_empty_stays_empty(tmp_path: Path) -> None:
    """So an account without encryption can be tried."""
    (tmp_path / ".env").write_text("WECHAT_ENCODING_AES_KEY=\n")
    assert _made()["WECHAT_ENCODING_AES_KEY"] == ""


@pytest.mark.parametrize("source", ["environment", "file"])
def test_addresses_follow_the_ports(env: pytest.MonkeyPatch, tmp_path: Path, source: str) -> None:
    if source == "environment":
        env.setenv("PORT", "9000")
        env.setenv("SIMULATOR_PORT", "9001")
    else:
        (tmp_path / ".env").write_text("PORT=9000\nSIMULATOR_PORT=9001\n")
    made = _made()
    assert made["PUBLIC_URL"] == "http://127.0.0.1:9000"
    assert made["SIMULATOR_WEBHOOK_URL"] == "http://127.0.0.1:9000/wechat"
    assert made["WECHAT_API_BASE_URL"] == "http://127.0.0.1:9001"
    assert made["CLOCK_URL"] == "http://127.0.0.1:9001/control/clock"


def test_addresses_follow_the_ports_of_the_next_run(env: pytest.MonkeyPatch) -> None:
    _made()
    env.setenv("PORT", "9000")
    assert _made()["PUBLIC_URL"] == "http://127.0.0.1:9000"


def test_redis_socket_is_short_enough_for_a_socket() -> None:
    url = _made()["REDIS_URL"]
    assert url is not None
    assert len(url.removeprefix("unix://")) <= 107


def test_trying_the_console_needs_no_second_factor() -> None:
    assert _made()["STAFF_SECOND_FACTOR"] == "optional"
