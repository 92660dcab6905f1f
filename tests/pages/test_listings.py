"""A section's list is worked out once, and again as soon as it would be another."""

import datetime as dt

from tests.pages.makers import event
from tests.services.drafts import NOON, news
from wxbot.edition import edition
from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Kind
from wxbot.edition.live import Live
from wxbot.pages.listings import Listings
from wxbot.services.items import Draft

HOUR = dt.timedelta(hours=1)


def _edition(*drafts: Draft) -> Edition:
    return edition.build(1, [Live(n, d.kind, d.slug, d.language, d.title, d.body) for n, d in enumerate(drafts, 1)])


def _slugs(listings: Listings, shown: Edition, kind: Kind, now: dt.datetime, language: str = "zh") -> list[str]:
    return [live.slug for live in listings.of(shown, kind, language, now).lives]


def test_list_is_worked_out_once_while_nothing_changes() -> None:
    listings, shown = Listings(), _edition(news(), news("future", valid_from=(NOON + HOUR).isoformat()))
    first = listings.of(shown, Kind.NEWS, "zh", NOON)
    assert listings.of(shown, Kind.NEWS, "zh", NOON + HOUR - dt.timedelta(seconds=1)) is first


def test_item_appears_at_its_instant() -> None:
    listings, shown = Listings(), _edition(news("future", valid_from=(NOON + HOUR).isoformat()))
    assert _slugs(listings, shown, Kind.NEWS, NOON) == []
    assert _slugs(listings, shown, Kind.NEWS, NOON + HOUR) == ["future"]


def test_item_goes_at_its_instant_in_every_language() -> None:
    listings, shown = Listings(), _edition(news("past", valid_to=(NOON + HOUR).isoformat()))
    for language in ("zh", "en"):
        assert _slugs(listings, shown, Kind.NEWS, NOON, language) == ["past"]
        assert _slugs(listings, shown, Kind.NEWS, NOON + HOUR, language) == []


def test_event_goes_when_it_is_over() -> None:
    closes = NOON + HOUR
    listings, shown = Listings(), _edition(event(opens=NOON.isoformat(), closes=closes.isoformat()))
    assert _slugs(listings, shown, Kind.EVENT, NOON) == ["fair"]
    assert _slugs(listings, shown, Kind.EVENT, closes) == []


def test_clock_that_is_set_back_shows_what_was_shown_then() -> None:
    listings, shown = Listings(), _edition(news("past", valid_to=(NOON + HOUR).isoformat()))
    assert _slugs(listings, shown, Kind.NEWS, NOON + HOUR) == []
    assert _slugs(listings, shown, Kind.NEWS, NOON) == ["past"]


def test_new_edition_is_listed_at_once() -> None:
    listings = Listings()
    assert _slugs(listings, _edition(news("one")), Kind.NEWS, NOON) == ["one"]
    assert _slugs(listings, _edition(news("two")), Kind.NEWS, NOON) == ["two"]


def test_items_are_found_by_the_countries_and_subjects_that_they_name() -> None:
    shown = _edition(news("paris", countries=["法国", "欧洲", "法国"], topics=["发展"]), news("plain"))
    listing = Listings().of(shown, Kind.NEWS, "zh", NOON)
    assert {code: [live.slug for live in lives] for code, lives in listing.by_country.items()} == {"FR": ["paris"]}
    assert set(listing.by_subject) == {"topic/发展", "country/FR", "country/欧洲"}
