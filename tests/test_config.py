"""Every setting is checked at the start; one that is wrong is named in a sentence that never shows its value."""

from pathlib import Path

import pytest

from tests.rig.account import AES_KEY, PREVIOUS_AES_KEY, environment
from wxbot import config
from wxbot.config import AccountKind, Settings
from wxbot.errors import SettingsError

REDIS, SQLITE = "redis://127.0.0.1:6379/0", "sqlite:////srv/wxbot.db"
REQUIRED = [
    *("WECHAT_TOKEN", "WECHAT_APP_ID", "WECHAT_APP_SECRET", "DATABASE_URL", "REDIS_URL"),
    *("PUBLIC_URL", "SECRET_KEY", "FERNET_KEYS", "OPENID_HASH_KEY"),
]


@pytest.fixture(autouse=True)
def env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A complete environment and a folder without a .env."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment(REDIS, SQLITE).items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def _complaint() -> str:
    with pytest.raises(SettingsError) as raised:
        config.load()
    assert raised.value.__suppress_context__, "a traceback would show the values"
    return str(raised.value)


def test_complete_environment_is_accepted() -> None:
    settings = config.load()
    assert (settings.redis_url, settings.database_url) == (REDIS, SQLITE)
    assert (settings.account_time_zone, settings.wechat_freshness, settings.port) == ("Asia/Shanghai", 300, 8000)


@pytest.mark.parametrize("name", REQUIRED)
def test_setting_that_is_missing_or_empty_is_named(env: pytest.MonkeyPatch, name: str) -> None:
    env.delenv(name)
    assert _complaint() == f"{name} must be set in the environment or in .env."
    env.setenv(name, "")
    assert _complaint() == f"{name} must be set in the environment or in .env."


def test_all_that_is_missing_is_named_at_once(env: pytest.MonkeyPatch) -> None:
    env.delenv("SECRET_KEY")
    env.delenv("PUBLIC_URL")
    env.setenv("PORT", "many")
    assert _complaint().startswith("PUBLIC_URL, SECRET_KEY must be set in the environment or in .env; PORT: ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WECHAT_TOKEN", "to"),
        ("WECHAT_TOKEN", "t" * 33),
        ("WECHAT_ENCODING_AES_KEY", "wrong" * 8),
        ("WECHAT_ENCODING_AES_KEY", AES_KEY + "x"),
        ("WECHAT_ENCODING_AES_KEY", "-" * 43),
        ("WECHAT_PREVIOUS_AES_KEY", "wrong" * 8),
        ("WECHAT_API_BASE_URL", "ftp://wrong.example"),
        ("WECHAT_API_BASE_URL", "https://"),
        ("WECHAT_ACCOUNT_KIND", "newspaper"),
        ("WECHAT_FRESHNESS", "9"),
        ("WECHAT_FRESHNESS", "801"),
        ("WECHAT_FRESHNESS", "wrong"),
        ("DATABASE_URL", "mysql://user:wrong@host/db"),
        ("DATABASE_URL", "postgresql+psycopg://user:wrong@host/db"),
        ("DATABASE_URL", "postgresql://user:wrong℀@host/db"),
        ("REDIS_URL", "localhost:6379"),
        ("PUBLIC_URL", "account.example"),
        ("PUBLIC_URL", "https:///news"),
        ("SECRET_KEY", "tooshort"),
        ("FERNET_KEYS", "wrong"),
        ("FERNET_KEYS", "wrongé"),
        ("FERNET_KEYS", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=,wrong"),
        ("OPENID_HASH_KEY", "tooshort"),
        ("ACCOUNT_TIME_ZONE", "Mars/Olympus"),
        ("ACCOUNT_TIME_ZONE", "../../etc/passwd"),
        ("ACCOUNT_TIME_ZONE", "Asia"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("WEB_WORKERS", "0"),
        ("WEB_THREADS", "1"),
        ("FLOOD_LIMIT", "0"),
        ("OFFICE_HOURS", "always"),
        ("OFFICE_HOURS", "Mon-Fri 25:00-26:00"),
        ("OFFICE_HOURS", "Mon-Fri 09:00-09:00"),
        ("PERSON_HANDOVER", "perhaps"),
    ],
)
def test_wrong_setting_is_named_in_one_sentence_without_its_value(
    env: pytest.MonkeyPatch, name: str, value: str
) -> None:
    env.setenv(name, value)
    complaint = _complaint()
    assert complaint.startswith(f"{name}: ")
    assert complaint.endswith(".")
    assert "\n" not in complaint
    assert len(value) < 5 or value not in complaint
    assert "wrong" not in complaint


