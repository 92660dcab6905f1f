"""The store written back to files: what was delivered comes back as it was, and nothing is written twice."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rig.account import ROOT
from tests.services.drafts import NOON, go_live, news, phrase
from wxbot.edition.kinds import Kind
from wxbot.services import delivery, files, items
from wxbot.services.items import Draft
from wxbot.store.database import Database


def _export(database: Database, to: Path) -> list[Path]:
    with database.read() as db:
        return files.write(to, delivery.export(db))


def _bytes(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def _by_name(drafts: list[Draft]) -> dict[str, Draft]:
    return {draft.name: draft for draft in drafts}


def test_exported_files_read_back_to_the_same_items(loaded: Database, tmp_path: Path) -> None:
    _export(loaded, tmp_path / "to")
    assert _by_name(files.read(tmp_path / "to")) == _by_name(files.read(ROOT))


def test_export_writes_the_files_that_were_delivered(loaded: Database, tmp_path: Path) -> None:
    _export(loaded, tmp_path / "to")
    delivered = {str(path.relative_to(ROOT)) for name in ("content", "menus") for path in (ROOT / name).rglob("*.*")}
    assert set(_bytes(tmp_path / "to")) == delivered


def test_second_export_gives_the_same_bytes(loaded: Database, tmp_path: Path) -> None:
    _export(loaded, tmp_path / "to")
    before = _bytes(tmp_path / "to")
    _export(loaded, tmp_path / "to")
    assert _bytes(tmp_path / "to") == before


def test_exported_files_loaded_elsewhere_export_to_the_same_bytes(
    loaded: Database, sqlite: Database, tmp_path: Path
) -> None:
    _export(loaded, tmp_path / "first")
    with sqlite.write() as db:
        delivery.load(db, delivery.compare(db, files.read(tmp_path / "first")), NOON)
    _export(sqlite, tmp_path / "second")
    assert _bytes(tmp_path / "second") == _bytes(tmp_path / "first")


def test_exported_files_do_not_differ_from_the_store(loaded: Database, tmp_path: Path) -> None:
    _export(loaded, tmp_path / "to")
    with loaded.read() as db:
        assert delivery.compare(db, files.read(tmp_path / "to")) == []


def test_staffs_words_are_exported(sqlite: Database, tmp_path: Path) -> None:
    go_live(sqlite, news(title="Edited"), phrase("hello", "您好"))
    _export(sqlite, tmp_path)
    assert [draft.title for draft in files.read(tmp_path)] == ["Edited", "hello"]


def test_file_of_an_item_that_was_taken_down_is_removed(sqlite: Database, tmp_path: Path) -> None:
    go_live(sqlite, news(), news("talks"))
    _export(sqlite, tmp_path / "to")
    with sqlite.write() as db:
        items.take_down(db, Kind.NEWS, "visit", "zh", "director li", NOON)
    written = _export(sqlite, tmp_path / "to")
    assert [path.name for path in written] == ["talks.zh.md"]
    assert list(_bytes(tmp_path / "to")) == ["content/news/talks.zh.md"]


def test_files_that_hold_no_items_are_left_alone(sqlite: Database, tmp_path: Path) -> None:
    (tmp_path / "content" / "news").mkdir(parents=True)
    shutil.copy(ROOT / "pyproject.toml", tmp_path / "content" / "news" / "notes.txt")
    go_live(sqlite, news())
    _export(sqlite, tmp_path)
    assert (tmp_path / "content" / "news" / "notes.txt").exists()


# What editors may type: any letters, line breaks, and what YAML and front matter have a meaning for.
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(list("-:#'\"|>\n%@&*!?{}[],~")), max_size=60
)
FILLED = WORDS.filter(lambda words: bool(words.strip()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("words")


@given(title=FILLED, summary=FILLED, text=FILLED)
@settings(max_examples=150, deadline=None)
def test_any_words_read_back_as_they_were_written(folder: Path, title: str, summary: str, text: str) -> None:
    written = [news(title=title, summary=summary, text=text), phrase("hello", text)]
    files.write(folder, written)
    assert files.read(folder) == written
