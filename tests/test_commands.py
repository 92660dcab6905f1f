"""The commands that staff and scripts run: what they do, what they say, and how they end."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import func, select

from app import create_app
from tests.rig.account import ROOT, environment, settings_of
from tests.rig.postgresql import PostgresqlServer
from tests.services.drafts import go_live, news
from wxbot import commands
from wxbot.simulator.server import Simulator
from wxbot.simulator.settings import Settings as Account
from wxbot.store.database import Database
from wxbot.store.items import Revision

Run = Callable[..., Result]

DEAD_REDIS = "unix:///nonexistent/socket"
DEAD_SQL = "postgresql://wxbot@127.0.0.1:9/wxbot"
MENU = "buttons:\n- {name: 护照, type: click, key: consular/passport}\n- {name: 网页, type: view, url: '{public_url}/news'}\n"
NEWS = "---\ntitle: 会见\ndate: 2026-11-20\nsummary: A summary.\n---\n\nA text.\n"


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
def files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A small delivery: one article and the menu."""
    root = tmp_path / "delivery"
    for name, text in (("content/news/visit.zh.md", NEWS), ("menus/default.zh.yaml", MENU)):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(commands, "ROOT", root)
    return root


def _revisions(database: Database) -> int:
    with database.read() as db:
        return db.scalar(select(func.count()).select_from(Revision)) or 0


def _title(root: Path, title: str) -> None:
    (root / "content/news/visit.zh.md").write_text(NEWS.replace("会见", title), encoding="utf-8")


def _assert_one_sentence(result: Result) -> None:
    """An error that people can read: no traceback, one line, and an exit code that scripts see."""
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 1
    assert result.output.splitlines()[-1].startswith("Error: ")
    assert "Traceback" not in result.output


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


@pytest.mark.parametrize("command", ["migrate", "load", "export", "publish-menu"])
def test_unreachable_database_is_told_in_one_sentence(run: Run, files: Path, command: str) -> None:
    result = run(command, DATABASE_URL=DEAD_SQL)
    _assert_one_sentence(result)
    assert "database" in result.output


@pytest.mark.parametrize("command", ["load", "export", "publish-menu"])
def test_missing_schema_is_told_in_one_sentence(
    run: Run, files: Path, postgresql: PostgresqlServer, tmp_path: Path, command: str
) -> None:
    for url in (f"sqlite:///{tmp_path}/bare.db", postgresql.create()):
        result = run(command, DATABASE_URL=url)
        _assert_one_sentence(result)
        assert "flask migrate" in result.output


def test_first_load_counts_what_is_new(run: Run, files: Path, sqlite: Database) -> None:
    result = run("load")
    assert (result.exit_code, result.output) == (0, "2 new, 0 different, 2 loaded.\n")
    assert _revisions(sqlite) == 2


def test_delivered_content_is_loaded(run: Run) -> None:
    result = run("load")
    assert result.exit_code == 0
    assert " new, 0 different, " in result.output


def test_loading_again_changes_nothing(run: Run, files: Path, sqlite: Database) -> None:
    run("load")
    assert run("load").output == "0 new, 0 different, 0 loaded.\n"
    assert _revisions(sqlite) == 2


def test_changed_file_is_shown_and_loaded(run: Run, files: Path) -> None:
    run("load")
    _title(files, "会谈")
    assert run("load").output == "changed: news/visit.zh\n0 new, 1 different, 1 loaded.\n"


def test_dry_run_shows_the_same_and_changes_nothing(run: Run, files: Path, sqlite: Database) -> None:
    run("load")
    _title(files, "会谈")
    assert run("load", "--dry-run").output == "changed: news/visit.zh\n0 new, 1 different, 0 loaded.\n"
    assert _revisions(sqlite) == 2


def test_what_staff_edited_is_shown_and_kept(run: Run, files: Path, sqlite: Database) -> None:
    run("load")
    go_live(sqlite, news(title="Edited"))
    assert run("load").output == "edited by staff, kept: news/visit.zh\n0 new, 1 different, 0 loaded.\n"


def test_what_staff_edited_is_overwritten_when_asked(run: Run, files: Path, sqlite: Database) -> None:
    run("load")
    go_live(sqlite, news(title="Edited"))
    assert "1 loaded" in run("load", "--overwrite").output
    assert run("load").output == "0 new, 0 different, 0 loaded.\n"


