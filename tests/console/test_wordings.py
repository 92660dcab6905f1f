"""Wordings in the browser: the list, one wording, the import, and the box to try a text in."""

import csv
import datetime as dt
import io
import re
from html import unescape

import pytest

from tests.console.conftest import Browser, Office
from wxbot.services import wordings
from wxbot.services.roles import Role
from wxbot.services.wordings import Given
from wxbot.store import wordings as rows

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
COUNTER = {"wrong": "领事馆柜台", "preferred": "领事服务窗口", "level": "warn", "language": "zh", "note": "手册"}


def _listed(office: Office) -> list[tuple[str, str]]:
    with office.database.read() as db:
        return [(row.wrong, row.preferred) for row in rows.everything(db)]


def _add(office: Office, *given: Given) -> None:
    with office.database.write() as db:
        for each in given:
            wordings.add(db, each, "the test", NOW)


def test_an_editor_adds_a_wording_and_finds_it_on_the_list(editor: Browser) -> None:
    page = editor.follow("/wordings/new", **COUNTER).text
    assert "is on the list" in page
    assert "领事服务窗口" in page


def test_what_was_typed_is_still_there_beside_the_error(editor: Browser) -> None:
    answer = editor.post("/wordings/new", **{**COUNTER, "wrong": "甲"})
    assert answer.status_code == 422
    assert "must have 2 to 100 characters" in answer.text
    assert "领事服务窗口" in answer.text


def test_a_wording_that_is_listed_is_refused_beside_its_field(editor: Browser, office: Office) -> None:
    _add(office, Given("领事馆柜台", language="zh"))
    assert "is on the list already" in editor.post("/wordings/new", **COUNTER).text


def test_a_wording_is_changed(editor: Browser, office: Office) -> None:
    _add(office, Given("领事馆柜台", "窗口", "zh"))
    assert 'value="窗口"' in editor.get("/wordings/1").text
    assert "is changed" in editor.follow("/wordings/1", **COUNTER).text
    assert _listed(office) == [("领事馆柜台", "领事服务窗口")]


def test_a_wording_is_removed_and_removing_it_again_harms_nobody(editor: Browser, office: Office) -> None:
    _add(office, Given("领事馆柜台"))
    for _ in range(2):
        assert "off the list" in editor.follow("/wordings/1/remove").text
    assert _listed(office) == []


def test_a_wording_that_is_gone_cannot_be_opened(editor: Browser) -> None:
    assert editor.get("/wordings/7").status_code == 404
    assert editor.post("/wordings/7", **COUNTER).status_code == 404


def test_search_finds_the_wrong_and_the_preferred_wording(editor: Browser, office: Office) -> None:
    _add(office, Given("领事馆柜台", "服务窗口"), Given("小道消息", "传闻"), Given("100%保证"))
    for words, found in (("柜台", "领事馆柜台"), ("传闻", "小道消息"), ("0%", "100%保证")):
        page = editor.get(f"/wordings?words={words.replace('%', '%25')}").text
        assert [wrong for wrong, _ in _listed(office) if f">{wrong}</a>" in page] == [found]


def test_list_is_filtered_by_level_and_language(editor: Browser, office: Office) -> None:
    _add(
        office, Given("甲甲", language="zh", level="block"), Given("乙乙", language="en"), Given("丙丙", level="block")
    )
    page = editor.get("/wordings?level=block&language=zh").text
    assert [wrong for wrong in ("甲甲", "乙乙", "丙丙") if f">{wrong}</a>" in page] == ["甲甲"]
    assert "No wording fits" in editor.get("/wordings?words=丁").text


def test_long_list_goes_on_on_the_next_page(editor: Browser, office: Office) -> None:
    _add(office, *(Given(f"用语{number:03}") for number in range(120)))
    seen: list[str] = []
    path = "/wordings?words=用语"
    while path:
        page = editor.get(path).text
        seen += [row.split("<")[0] for row in page.split('">用语')[1:]]
        following = re.search(r'rel="next" href="/console([^"]+)"', page)
        path = unescape(following[1]) if following else ""
    assert seen == [f"{number:03}" for number in range(120)]


@pytest.mark.parametrize("key", ["x", "1", "-", "99999999999999999999-a", "1-" + "a" * 500])
def test_forged_key_of_a_page_is_no_error(editor: Browser, key: str) -> None:
    assert editor.get(f"/wordings?after={key}").status_code == 200


def test_pasted_lines_are_imported(editor: Browser, office: Office) -> None:
    page = editor.follow("/wordings/import", lines="甲乙\t丙丁\n戊己", level="warn", language="zh").text
    assert "2 added, 0 changed, 0 were there already" in page
    assert _listed(office) == [("戊己", ""), ("甲乙", "丙丁")]


def test_wrong_line_of_an_import_is_named(editor: Browser, office: Office) -> None:
    answer = editor.post("/wordings/import", lines="甲乙\t丙丁\n戊", level="warn", language="zh")
    assert answer.status_code == 422
    assert "Line 2: must have 2 to 100 characters" in answer.text
    assert "甲乙\t丙丁" in answer.text
    assert _listed(office) == []


def test_list_is_exported_for_a_spreadsheet(editor: Browser, office: Office) -> None:
    _add(office, Given('说"法"', "写,法", "zh", "block", "备注"), Given("=HYPERLINK()", level="warn"))
    answer = editor.get("/wordings.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert lines[0] == ["wrong", "preferred", "language", "level", "note"]
    assert ["'=HYPERLINK()", "", "", "warn", ""] in lines
    assert ['说"法"', "写,法", "zh", "block", "备注"] in lines


def test_a_text_is_tried(editor: Browser, office: Office) -> None:
    _add(office, Given("领事馆柜台", "服务窗口", level="block", note="见手册"))
    page = editor.post("/wordings/try", text="請到領事館櫃檯，电话13800138000", language="zh").text
    assert "“領事館櫃檯” should be “服务窗口”." in page
    assert "见手册" in page
    assert "13*******00 looks like somebody" in page


def test_a_text_without_faults_is_told_so(editor: Browser) -> None:
    assert "Nothing was found" in editor.post("/wordings/try", text="您好", language="zh").text


def test_links_of_a_text_are_asked_when_that_is_wanted(editor: Browser) -> None:
    """Nobody listens there, so it cannot be told; a machine of our own may be asked while WeChat is a simulator."""
    given = {"text": "看 http://127.0.0.1:9/a", "language": "zh"}
    assert "could not be told" not in editor.post("/wordings/try", **given).text
    assert "http://127.0.0.1:9/a works could not be told" in editor.post("/wordings/try", **given, links="y").text


def test_what_is_tried_is_shown_as_it_was_typed_and_never_as_a_page(editor: Browser) -> None:
    page = editor.post("/wordings/try", text="<script>alert(1)</script>13800138000", language="zh").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("path", ["/wordings", "/wordings/new", "/wordings/import", "/wordings/try", "/wordings.csv"])
@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.EDITOR, 200), (Role.REVIEWER, 200), (Role.ADMINISTRATOR, 200), (Role.AGENT, 403), (Role.AUDITOR, 403)],
)
def test_wordings_are_kept_by_who_writes_and_who_signs(office: Office, role: Role, status: int, path: str) -> None:
    assert office.at(role).get(path).status_code == status


def test_an_agent_changes_no_wording(agent: Browser, office: Office) -> None:
    assert agent.post("/wordings/new", **COUNTER).status_code == 403
    assert _listed(office) == []
