"""An account whose commands can be run, WeChat in a box, and a small delivery."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from app import create_app
from tests.commands.running import DEAD_REDIS, DEAD_SQL, MENU, NEWS, Run
from tests.rig.account import environment, settings_of
from wxbot import commands
from wxbot.simulator.server import Simulator
from wxbot.simulator.settings import Settings as Account


@pytest.fixture(scope="module")
def wechat() -> Iterator[Simulator]:
    env = environment(DEAD_REDIS, DEAD_SQL)
    account = Account(port=0, app_id=env["WECHAT_APP_ID"], app_secret=env["WECHAT_APP_SECRET"])
    with Simulator(account) as wechat:
        yield wechat


@pytest.fixture
def run(env: dict[str, str], wechat: Simulator) -> Run:
    """Runs a command of the healthy account, or of one with other settings."""
    wechat.reset()

    def run(*words: str, **changes: str) -> Result:
        settings = settings_of({**env, "WECHAT_API_BASE_URL": wechat.url, **changes})
        app = create_app(settings)
        try:
            return app.test_cli_runner().invoke(args=list(words))
        finally:
            app.extensions["wxbot"].stop()

    return run


@pytest.fixture
def loaded(run: Run, loaded_sqlite: Path, tmp_path: Path) -> Run:
    """With everything that is delivered."""
    shutil.copy(loaded_sqlite, tmp_path / "wxbot.db")
    return run


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A small delivery: one article and the menu."""
    root = tmp_path / "delivery"
    for name, text in (("content/news/visit.zh.md", NEWS), ("menus/default.zh.yaml", MENU)):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(commands, "ROOT", root)
    return root
