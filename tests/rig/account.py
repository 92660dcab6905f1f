"""An account's settings as environment variables, complete and harmless, for any process under test."""

import os
from pathlib import Path

from wxbot.config import Settings

ROOT = Path(__file__).parent.parent.parent
TOKEN = "TESTTOKEN"
APP_ID = "wx0123456789abcdef"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
PREVIOUS_AES_KEY = "GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba"
ACCOUNT = "gh_5f1a2b3c4d5e"
ALICE = "oAlice0000000000000000000001"
BOB = "oBob000000000000000000000002"


def environment(redis_url: str, database_url: str, **changes: str) -> dict[str, str]:
    """Nothing of the machine's own environment but its paths, so that no setting of it can leak in."""
    own = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    account = {
        "WECHAT_TOKEN": TOKEN,
        "WECHAT_APP_ID": APP_ID,
        "WECHAT_APP_SECRET": "0123456789abcdef0123456789abcdef",
        "WECHAT_API_BASE_URL": "http://127.0.0.1:9",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "PUBLIC_URL": "https://account.example",
        "SECRET_KEY": "a" * 32,
        "FERNET_KEYS": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "OPENID_HASH_KEY": "b" * 32,
        "WEB_WORKERS": "2",
        "WEB_THREADS": "8",
    }
    return {**own, **account, **changes}


def settings_of(env: dict[str, str]) -> Settings:
    """The settings that a process with this environment would have."""
    names = set(Settings.model_fields)
    fields = {name.lower(): value for name, value in env.items() if name.lower() in names}
    return Settings(_env_file=None, **fields)  # type: ignore[arg-type]
