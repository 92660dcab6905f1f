"""A digest gathers what is new in the days before its time, each item once, and nothing when nothing is new."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.services.composed import broadcast
from tests.services.drafts import go_live, news
from tests.services.test_composing import EVENT
from wxbot.edition.kinds import Kind
from wxbot.errors import ContentError
from wxbot.services import digests, items
from wxbot.store.broadcasts import State
from wxbot.store.database import Database

ZONE = ZoneInfo("Asia/Shanghai")
SLOT = dt.datetime(2026, 11, 25, 8, tzinfo=ZONE)  # A Wednesday.
DAY = dt.timedelta(days=1)
YESTERDAY = SLOT - DAY


def _content(**change: Any) -> dict[str, Any]:
    digest = {"kinds": ["news"], "country": "", "days": 1, "most": 8, **change}
    return {"layout": "news", "language": "zh", "intro": "早上好", "digest": digest}


def _slugs(
    database: Database, content: dict[str, Any], slot: dt.datetime = SLOT, series: int | None = None
) -> list[str]:
    with database.read() as db:
        found = digests.resolve(db, content, slot, ZONE, series)
    return [item["slug"] for item in found["items"]] if found is not None else []


def _occurrence(database: Database, slot: dt.datetime, *slugs: str, state: State = State.FINISHED) -> None:
    """What a series sent at one of its times."""
    content = {"items": [{"kind": "news", "slug": slug} for slug in slugs]}
    broadcast(database, state=state, content=content, series_id=7, slot=slot)


def test_yesterdays_items_are_gathered_the_newest_first(database: Database) -> None:
    go_live(database, news("early", date="2026-11-24"), now=YESTERDAY)
    go_live(database, news("late", date="2026-11-24"), now=YESTERDAY + dt.timedelta(hours=3))
    go_live(database, news("old", date="2026-11-22"), now=SLOT - 3 * DAY)
    go_live(database, news("today", date="2026-11-25"), now=SLOT - dt.timedelta(hours=1))
    assert _slugs(database, _content()) == ["late", "early"]


def test_days_are_those_of_the_accounts_clocks(database: Database) -> None:
    midnight = dt.datetime(2026, 11, 25, tzinfo=ZONE)
    go_live(database, news("before", date="2020-01-01"), now=midnight - dt.timedelta(minutes=1))
    go_live(database, news("after", date="2020-01-01"), now=midnight)
    assert _slugs(database, _content()) == ["before"]


def test_item_of_yesterday_that_went_live_this_morning_is_gathered(database: Database) -> None:
    go_live(database, news(date="2026-11-24"), now=SLOT - dt.timedelta(hours=1))
    assert _slugs(database, _content()) == ["visit"]


def test_correction_of_an_old_item_is_no_news(database: Database) -> None:
    go_live(database, news(date="2026-01-05"), now=SLOT - 300 * DAY)
    go_live(database, news(date="2026-01-05", text="Corrected."), now=YESTERDAY)
    assert _slugs(database, _content()) == []


def test_nothing_goes_out_when_there_is_nothing_new(database: Database) -> None:
    with database.read() as db:
        assert digests.resolve(db, _content(), SLOT, ZONE) is None


def test_no_more_than_asked_for_are_gathered(database: Database) -> None:
    go_live(database, *(news(f"n{n}", date="2026-11-24") for n in range(12)), now=YESTERDAY)
    assert len(_slugs(database, _content(most=3))) == 3


def test_only_the_chosen_sections_and_country_are_gathered(database: Database) -> None:
    concert = items.draft(Kind.EVENT, "concert", "zh", "音乐会", EVENT, "the test")
    go_live(database, news("japan", date="2026-11-24", countries=["日本"]), news("rest"), concert, now=YESTERDAY)
    assert _slugs(database, _content(country="JP")) == ["japan"]
    assert _slugs(database, _content(kinds=["event"])) == ["concert"]


def test_what_was_taken_down_is_not_gathered(database: Database) -> None:
    go_live(database, news(date="2026-11-24"), now=YESTERDAY)
    with database.write() as db:
        items.take_down(db, Kind.NEWS, "visit", "zh", "chen", YESTERDAY)
    assert _slugs(database, _content()) == []


def test_chinese_is_gathered_where_there_is_no_english(database: Database) -> None:
    go_live(database, news("both"), news("both", language="en"), news("chinese"), now=YESTERDAY)
    assert sorted(_slugs(database, _content() | {"language": "en"})) == ["both", "chinese"]


def test_what_a_series_sent_is_not_sent_again(database: Database) -> None:
    go_live(database, news("sent", date="2026-11-24"), news("new", date="2026-11-24"), now=YESTERDAY)
    _occurrence(database, SLOT - DAY, "sent")
    assert _slugs(database, _content(), series=7) == ["new"]
    assert sorted(_slugs(database, _content(), series=8)) == ["new", "sent"]


def test_what_was_cancelled_is_sent_the_next_time(database: Database) -> None:
    go_live(database, news("held", date="2026-11-24"), now=YESTERDAY)
    _occurrence(database, SLOT - DAY, "held", state=State.CANCELLED)
    assert _slugs(database, _content(), series=7) == ["held"]


def test_other_words_of_the_content_stay(sqlite: Database) -> None:
    go_live(sqlite, news(), now=YESTERDAY)
    with sqlite.read() as db:
        found = digests.resolve(db, _content(), SLOT, ZONE)
    assert found == {
        "layout": "news",
        "language": "zh",
        "intro": "早上好",
        "items": [{"kind": "news", "slug": "visit"}],
    }


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kinds": []}, "digest.kinds: choose"),
        ({"kinds": ["phrase"]}, "digest.kinds: items of"),
        ({"country": "XX"}, "digest.country: there is no"),
        ({"days": 0}, "digest.days: must be"),
        ({"most": 9}, "digest.most: must be"),
        ({"most": True}, "digest.most: must be"),
    ],
)
def test_digest_that_does_not_fit_is_told_with_its_field(
    sqlite: Database, change: dict[str, Any], sentence: str
) -> None:
    with sqlite.read() as db, pytest.raises(ContentError, match=sentence):
        digests.resolve(db, _content(**change), SLOT, ZONE)
