"""WeChat's own daily figures in the console."""

import datetime as dt

from tests.console.conftest import Browser, Office
from wxbot.store import datacube
from wxbot.store.datacube import Measure, Told

FIRST = dt.date(2026, 9, 1)


def _told(office: Office, count: int) -> None:
    with office.database.write() as db:
        for number in range(count):
            day = [
                *(Told(Measure.FOLLOWERS, "", 1000 + number), Told(Measure.GAINED, "1", 5), Told(Measure.LOST, "1", 2)),
                *(
                    Told(Measure.MESSAGES, "1", 7),
                    Told(Measure.READS, "9_1", 3, "=会见"),
                    Told(Measure.SHARES, "9_1", 1),
                ),
            ]
            datacube.put_day(db, (FIRST + dt.timedelta(days=number)).isoformat(), day)


def test_each_day_has_its_figures_and_the_most_read_articles(office: Office, editor: Browser) -> None:
    assert "WeChat has told of no day yet" in editor.get("/datacube").text
    _told(office, 1)
    page = editor.get("/datacube").text
    for figure in (1000, 5, 2, 7, 3, 1):
        assert f'<td class="text-end">{figure}</td>' in page
    assert "会见" in page.split("Read most")[1]


def test_older_days_are_on_the_next_page(office: Office, editor: Browser) -> None:
    _told(office, 40)
    page = editor.get("/datacube").text
    assert "2026-10-10" in page
    assert "2026-09-01" not in page
    address = page.split('rel="next" href="')[1].split('"')[0]
    following = editor.client.get(address).text
    assert "2026-09-01" in following
    assert "2026-10-10" not in following


def test_whole_table_is_there_as_a_file(office: Office, editor: Browser) -> None:
    _told(office, 40)
    lines = editor.get("/datacube.csv").text.splitlines()
    assert len(lines) == 41
    assert lines[1] == "2026-09-01,5,2,1000,7,3,1"
