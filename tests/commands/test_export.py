"""Writing what is live back to files."""

import shutil
from pathlib import Path

from tests.commands.running import Run, assert_one_sentence
from tests.rig.account import ROOT


def test_export_writes_what_is_live(run: Run, files: Path, tmp_path: Path) -> None:
    run("load")
    result = run("export", "--to", str(tmp_path / "to"))
    assert (result.exit_code, result.output) == (0, "2 files written, 2 items.\n")
    assert (tmp_path / "to/content/news/visit.zh.md").exists()


def test_export_of_an_empty_store_leaves_the_files_alone(run: Run, files: Path) -> None:
    """A fresh database must not cost the delivered content."""
    assert_one_sentence(run("export", "--to", str(files)))
    assert (files / "content/news/visit.zh.md").exists()


def test_delivered_content_can_be_exported_over_itself(loaded: Run, tmp_path: Path) -> None:
    for folder in ("content", "menus"):
        shutil.copytree(ROOT / folder, tmp_path / "copy" / folder)
    loaded("export", "--to", str(tmp_path / "copy"))
    names = {path.relative_to(tmp_path / "copy") for path in (tmp_path / "copy").rglob("*.*")}
    assert names == {path.relative_to(ROOT) for folder in ("content", "menus") for path in (ROOT / folder).rglob("*.*")}