def test_item_that_the_files_lack_is_shown(run: Run, files: Path) -> None:
    run("load")
    (files / "content/news/visit.zh.md").unlink()
    assert run("load").output == "not in the files, kept: news/visit.zh\n0 new, 1 different, 0 loaded.\n"


def test_loading_goes_on_without_redis(run: Run, files: Path) -> None:
    assert run("load", REDIS_URL=DEAD_REDIS).exit_code == 0


def test_wrong_file_is_told_in_one_sentence_and_nothing_is_loaded(run: Run, files: Path, sqlite: Database) -> None:
    (files / "content/news/wrong.zh.md").write_text("no front matter")
    result = run("load")
    _assert_one_sentence(result)
    assert "content/news/wrong.zh.md" in result.output
    assert _revisions(sqlite) == 0


def test_export_writes_what_is_live(run: Run, files: Path, tmp_path: Path) -> None:
    run("load")
    result = run("export", "--to", str(tmp_path / "to"))
    assert (result.exit_code, result.output) == (0, "2 files written, 2 items.\n")
    assert (tmp_path / "to/content/news/visit.zh.md").exists()


def test_export_of_an_empty_store_leaves_the_files_alone(run: Run, files: Path) -> None:
    """A fresh database must not cost the delivered content."""
    _assert_one_sentence(run("export", "--to", str(files)))
    assert (files / "content/news/visit.zh.md").exists()


def test_menu_is_published(run: Run, files: Path, wechat: Simulator) -> None:
    run("load")
    result = run("publish-menu")
    assert (result.exit_code, result.output) == (0, "The menu is published.\n")
    assert [button["name"] for button in wechat.menu.buttons] == ["护照", "网页"]
    assert wechat.menu.buttons[1]["url"] == "https://account.example/news"


def test_publishing_without_a_menu_says_what_to_do(run: Run) -> None:
    result = run("publish-menu")
    _assert_one_sentence(result)
    assert "flask load" in result.output


def test_menu_that_leads_nowhere_is_not_published(run: Run, files: Path, wechat: Simulator) -> None:
    (files / "menus/default.zh.yaml").write_text("buttons: [{name: x, type: click, key: nowhere/at-all}]\n")
    run("load")
    _assert_one_sentence(run("publish-menu"))
    assert wechat.menu.buttons == ()


def test_refusal_of_wechats_is_told_in_one_sentence(run: Run, files: Path, wechat: Simulator) -> None:
    run("load")
    wechat.faults.refuse("/cgi-bin/menu/create", 45009)
    result = run("publish-menu")
    _assert_one_sentence(result)
    assert "45009" in result.output


def test_publishing_without_redis_is_told_in_one_sentence(run: Run, files: Path) -> None:
    run("load")
    _assert_one_sentence(run("publish-menu", REDIS_URL=DEAD_REDIS))


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
    _assert_one_sentence(result)
    (line,) = [line for line in result.output.splitlines() if line.startswith(part)]
    assert "answers, " not in line
    assert len(result.output.splitlines()) == 5


def test_doctor_finds_a_missing_schema(run: Run, postgresql: PostgresqlServer, tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/bare.db", postgresql.create()):
        result = run("doctor", DATABASE_URL=url)
        _assert_one_sentence(result)
        assert "SQL: the schema is not the newest: run `flask migrate`" in result.output


def test_doctor_finds_an_empty_store(run: Run) -> None:
    result = run("doctor")
    _assert_one_sentence(result)
    assert "Content: nothing is live: run `flask load`" in result.output


def test_doctor_tells_no_secret(run: Run, env: dict[str, str]) -> None:
    result = run("doctor", DATABASE_URL="postgresql://wxbot:hidden-word@127.0.0.1:9/wxbot")
    assert "hidden-word" not in result.output
    assert env["WECHAT_APP_SECRET"] not in result.output


def test_delivered_content_can_be_exported_over_itself(run: Run, tmp_path: Path) -> None:
    for folder in ("content", "menus"):
        shutil.copytree(ROOT / folder, tmp_path / "copy" / folder)
    run("load")
    run("export", "--to", str(tmp_path / "copy"))
    names = {path.relative_to(tmp_path / "copy") for path in (tmp_path / "copy").rglob("*.*")}
    assert names == {path.relative_to(ROOT) for folder in ("content", "menus") for path in (ROOT / folder).rglob("*.*")}
