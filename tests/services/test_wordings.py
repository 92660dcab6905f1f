"""The list of wordings: what gets on it, and that every change is written down."""

import datetime as dt

import pytest
from sqlalchemy import select

from wxbot.errors import ContentError
from wxbot.services import wordings
from wxbot.services.wordings import Given, Taken
from wxbot.store import audit
from wxbot.store import wordings as rows
from wxbot.store.database import Database

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
COUNTER = Given("领事馆柜台", "领事服务窗口", "zh", "warn", "手册")


def _add(database: Database, given: Given) -> int:
    with database.write() as db:
        return wordings.add(db, given, "chen", NOW).id


def _take_over(database: Database, pasted: str) -> Taken:
    with database.write() as db:
        return wordings.take_over(db, wordings.read(pasted, "zh", "warn"), "chen", NOW)


def _listed(database: Database) -> list[Given]:
    with database.read() as db:
        return [wordings.as_given(row) for row in rows.everything(db)]


def _newest_line(database: Database) -> audit.Line:
    with database.read() as db:
        return db.scalars(select(audit.Line).order_by(audit.Line.id.desc()).limit(1)).one()


def test_added_wording_is_on_the_list(database: Database) -> None:
    number = _add(database, COUNTER)
    assert _listed(database) == [COUNTER]
    line = _newest_line(database)
    assert (line.actor, line.action, line.subject) == ("chen", "wording.added", f"wording/{number}")


@pytest.mark.parametrize("again", ["领事馆柜台", "領事館櫃檯", "领事馆 柜台"])
def test_wording_is_on_the_list_once_however_it_is_spelt(database: Database, again: str) -> None:
    _add(database, COUNTER)
    with pytest.raises(ContentError, match=r"^wrong: is on the list already"):
        _add(database, Given(again, "窗口", "zh"))


def test_same_wording_may_be_listed_for_another_language(database: Database) -> None:
    _add(database, Given("visa-free", "visa exemption", "en"))
    _add(database, Given("visa-free", "免签", "zh"))
    assert len(_listed(database)) == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Given(""), "wrong"),
        (Given("甲"), "wrong"),
        (Given("\u200b\u200b"), "wrong"),
        (Given("甲" * 101), "wrong"),
        (Given("㍿" * 40), "wrong"),  # Four signs each, as it is compared.
        (Given("甲乙", "丙" * 201), "preferred"),
        (Given("Visa", "ＶＩＳＡ"), "preferred"),
        (Given("甲乙", "丙", level="allow"), "preferred"),
        (Given("甲乙", note="丙" * 201), "note"),
        (Given("甲乙", level="loud"), "level"),
        (Given("甲乙", language="fr"), "level"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(sqlite: Database, given: Given, field: str) -> None:
    with pytest.raises(ContentError, match=f"^{field}: "):
        _add(sqlite, given)
    assert _listed(sqlite) == []


def test_change_is_written_down_with_what_it_was_before(database: Database) -> None:
    number = _add(database, COUNTER)
    with database.write() as db:
        row = rows.of_id(db, number, lock=True)
        assert row is not None
        wordings.change(db, row, Given("领事馆柜台", "服务窗口", "zh", "block", "手册"), "li", NOW)
    line = _newest_line(database)
    assert line.details == {
        "preferred": {"before": "领事服务窗口", "after": "服务窗口"},
        "level": {"before": "warn", "after": "block"},
    }


def test_change_to_a_wording_that_is_listed_is_refused(database: Database) -> None:
    _add(database, COUNTER)
    number = _add(database, Given("小道消息", language="zh"))
    with database.write() as db:
        row = rows.of_id(db, number, lock=True)
        assert row is not None
        with pytest.raises(ContentError, match=r"^wrong: "):
            wordings.change(db, row, Given("領事館櫃檯", language="zh"), "li", NOW)


def test_change_of_nothing_leaves_no_line(sqlite: Database) -> None:
    number = _add(sqlite, COUNTER)
    with sqlite.write() as db:
        row = rows.of_id(db, number, lock=True)
        assert row is not None
        wordings.change(db, row, COUNTER, "li", NOW)
    assert _newest_line(sqlite).action == "wording.added"


def test_removed_wording_can_be_read_in_the_audit(sqlite: Database) -> None:
    number = _add(sqlite, COUNTER)
    with sqlite.write() as db:
        row = rows.of_id(db, number, lock=True)
        assert row is not None
        wordings.remove(db, row, "li", NOW)
    assert _listed(sqlite) == []
    assert _newest_line(sqlite).details["wrong"] == "领事馆柜台"


def test_pasted_lines_are_taken_over(database: Database) -> None:
    assert _take_over(database, "领事馆柜台\t领事服务窗口\r\n\r\n小道消息\n") == Taken(2, 0, 0)
    assert [(each.wrong, each.preferred) for each in _listed(database)] == [
        ("小道消息", ""),
        ("领事馆柜台", "领事服务窗口"),
    ]


def test_pasted_again_only_what_differs_changes(database: Database) -> None:
    _take_over(database, "领事馆柜台\t领事服务窗口\n小道消息\t传闻")
    assert _take_over(database, "領事館櫃檯\t领事服务窗口\n小道消息\t未证实的消息\n第三世界\t发展中国家") == Taken(
        1, 1, 1
    )
    line = _newest_line(database)
    assert line.action == "wordings.imported"
    assert line.details == {
        "added": [["第三世界", "发展中国家"]],
        "changed": [["小道消息", "传闻", "未证实的消息"]],
    }


def test_import_keeps_notes(sqlite: Database) -> None:
    _add(sqlite, COUNTER)
    _take_over(sqlite, "领事馆柜台\t窗口")
    assert [(each.preferred, each.note) for each in _listed(sqlite)] == [("窗口", "手册")]


@pytest.mark.parametrize(
    ("pasted", "reason"),
    [
        ("领事馆柜台\t窗口\n\n甲", "^lines: 3: must have 2"),
        ("甲乙\t丙\t丁", "^lines: 1: has more than two columns"),
        ("\n".join(f"用语{number}" for number in range(1_001)), "^lines: must have at most"),
    ],
)
def test_import_with_a_wrong_line_is_refused_whole(sqlite: Database, pasted: str, reason: str) -> None:
    with pytest.raises(ContentError, match=reason):
        _take_over(sqlite, pasted)
    assert _listed(sqlite) == []
