"""Canned answers: kept with a check of their places, found for a letter, and never overwritten unseen."""

import pytest
from sqlalchemy import select

from tests.services.drafts import NOON
from wxbot.errors import OutdatedError, RuleError
from wxbot.services import canned
from wxbot.services.canned import Draft
from wxbot.store import canned as rows
from wxbot.store.audit import Line
from wxbot.store.database import Database

THANKS = Draft("致谢", "zh", "", "您好！来信 {number} 收悉，感谢您的建议。")


def _add(database: Database, draft: Draft = THANKS) -> int:
    with database.write() as db:
        return canned.add(db, draft, "wu", NOON).id


def _fitting(database: Database, language: str, kind: str) -> list[str]:
    with database.read() as db:
        return [row.title for row in rows.fitting(db, language, kind)]


def test_canned_answer_is_found_for_its_language_and_kind(database: Database) -> None:
    for title, language, kind in (("a", "zh", ""), ("b", "zh", "advice"), ("c", "zh", "complaint"), ("d", "en", "")):
        _add(database, Draft(title, language, kind, "text"))
    assert (_fitting(database, "zh", "advice"), _fitting(database, "en", "advice")) == (["b", "a"], ["d"])


def test_place_is_filled_with_the_number() -> None:
    assert canned.fill(THANKS.text, "20261122-0007") == "您好！来信 20261122-0007 收悉，感谢您的建议。"


@pytest.mark.parametrize(
    ("draft", "complaint"),
    [
        (Draft("t", "zh", "", "您好 {name}"), r"\{name\} cannot be filled"),
        (Draft("t", "zh", "", "{contact}"), r"\{contact\} cannot"),
        (Draft(" ", "zh", "", "text"), "title"),
        (Draft("t" * 81, "zh", "", "text"), "title"),
        (Draft("t", "zh", "", " "), "text"),
        (Draft("t", "fr", "", "text"), "language"),
    ],
)
def test_what_does_not_fit_is_refused(sqlite: Database, draft: Draft, complaint: str) -> None:
    with pytest.raises(RuleError, match=complaint):
        _add(sqlite, draft)


def test_canned_answer_is_changed_by_who_has_read_it(database: Database) -> None:
    number = _add(database)
    with database.write() as db:
        canned.change(db, number, 1, Draft("新的", "zh", "advice", "新的文字"), "wu", NOON)
    with pytest.raises(OutdatedError), database.write() as db:
        canned.change(db, number, 1, THANKS, "chen", NOON)
    assert _fitting(database, "zh", "advice") == ["新的"]


def test_canned_answer_is_removed(database: Database) -> None:
    number = _add(database)
    with database.write() as db:
        canned.remove(db, number, "wu", NOON)
    with pytest.raises(RuleError), database.write() as db:
        canned.change(db, number, 1, THANKS, "wu", NOON)
    assert _fitting(database, "zh", "") == []


def test_every_change_is_audited(sqlite: Database) -> None:
    number = _add(sqlite)
    with sqlite.write() as db:
        canned.change(db, number, 1, THANKS, "wu", NOON)
        canned.remove(db, number, "wu", NOON)
        actions = [line.action for line in db.scalars(select(Line).order_by(Line.id))]
    assert actions == ["canned.added", "canned.changed", "canned.removed"]
