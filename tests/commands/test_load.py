"""Loading the delivered content: what is shown, what is taken over, and what is kept."""

from pathlib import Path

from sqlalchemy import func, select

from tests.commands.running import DEAD_REDIS, NEWS, Run, assert_one_sentence
from tests.services.drafts import go_live, news
from wxbot.store.database import Database
from wxbot.store.items import Revision


def _revisions(database: Database) -> int:
    with database.read() as db:
        return db.scalar(select(func.count()).select_from(Revision)) or 0


def _title(root: Path, title: str) -> None:
    (root / "content/news/visit.zh.md").write_text(NEWS.replace("会见", title), encoding="utf-8")


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
    lines = run("load").output.splitlines()
    assert (lines[0], lines[-1]) == ("changed: news/visit.zh", "0 new, 1 different, 1 loaded.")


def test_change_is_shown_line_by_line(run: Run, files: Path) -> None:
    run("load")
    _title(files, "会谈")
    lines = [line.strip() for line in run("load").output.splitlines()]
    assert [line for line in lines if line.endswith(("会见", "会谈"))] == ["-title: 会见", "+title: 会谈"]


def test_dry_run_shows_the_same_and_changes_nothing(run: Run, files: Path, sqlite: Database) -> None:
    run("load")
    _title(files, "会谈")
    lines = run("load", "--dry-run").output.splitlines()
    assert (lines[0], lines[-1]) == ("changed: news/visit.zh", "0 new, 1 different, 0 loaded.")
    assert _revisions(sqlite) == 2


def test_what_staff_edited_is_shown_and_kept(run: Run, files: Path, sqlite: Database) -> None:
    run("load")
    go_live(sqlite, news(title="Edited"))
    lines = run("load").output.splitlines()
    assert (lines[0], lines[-1]) == ("edited by staff, kept: news/visit.zh", "0 new, 1 different, 0 loaded.")


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
    assert_one_sentence(result)
    assert "content/news/wrong.zh.md" in result.output
    assert _revisions(sqlite) == 0
