"""Canned answers in the console: kept by those who answer letters, checked as they are typed in."""

import re

import pytest

from tests.console.conftest import Browser, Office
from wxbot.store import canned as rows
from wxbot.store.canned import Canned

FIELDS = {"title": "致谢", "language": "zh", "kind": "", "text": "您好！来信 {number} 收悉。"}


def _kept(office: Office) -> list[Canned]:
    with office.database.read() as db:
        return list(rows.everything(db))


def test_canned_answer_is_added_changed_and_removed(office: Office, agent: Browser) -> None:
    assert "致谢" in agent.follow("/canned-answers/new", **FIELDS).text
    (row,) = _kept(office)
    form = agent.get(f"/canned-answers/{row.id}").text
    base = re.search(r'name="base" value="(\d+)"', form)
    assert base
    agent.follow(f"/canned-answers/{row.id}", **{**FIELDS, "title": "新标题", "base": base[1]})
    assert [(each.title, each.text) for each in _kept(office)] == [("新标题", FIELDS["text"])]
    assert "There is no canned answer yet." in agent.follow(f"/canned-answers/{row.id}/remove").text


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"text": "您好 {name}"}, "{name} cannot be filled"),
        ({"text": ""}, "This must be filled in."),
        ({"title": " "}, "This must be filled in."),
        ({"title": "字" * 81}, "At most 80"),
        ({"kind": "poem"}, "Not a valid choice"),
    ],
)
def test_what_does_not_fit_is_complained_about_and_stays(
    office: Office, agent: Browser, changes: dict[str, str], complaint: str
) -> None:
    answer = agent.post("/canned-answers/new", **{**FIELDS, **changes})
    assert answer.status_code == 422
    assert complaint in answer.text
    assert "{number} 收悉" in answer.text or "text" in changes
    assert _kept(office) == []


def test_second_of_two_who_change_one_is_told(office: Office, agent: Browser) -> None:
    agent.post("/canned-answers/new", **FIELDS)
    (row,) = _kept(office)
    for title, status in (("先", 302), ("后", 422)):
        assert agent.post(f"/canned-answers/{row.id}", **{**FIELDS, "title": title}, base=1).status_code == status
    assert [each.title for each in _kept(office)] == ["先"]


def test_one_that_is_gone_is_not_found(agent: Browser) -> None:
    assert agent.get("/canned-answers/7").status_code == 404
    assert agent.post("/canned-answers/7", **FIELDS).status_code == 404
    assert "not there any more" in agent.follow("/canned-answers/7/remove").text
