"""The edition from the store: only what is not held yet is read, and one broken item does not cost the others."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, update

from tests.services.drafts import NOON, go_live, news, phrase
from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Kind
from wxbot.services import editions, items
from wxbot.store.database import Database
from wxbot.store.items import LiveRow, Revision


def _build(database: Database, previous: Edition | None = None) -> Edition:
    with database.read() as db:
        return editions.build(db, previous)


def _titles(edition: Edition) -> list[str]:
    return [live.title for live in edition.all(Kind.NEWS, "zh", NOON)]


def _spoil(database: Database, revision_id: int, body: object) -> None:
    with database.write() as db:
        db.execute(update(Revision).where(Revision.id == revision_id).values(body=body))


@contextmanager
def _questions(database: Database) -> Iterator[list[Any]]:
    """The values in every query that is sent."""
    sent: list[Any] = []

    def note(_connection: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        if statement.startswith("SELECT"):
            sent.append(values)

    event.listen(database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(database.engine, "before_cursor_execute", note)


def test_empty_store_makes_an_empty_edition(sqlite: Database) -> None:
    edition = _build(sqlite)
    assert (edition.version, edition.revision_ids()) == (0, {})


def test_edition_has_what_is_live_and_the_stores_number(sqlite: Database) -> None:
    go_live(sqlite, news(title="First"))
    number = go_live(sqlite, news(title="Second"), news("talks", "Talks"))
    edition = _build(sqlite)
    assert (edition.version, sorted(_titles(edition))) == (number, ["Second", "Talks"])


def test_next_edition_has_what_changed(sqlite: Database) -> None:
    go_live(sqlite, news(title="First"), news("talks", "Talks"))
    before = _build(sqlite)
    go_live(sqlite, news(title="Second"))
    assert sorted(_titles(_build(sqlite, before))) == ["Second", "Talks"]


def test_item_that_was_taken_down_is_not_in_the_next_edition(sqlite: Database) -> None:
    go_live(sqlite, news(), news("talks", "Talks"))
    before = _build(sqlite)
    with sqlite.write() as db:
        items.take_down(db, Kind.NEWS, "visit", "zh", "director li", NOON)
        items.bump(db)
    assert _titles(_build(sqlite, before)) == ["Talks"]


def test_only_revisions_that_are_not_held_are_read(sqlite: Database) -> None:
    """Three questions however much there is: the number, what is live, and what is missing."""
    go_live(sqlite, *[news(f"news-{number}") for number in range(20)])
    before = _build(sqlite)
    go_live(sqlite, news("news-3", "Changed"))
    with _questions(sqlite) as sent:
        _build(sqlite, before)
    assert len(sent) == 3
    assert sent[-1] == (21,)


def test_large_store_is_read_with_few_questions(sqlite: Database) -> None:
    go_live(sqlite, *[phrase(f"phrase-{number}", "words") for number in range(600)])
    with _questions(sqlite) as sent:
        edition = _build(sqlite)
    assert (len(edition.revision_ids()), len(sent), sent[-1]) == (600, 3, ())


def test_what_is_held_is_taken_over(sqlite: Database) -> None:
    go_live(sqlite, news(), phrase("hello", "您好"))
    before = _build(sqlite)
    go_live(sqlite, phrase("hello", "大家好"))
    after = _build(sqlite, before)
    assert after.shelf(Kind.NEWS, "zh") is before.shelf(Kind.NEWS, "zh")


@pytest.mark.parametrize("body", [{}, {"date": "soon", "summary": "s", "text": "t"}, [], "words"])
def test_item_that_no_longer_fits_is_left_out_and_logged(
    sqlite: Database, caplog: pytest.LogCaptureFixture, body: object
) -> None:
    go_live(sqlite, news("broken", "Broken"), news("whole", "Whole"))
    _spoil(sqlite, 1, body)
    with caplog.at_level(logging.ERROR):
        edition = _build(sqlite)
    assert _titles(edition) == ["Whole"]
    assert "news/broken.zh" in caplog.text


def test_item_of_an_unknown_kind_is_left_out_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert editions._parsed(LiveRow(1, "riddle", "x", "zh", "x", {})) is None
    assert "riddle" in caplog.text


def test_broken_item_is_shown_again_once_it_is_mended(sqlite: Database) -> None:
    go_live(sqlite, news("broken", "Broken"))
    _spoil(sqlite, 1, {})
    before = _build(sqlite)
    go_live(sqlite, news("broken", "Mended"))
    assert _titles(_build(sqlite, before)) == ["Mended"]


def test_delivered_content_builds_without_a_complaint(loaded: Database, caplog: pytest.LogCaptureFixture) -> None:
    edition = _build(loaded)
    assert len(edition.revision_ids()) > 100
    assert caplog.records == []