@pytest.mark.parametrize(
    "url",
    [
        *("https://api.weixin.qq.com", "http://127.0.0.1.evil.example"),
        *("http://evil.example/127.0.0.1", "http://localhost@evil.example"),
    ],
)
def test_clock_is_refused_unless_the_api_is_on_this_machine(env: pytest.MonkeyPatch, url: str) -> None:
    env.setenv("CLOCK_URL", "http://127.0.0.1:8001/control/clock")
    env.setenv("WECHAT_API_BASE_URL", url)
    assert _complaint().startswith("CLOCK_URL ")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8001", "http://localhost:8001", "http://[::1]:8001"])
def test_clock_is_accepted_beside_a_simulator(env: pytest.MonkeyPatch, url: str) -> None:
    env.setenv("CLOCK_URL", f"{url}/control/clock")
    env.setenv("WECHAT_API_BASE_URL", url)
    assert config.load().simulated


def test_nobody_is_handed_over_unless_that_is_set() -> None:
    settings = config.load()
    assert (settings.person_handover, settings.office_hours) == (False, "Mon-Fri 09:00-17:30")


def test_wechats_own_api_is_no_simulation(env: pytest.MonkeyPatch) -> None:
    env.delenv("WECHAT_API_BASE_URL")
    settings = config.load()
    assert (settings.wechat_api_base_url, settings.simulated) == ("https://api.weixin.qq.com", False)


def test_slash_at_the_end_of_an_address_is_dropped(env: pytest.MonkeyPatch) -> None:
    env.setenv("PUBLIC_URL", "https://account.example/")
    assert config.load().public_url == "https://account.example"


@pytest.mark.parametrize(
    ("redis_url", "celery_url"),
    [
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0"),
        ("rediss://:secret@cache.example:6380/1", "rediss://:secret@cache.example:6380/1"),
        ("unix:///run/redis.sock", "redis+socket:///run/redis.sock"),
    ],
)
def test_celery_gets_redis_in_its_own_spelling(env: pytest.MonkeyPatch, redis_url: str, celery_url: str) -> None:
    env.setenv("REDIS_URL", redis_url)
    assert config.load().celery_url == celery_url


def test_without_a_key_nothing_is_encrypted() -> None:
    assert config.load().aes_keys == ()


def test_current_key_comes_before_the_previous_one(env: pytest.MonkeyPatch) -> None:
    env.setenv("WECHAT_ENCODING_AES_KEY", AES_KEY)
    one = config.load().aes_keys
    env.setenv("WECHAT_PREVIOUS_AES_KEY", PREVIOUS_AES_KEY)
    both = config.load().aes_keys
    assert (len(one), len(both), both[0]) == (1, 2, one[0])


def test_previous_key_without_a_current_one_is_refused(env: pytest.MonkeyPatch) -> None:
    env.setenv("WECHAT_PREVIOUS_AES_KEY", "a" * 43)
    assert "WECHAT_ENCODING_AES_KEY, which must be set too" in _complaint()


def test_several_fernet_keys_may_stand_with_blanks_between(env: pytest.MonkeyPatch) -> None:
    key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    env.setenv("FERNET_KEYS", f"{key}, {key}")
    assert config.load().fernet_keys.get_secret_value() == f"{key}, {key}"


def test_secrets_are_not_shown(env: pytest.MonkeyPatch) -> None:
    shown = repr(config.load())
    secrets = {"WECHAT_TOKEN", "WECHAT_APP_SECRET", "SECRET_KEY", "FERNET_KEYS", "OPENID_HASH_KEY"}
    assert not [name for name in secrets if environment(REDIS, SQLITE)[name] in shown]


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        config.load().port = 9000  # type: ignore[misc]


def test_env_file_is_read(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    env.delenv("SECRET_KEY")
    (tmp_path / ".env").write_text("SECRET_KEY='from the file, long enough'\nPORT=9001\nUNKNOWN=1\n")
    settings = config.load()
    assert (settings.secret_key.get_secret_value(), settings.port) == ("from the file, long enough", 9001)


def test_environment_wins_over_the_env_file(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    env.setenv("PORT", "9002")
    (tmp_path / ".env").write_text("PORT=9001\n")
    assert config.load().port == 9002


def test_wrong_setting_of_the_env_file_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=many\n")
    assert _complaint().startswith("PORT: ")


def test_only_verified_accounts_and_the_sandbox_may_send() -> None:
    verified = {AccountKind.SUBSCRIPTION_VERIFIED, AccountKind.SERVICE_VERIFIED}
    assert {kind for kind in AccountKind if kind.may_send} == verified | {AccountKind.SANDBOX}


def test_staff_need_a_second_factor_unless_that_is_set(env: pytest.MonkeyPatch) -> None:
    assert config.load().staff_second_factor == "required"
    env.setenv("STAFF_SECOND_FACTOR", "optional")
    assert config.load().staff_second_factor == "optional"
