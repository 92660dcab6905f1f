"""The first page: what needs somebody, and the account's figures as charts, tables and files."""

import csv
import datetime as dt
import io
import re
import time
import xml.etree.ElementTree as ElementTree

import pytest

from tests.console.conftest import Browser, Office
from tests.console.diary import say
from tests.rig.wire import event_xml, query, text_xml
from tests.services.drafts import NOON, go_live, news
from tests.services.writing import open_letter, written
from wxbot.console.tables import TABLES
from wxbot.services import alarms, items, journal, lateness
from wxbot.services.roles import Role
from wxbot.store import figures, reads
from wxbot.store.figures import Measure

DAY = dt.timedelta(days=1)


def _today(office: Office) -> str:
    return office.runtime.clock.instant().astimezone(office.runtime.zone).date().isoformat()


def _ring(office: Office, name: str, **details: object) -> None:
    with office.database.write() as db:
        alarms.ring(db, name, details, office.runtime.clock.instant())


def _file(browser: Browser, name: str, query: str = "") -> list[list[str]]:
    answer = browser.get(f"/dashboard/{name}.csv{query}")
    assert answer.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def _tile(page: str, label: str) -> str:
    found = re.search(rf"<b>([^<]*)</b><span>{label}</span>", page)
    assert found is not None, page
    return found[1]


def test_alarm_is_told_in_a_sentence(office: Office, editor: Browser) -> None:
    _ring(office, "stale-account", days=11, limit=14)
    _ring(office, "unheard-of/<b>", why="x")
    page = editor.get("/").text
    assert "Nothing new for 11 days. An inspection counts 14 days as a fault." in page
    assert "unheard-of/&lt;b&gt;" in page


def test_figures_of_the_period_are_added_up(office: Office, editor: Browser) -> None:
    say(office, "follow", source="follow", hit="welcome.followed", openid="oBob", ago=DAY)
    say(office, "one", "two", "three", ago=DAY)
    say(office, "what", hit="fallback.unknown", ago=DAY)
    say(office, "old", ago=40 * DAY)
    page = editor.get("/?days=30").text
    assert (_tile(page, "Messages"), _tile(page, "Followers"), _tile(page, "Share answered")) == ("4", "+1", "75 %")
    assert _tile(editor.get("/?days=90").text, "Messages") == "5"


def test_account_without_any_figures_says_so(office: Office, editor: Browser) -> None:
    page = editor.get("/").text
    assert _tile(page, "Share answered") == "–"
    assert "Nothing was counted in this period." in page
    assert 'class="chart"' not in page


def test_letters_that_wait_are_counted(office: Office, editor: Browser) -> None:
    open_letter(office.database, written())
    assert _tile(editor.get("/").text, "Open letters") == "1"


def test_letters_that_are_overdue_are_told(office: Office, agent: Browser) -> None:
    open_letter(office.database, written())
    office.runtime.clock.offset = (NOON + 3 * DAY).timestamp() - time.time()
    assert "0 overdue" in agent.get("/").text
    office.runtime.clock.offset += 20 * DAY.total_seconds()
    page = agent.get("/").text
    assert "1 overdue" in page
    assert "/console/letters?only=late" in page


def test_overdue_letters_ring(office: Office, administrator: Browser) -> None:
    now = office.runtime.clock.instant()
    open_letter(office.database, written(), now=now - 40 * DAY)
    lateness.watch(office.database, now, office.runtime.zone)
    assert "Letters overdue: 1." in administrator.get("/").text


def test_days_since_anything_went_live_are_told(office: Office, editor: Browser) -> None:
    go_live(office.database, news(), now=office.runtime.clock.instant() - 12 * DAY)
    page = editor.get("/").text
    assert _tile(page, "Days since anything new") == "12"
    assert "tile-warning" in page


def test_pages_that_were_read_are_named_by_their_titles(office: Office, editor: Browser) -> None:
    go_live(office.database, news("visit", title="会见来宾"))
    office.runtime.refresh_edition()
    with office.database.write() as db:
        reads.add(db, _today(office), "news/visit", 7)
        reads.add(db, _today(office), "news/gone", 1)
    assert _file(editor, "reads") == [["Page", "Reads"], ["会见来宾", "7"], ["news/gone", "1"]]


@pytest.mark.parametrize("name", list(TABLES))
def test_every_chart_is_a_picture_without_a_script(office: Office, editor: Browser, name: str) -> None:
    say(office, "</text><script>alert(1)</script>", "visa visa")
    say(office, "<script>", source="menu", decision={"intent": {"key": "<script>alert(1)</script>"}})
    answer = editor.get(f"/dashboard/{name}.svg")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    tree = ElementTree.fromstring(answer.data)
    assert tree.tag.endswith("svg")
    assert not [node for node in tree.iter() if str(node.tag).endswith(("script", "image", "foreignObject"))]
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_chart_that_does_not_exist_is_not_found(editor: Browser) -> None:
    assert [editor.get(f"/dashboard/{name}").status_code for name in ("x.svg", "x.csv")] == [404, 404]


def test_what_reaches_the_webhook_reaches_the_figures(office: Office, editor: Browser) -> None:
    """From the message over the journal to the chart, with nothing in between made up."""
    with office.database.write() as db:
        items.bump(db)  # An edition with nothing in it: without one no message is taken.
    office.runtime.refresh_edition()
    phone = office.app.test_client()
    for xml in (text_xml("zzz qqq"), event_xml("CLICK", "letters"), event_xml("VIEW", "https://a.example/x")):
        phone.post("/wechat", query_string=query(), data=xml.encode())
    runtime = office.runtime
    journal.drain(runtime.redis, office.database, runtime.zone)
    assert sorted(_file(editor, "taps")[1:]) == [["https://a.example/x", "1"], ["letters", "1"]]
    assert _file(editor, "messages")[-1][1:] == ["1", "1"]
    assert "zzz qqq" in editor.get("/messages/questions").text


def test_file_has_a_row_for_each_day(office: Office, editor: Browser) -> None:
    say(office, "护照")
    rows = _file(editor, "messages", "?days=30")
    assert (len(rows), rows[0]) == (31, ["Day", "Messages", "Unanswered"])
    assert sum(int(row[1]) for row in rows[1:]) == 1


def test_cell_that_a_spreadsheet_would_compute_is_text(office: Office, editor: Browser) -> None:
    """A key comes from a follower's phone as it pleases."""
    with office.database.write() as db:
        figures.add(db, {(_today(office), Measure.TAP, "=HYPERLINK(1)"): 3})
    assert _file(editor, "taps")[1] == ["'=HYPERLINK(1)", "3"]


@pytest.mark.parametrize("role", list(Role))
def test_everybody_who_works_here_sees_the_figures(office: Office, role: Role) -> None:
    say(office, "护照")
    browser = office.at(role)
    assert [browser.get(path).status_code for path in ("/", "/dashboard/words.svg", "/dashboard/words.csv")] == [
        200
    ] * 3


def test_period_that_is_not_offered_is_the_shortest(office: Office, editor: Browser) -> None:
    say(office, "护照")
    assert len(_file(editor, "messages", "?days=99999")) == 8
