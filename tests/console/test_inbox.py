"""The inbox: what waits longest first, found by what is to be done, by number, by contact; and what just came."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.console.conftest import Browser, Office
from tests.console.correspondence import CONTACT, add, letter, note, prefer, write
from tests.console.people import PEOPLE
from tests.console.serving import at_browser
from tests.rig.chromium import NARROW, needs_chromium
from wxbot.console.paging import SIZE
from wxbot.services import calendar
from wxbot.services.calendar import Given
from wxbot.services.roles import Role
from wxbot.store import letters as rows

WU = PEOPLE[Role.AGENT].email
DAY = dt.timedelta(days=1)


def _listed(page: str) -> list[str]:
    """Numbers in their order."""
    return re.findall(r'data-number="([\d-]+)"', page)


def _counts(page: str) -> dict[str, str]:
    """What the tabs say."""
    found = re.findall(r'class="nav-link[^>]*>([^<]+) <span[^>]*>(\d+\+?)<', page)
    return {name.strip(): count for name, count in found}


def _ago(office: Office, days: float) -> dt.datetime:
    return office.runtime.clock.instant() - days * DAY


def test_letter_that_waits_longest_comes_first(office: Office, agent: Browser) -> None:
    numbers = [write(office, _ago(office, days)) for days in (1, 30, 10)]
    assert _listed(agent.get("/letters").text) == [numbers[1], numbers[2], numbers[0]]


def test_list_shows_how_a_letter_begins(office: Office, agent: Browser) -> None:
    write(office, text="字" * 200)
    write(office, text="<script>alert(1)</script>")
    page = agent.get("/letters").text
    assert "字" * 90 + "…" in page
    assert "字" * 91 not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_overdue_letters_are_marked_and_can_be_listed_alone(office: Office, agent: Browser) -> None:
    old, new = write(office, _ago(office, 40)), write(office)
    page = agent.get("/letters").text
    assert re.search(r"\d+ d overdue", page)
    assert re.search(r"\d d left", page)
    assert _listed(agent.get("/letters?only=late").text) == [old]
    assert _counts(page) == {"Waiting": "2", "Overdue": "1", "Mine": "0", "Nobody's": "2", "Second reader": "0"}
    assert new in page


def test_holidays_make_a_letter_wait_in_time(office: Office, agent: Browser) -> None:
    number = write(office, _ago(office, 12))
    assert _listed(agent.get("/letters?only=late").text) == [number]
    today = office.runtime.clock.instant().astimezone(office.runtime.zone).date()
    with office.database.write() as db:
        calendar.put(db, [Given(today - back * DAY, False, "长假") for back in range(14)], WU, _ago(office, 0))
    office.runtime.refresh_edition()
    assert _listed(agent.get("/letters?only=late").text) == []


def test_days_to_answer_are_those_that_are_preferred(office: Office, agent: Browser) -> None:
    number = write(office, _ago(office, 12))
    assert _listed(agent.get("/letters?only=late").text) == [number]
    prefer(office, letter_days=20)
    assert _listed(agent.get("/letters?only=late").text) == []


def test_letters_are_found_by_who_works_on_them(office: Office, agent: Browser, administrator: Browser) -> None:
    mine, theirs, nobodys = (write(office) for _ in range(3))
    agent.post(f"/letters/{mine}/assign", to="me", base=1)
    administrator.post(f"/letters/{theirs}/assign", to="me", base=1)
    assert _listed(agent.get("/letters?who=mine").text) == [mine]
    assert _listed(agent.get("/letters?who=nobody").text) == [nobodys]
    assert _listed(agent.get(f"/letters?who={PEOPLE[Role.ADMINISTRATOR].email}").text) == [theirs]


def test_letters_are_found_by_kind_and_state(office: Office, agent: Browser) -> None:
    advice, complaint = write(office), write(office, kind="complaint")
    agent.post(f"/letters/{advice}/close", base=1)
    assert _listed(agent.get("/letters").text) == [complaint]
    assert _listed(agent.get("/letters?kind=advice").text) == []
    assert _listed(agent.get("/letters?state=closed").text) == [advice]
    assert _listed(agent.get("/letters?state=all").text) == [complaint, advice]
    assert _listed(agent.get("/letters?state=all&kind=advice").text) == [advice]


def test_letter_is_opened_by_its_number(office: Office, agent: Browser) -> None:
    number = write(office)
    assert agent.get(f"/letters?q=+{number}+").headers["Location"] == f"/console/letters/{number}"


def test_letters_of_a_day_are_found_by_the_beginning_of_their_numbers(office: Office, agent: Browser) -> None:
    numbers = [write(office, _ago(office, 10)) for _ in range(2)]
    write(office, _ago(office, 8))
    assert _listed(agent.get(f"/letters?q={numbers[0][:8]}").text) == numbers[::-1]


@pytest.mark.parametrize("words", [CONTACT, CONTACT.upper(), f" {CONTACT} "])
def test_letters_are_found_by_the_writers_contact(office: Office, agent: Browser, words: str) -> None:
    numbers = [write(office) for _ in range(2)]
    write(office, contact="bob@example.org")
    assert _listed(agent.get("/letters", query_string={"q": words}).text) == numbers[::-1]


@pytest.mark.parametrize("words", ["alice@", "20260101-0001", "20269999", "%", "x" * 500])
def test_what_is_not_there_is_not_found(office: Office, agent: Browser, words: str) -> None:
    write(office)
    answer = agent.get("/letters", query_string={"q": words})
    assert (answer.status_code, _listed(answer.text)) == (200, [])
    assert "No letter has this number" in answer.text


def test_long_list_goes_on_where_it_ended(office: Office, agent: Browser) -> None:
    numbers = [write(office, _ago(office, 100 - place / 10)) for place in range(SIZE + 3)]
    first = agent.get("/letters").text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    second = agent.client.get(following[1].replace("&amp;", "&")).text
    assert _listed(first) + _listed(second) == numbers


@pytest.mark.parametrize("after", ["x", "1-", "-1", "9" * 40, "1-2-3"])
def test_key_that_is_none_is_the_first_page(office: Office, agent: Browser, after: str) -> None:
    number = write(office)
    assert _listed(agent.get(f"/letters?after={after}").text) == [number]


def test_one_who_may_only_read_reads(office: Office, reviewer: Browser) -> None:
    number = write(office)
    assert _listed(reviewer.get("/letters").text) == [number]


def _news(browser: Browser, since: dt.datetime, asked: str = "") -> str:
    answer = browser.get("/letters/new-ones", query_string=f"since={since:%Y-%m-%dT%H:%M:%SZ}{asked}")
    assert answer.status_code == 200
    return answer.text


def test_new_letters_can_be_asked_for(office: Office, agent: Browser) -> None:
    since = _ago(office, 0)
    write(office, since - DAY)
    assert _listed(_news(agent, since)) == []
    number = write(office)
    page = _news(agent, since)
    assert (_listed(page), _counts(page)["Waiting"]) == ([number], "2")


def test_addition_to_a_letter_that_was_over_is_new(office: Office, agent: Browser) -> None:
    number = write(office, _ago(office, 3))
    agent.post(f"/letters/{number}/close", base=1)
    since = _ago(office, 0)
    add(office, number, "还有一点")
    assert _listed(_news(agent, since)) == [number]


def test_new_letters_are_those_that_the_list_is_about(office: Office, agent: Browser) -> None:
    since = _ago(office, 0)
    number = write(office, kind="complaint")
    assert _listed(_news(agent, since, "&kind=complaint")) == [number]
    assert _listed(_news(agent, since, "&kind=advice")) == []


def test_asking_for_new_letters_does_not_keep_a_session_alive(office: Office, agent: Browser) -> None:
    assert "Set-Cookie" in agent.get("/letters").headers
    assert "Set-Cookie" not in agent.get("/letters/new-ones").headers


def test_new_letters_are_for_those_who_may_read_letters(office: Office, editor: Browser) -> None:
    assert editor.get("/letters/new-ones").status_code == 403
    assert office.browser().get("/letters/new-ones").status_code == 302


def test_nothing_of_a_letter_is_in_the_list_of_notes(office: Office, agent: Browser) -> None:
    """A list tells how the writer began, never what staff think."""
    number = write(office)
    note(office, number, "内部看法")
    assert "内部看法" not in agent.get("/letters").text


def test_letter_whose_key_is_lost_does_not_cost_the_list(office: Office, agent: Browser) -> None:
    number = write(office)
    with office.database.write() as db:
        entry = db.merge(_first(office, number))
        entry.text = "gAAAAA-not-sealed-by-any-of-our-keys"
    answer = agent.get("/letters")
    assert (answer.status_code, _listed(answer.text)) == (200, [number])


def _first(office: Office, number: str) -> rows.Entry:
    with office.database.read() as db:
        return rows.entries(db, letter(office, number).id)[0]


@needs_chromium
def test_open_inbox_shows_a_letter_that_comes_without_a_reload(office: Office) -> None:
    with at_browser(office, WU, "/letters", NARROW) as page:
        expect(page.locator("#nothing")).to_be_visible()
        number = write(office)
        page.clock.fast_forward(16_000)
        expect(page.locator(f'#new tr[data-number="{number}"]')).to_be_visible()
        expect(page.locator("#tabs .badge").first).to_have_text("1")
        expect(page.locator("#nothing")).to_have_count(0)
        with page.expect_response("**/letters/new-ones**"):
            page.clock.fast_forward(16_000)
        expect(page.locator("tr[data-number]")).to_have_count(1)


@needs_chromium
def test_open_inbox_stops_asking_when_its_session_has_ended(office: Office) -> None:
    with at_browser(office, WU, "/letters") as page:
        page.context.clear_cookies()
        with page.expect_response("**/letters/new-ones**"):
            page.clock.fast_forward(16_000)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.partition("?")[0].rpartition("/")[2]))
        page.clock.fast_forward(600_000)
        page.wait_for_timeout(300)
        assert "new-ones" not in asked
