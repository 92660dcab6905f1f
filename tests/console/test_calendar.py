"""The calendar in the console: everybody sees a year of it, administrators change it, and every process has it."""

import datetime as dt

import pytest

from tests.console.conftest import Browser, Office
from wxbot.services import calendar as rules
from wxbot.store import calendar as rows

LIST = "2027-02-05..2027-02-11 休 春节\n2027-02-14 班 春节调休"


def _days(office: Office) -> dict[str, bool]:
    with office.database.read() as db:
        return {row.day.isoformat(): row.works for row in rows.everything(db)}


def test_year_is_shown_with_its_holidays(office: Office, administrator: Browser, agent: Browser) -> None:
    administrator.post("/calendar/official")
    page = agent.get("/calendar?year=2026").text
    assert page.count('<table class="month">') == 12
    assert page.count('title="国庆节"') == 7
    assert '<td class="works" title="国庆节调休上班">' in page
    assert "10-01 – 10-07" in page


def test_everybody_sees_it_and_administrators_change_it(office: Office, agent: Browser, auditor: Browser) -> None:
    for browser in (agent, auditor):
        page = browser.get("/calendar").text
        assert "Working days" in page
        assert '<form method="post" action="/console/calendar' not in page
        assert browser.post("/calendar/paste", lines=LIST).status_code == 403
    assert _days(office) == {}


def test_official_days_are_taken_over_by_a_button(office: Office, administrator: Browser) -> None:
    assert "Take them over" in administrator.get("/calendar").text
    page = administrator.follow("/calendar/official").text
    assert "Official days taken over: 39." in page
    assert "Take them over" not in page
    assert len(_days(office)) == 39


def test_page_says_until_when_official_days_are_known(administrator: Browser) -> None:
    administrator.post("/calendar/official")
    assert f"known until {rules.known_until()}" in administrator.get("/calendar?year=2026").text
    assert (
        f"official days of {rules.known_until().year + 1} are not known"
        in administrator.get(f"/calendar?year={rules.known_until().year + 1}").text
    )


def test_days_are_said_to_be_holidays(office: Office, administrator: Browser) -> None:
    fields = {"first": "2027-02-05", "last": "2027-02-06", "works": "free", "name": "春节"}
    assert "Days kept: 2." in administrator.follow("/calendar", **fields).text
    assert _days(office) == {"2027-02-05": False, "2027-02-06": False}


def test_one_day_is_said_to_be_worked(office: Office, administrator: Browser) -> None:
    administrator.post("/calendar", first="2027-02-14", last="", works="works", name="春节调休")
    assert _days(office) == {"2027-02-14": True}


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"first": ""}, "This must be filled in."),
        ({"first": "2027-02-30"}, "This is not a day"),
        ({"last": "2027-01-01"}, "The last day must come after the first."),
        ({"name": ""}, "This must be filled in."),
        ({"works": "maybe"}, "Not a valid choice"),
    ],
)
def test_what_is_no_day_is_complained_about(
    office: Office, administrator: Browser, changes: dict[str, str], complaint: str
) -> None:
    fields = {"first": "2027-02-05", "last": "", "works": "free", "name": "春节", **changes}
    answer = administrator.post("/calendar", **fields)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert _days(office) == {}


def test_list_is_pasted(office: Office, administrator: Browser) -> None:
    page = administrator.follow("/calendar/paste", lines=LIST).text
    assert "Days kept: 8." in page
    assert "02-05 – 02-11" in page
    assert len(_days(office)) == 8


def test_list_with_a_mistake_is_not_taken_and_names_the_line(office: Office, administrator: Browser) -> None:
    answer = administrator.post("/calendar/paste", lines=f"{LIST}\n春节")
    assert answer.status_code == 422
    assert "Line 3 does not begin with a day" in answer.text
    assert "春节调休" in answer.text
    assert _days(office) == {}


def test_days_are_taken_away_together(office: Office, administrator: Browser) -> None:
    administrator.post("/calendar/paste", lines=LIST)
    administrator.follow("/calendar/2027-02-05/2027-02-11/remove")
    assert _days(office) == {"2027-02-14": True}


@pytest.mark.parametrize("path", ["x/2027-01-01", "2027-01-01/2027-02-30"])
def test_taking_away_what_is_no_day_is_not_found(administrator: Browser, path: str) -> None:
    assert administrator.post(f"/calendar/{path}/remove").status_code == 404


def test_change_reaches_what_counts_working_days(office: Office, administrator: Browser) -> None:
    administrator.post("/calendar/paste", lines=LIST)
    office.runtime.refresh_edition()
    assert not office.runtime.workdays.include(dt.date(2027, 2, 8))


@pytest.mark.parametrize("year", ["1999", "2101", "x", "20261", ""])
def test_year_out_of_reach_is_this_one(office: Office, agent: Browser, year: str) -> None:
    this = office.runtime.clock.instant().astimezone(office.runtime.zone).year
    assert f'disabled">{this}<' in agent.get(f"/calendar?year={year}").text


def test_tapped_day_stands_in_the_form(administrator: Browser) -> None:
    assert 'value="2027-02-05"' in administrator.get("/calendar?year=2027&day=2027-02-05").text
    assert administrator.get("/calendar?day=x").status_code == 200
