"""The calendar: what is on, in its order, and one event with where, when and how to get there."""

import datetime as dt

import pytest

from tests.dispatch.asking import Desk
from tests.edition.makers import live
from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Kind


def _events(desk: Desk) -> list[str]:
    """The keys of every page of the calendar."""
    desk.say("活动日历")
    keys = list(desk.keys)
    while desk.conversation.more:
        desk.say("更多")
        keys += desk.keys
    return keys


def test_calendar_is_in_the_order_in_which_events_begin(desk: Desk, delivered: Edition) -> None:
    opens = [delivered.shelf(Kind.EVENT, "zh").by_slug[key.partition("/")[2]].body.opens for key in _events(desk)]
    assert opens == sorted(opens)
    assert len(opens) == len(delivered.shelf(Kind.EVENT, "zh").lives)


def test_event_that_is_over_is_neither_listed_nor_told(desk: Desk, delivered: Edition) -> None:
    first = min(delivered.shelf(Kind.EVENT, "zh").lives, key=lambda each: each.body.closes)
    desk.now = first.body.closes - dt.timedelta(seconds=1)
    assert first.key in _events(desk)
    desk.now = first.body.closes
    assert first.key not in _events(desk)
    assert desk.tap_line(first.key).startswith(desk.phrase("gone"))


def test_line_begins_with_the_day(either: Desk) -> None:
    either.tap("events")
    words, key = either.conversation.choices[0]
    event = either.edition.shelf(Kind.EVENT, either.language).by_slug[key.partition("/")[2]]
    day = event.body.opens
    assert words.startswith(f"{day.month}月{day.day}日" if either.language == "zh" else f"{day.day} {day:%b}")
    assert event.title in words


def test_every_event_is_told_with_where_and_how_to_get_there(either: Desk, delivered: Edition) -> None:
    for each in delivered.shelf(Kind.EVENT, either.language).lives:
        said = either.tap_line(each.key)
        assert each.title in said
        assert each.body.place in said
        assert each.body.getting_there in said
        assert f"/event/{each.slug}?lang={either.language}" in said
        assert f"letters/event/{each.slug}" in said
        assert not either.conversation.more


def _told(desk: Desk, opens: str, closes: str, language: str = "zh") -> str:
    """The first lines of an event with these hours."""
    fields = {"date": "2026-11-20", "summary": "S.", "text": "T.", "place": "P", "getting_there": "W"}
    event = live(Kind.EVENT, "fair", "Fair", language, {**fields, "opens": opens, "closes": closes})
    desk.only(event)
    desk.language = language
    return desk.tap_line("event/fair")


@pytest.mark.parametrize(
    ("opens", "closes", "chinese", "english"),
    [
        (
            "2027-02-01T09:00:00+08:00",
            "2027-02-01T17:30:00+08:00",
            "2027年2月1日 09:00–17:30",
            "1 February 2027 09:00–17:30",
        ),
        ("2027-02-01T00:00:00+08:00", "2027-02-02T00:00:00+08:00", "2027年2月1日\n", "1 February 2027\n"),
        (
            "2027-02-01T09:00:00+08:00",
            "2027-02-03T17:30:00+08:00",
            "2027年2月1日 – 2027年2月3日",
            "1 February 2027 – 3 February 2027",
        ),
        (
            "2027-01-31T00:00:00+08:00",
            "2027-02-03T00:00:00+08:00",
            "2027年1月31日 – 2027年2月2日",
            "31 January 2027 – 2 February 2027",
        ),
        (
            "2027-02-01T20:00:00-05:00",
            "2027-02-01T23:00:00-05:00",
            "2027年2月1日 20:00–23:00",
            "1 February 2027 20:00–23:00",
        ),
    ],
    ids=["some hours", "a whole day", "several days", "days until midnight", "another zone"],
)
def test_time_is_told_on_the_places_own_calendar(
    desk: Desk, opens: str, closes: str, chinese: str, english: str
) -> None:
    assert chinese in _told(desk, opens, closes, "zh")
    assert english in _told(desk, opens, closes, "en")


def test_event_without_admission_says_nothing_of_it(desk: Desk) -> None:
    said = _told(desk, "2027-02-01T09:00:00+08:00", "2027-02-01T17:30:00+08:00")
    assert desk.phrase("event-admission", words="").strip() not in said


def test_unknown_event_shows_the_way_back(either: Desk) -> None:
    assert either.tap_line("event/nothing").startswith(either.phrase("gone"))


def test_empty_calendar_says_so(either: Desk) -> None:
    either.now = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
    assert either.tap_line("events").startswith(either.phrase("nothing-here"))


@pytest.mark.parametrize("words", ["活动", "最近有什么活动", "What's on?", "events"])
def test_calendar_is_asked_for_in_words(desk: Desk, words: str) -> None:
    desk.say(words)
    assert desk.hit == "events.upcoming"
