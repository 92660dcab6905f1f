"""The calendar of broadcasts and freeze periods in the console."""

import datetime as dt

import pytest

from tests.console.conftest import Browser, Office
from tests.console.test_broadcasts import drafted, submitted
from tests.services.broadcasting import composition
from wxbot.services import broadcasts as life
from wxbot.store import freezes
from wxbot.store.broadcasts import State

PERIOD = {"begins_at": "2099-12-13T00:00", "ends_at": "2099-12-14T00:00", "reason": "公祭日"}


def _at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2099, 12, day, hour, tzinfo=dt.UTC)


def _recurring(office: Office) -> None:
    row = drafted(office, composition(title="Every morning", content={"text": "早"}, cron="0 8 * * *"))
    with office.database.write() as db:
        life.hold(db, row.id).state = State.ACTIVE


def test_month_shows_what_goes_out_and_what_recurs(office: Office, editor: Browser) -> None:
    submitted(office, composition(title="Greeting", content={"text": "早"}, due_at=_at(10)))
    drafted(office, composition(title="Only a draft", content={"text": "早"}, due_at=_at(10)))
    _recurring(office)
    page = editor.get("/broadcasts/plan?month=2099-12").text
    assert "Greeting" in page
    assert "Only a draft" not in page
    month = office.runtime.clock.instant() + dt.timedelta(days=31)
    assert "to come, recurring" in editor.get(f"/broadcasts/plan?month={month:%Y-%m}").text


def test_what_wechat_stopped_is_not_shown_as_if_all_was_well(office: Office, editor: Browser) -> None:
    stopped = submitted(office, composition(title="Greeting", content={"text": "早"}, due_at=_at(10)))
    nobody = submitted(office, composition(title="For nobody", content={"text": "早"}, due_at=_at(11)))
    with office.database.write() as db:
        life.hold(db, stopped.id).state = State.STOPPED
        life.hold(db, nobody.id).state = State.FINISHED
    page = editor.get("/broadcasts/plan?month=2099-12").text
    assert page.count("entry entry-danger") == page.count("entry entry-warning") == 2
    assert "Finished, reached nobody" in page


def test_two_for_everyone_on_one_day_clash(office: Office, editor: Browser) -> None:
    for title in ("Morning", "Evening"):
        submitted(office, composition(title=title, content={"text": "早"}, due_at=_at(10)))
    page = editor.get("/broadcasts/plan?month=2099-12").text
    assert "More goes out on this day than WeChat allows" in page


def test_quota_of_day_and_month_is_told(editor: Browser) -> None:
    page = editor.get("/broadcasts/plan").text
    assert "0 / 1" in page
    assert "0 / 4" in page
    assert "0 / 100" in page


@pytest.mark.parametrize("month", ["", "2099-13", "soon", "0001-01", "2099-12-40"])
def test_month_that_is_none_shows_one_all_the_same(editor: Browser, month: str) -> None:
    assert editor.get(f"/broadcasts/plan?month={month}").status_code == 200


def test_period_is_set_shown_in_the_calendar_and_lifted(office: Office, editor: Browser, reviewer: Browser) -> None:
    assert "公祭日" in reviewer.follow("/broadcasts/freezes", **PERIOD).text
    submitted(office, composition(title="Party", content={"text": "早"}, due_at=_at(13, 3)))
    page = editor.get("/broadcasts/plan?month=2099-12").text
    assert "Frozen: 公祭日" in page
    assert "It falls into a freeze period" in page
    with office.database.read() as db:
        (row,) = freezes.newest(db, 5)
    assert "The period is lifted." in reviewer.follow(f"/broadcasts/freezes/{row.id}/lift").text
    assert "Somebody lifted it already." in reviewer.follow(f"/broadcasts/freezes/{row.id}/lift").text


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"reason": " "}, "This must be filled in."),
        ({"ends_at": "2099-12-12T00:00"}, "must lie after the beginning"),
        ({"begins_at": "never"}, "not a date and time"),
    ],
)
def test_period_that_does_not_fit_is_complained_about(
    reviewer: Browser, changes: dict[str, str], complaint: str
) -> None:
    answer = reviewer.post("/broadcasts/freezes", **{**PERIOD, **changes})
    assert answer.status_code == 422
    assert complaint in answer.text


def test_who_only_composes_sets_no_period(editor: Browser) -> None:
    assert editor.get("/broadcasts/freezes").status_code == 200
    assert editor.post("/broadcasts/freezes", **PERIOD).status_code == 403
