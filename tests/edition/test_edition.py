"""The edition shows what is valid now, in the follower's language or else in Chinese, in its order."""

import datetime as dt
from typing import Any

import pytest

from tests.edition.makers import NOW, condition, faq, news, phrase, rule
from wxbot.edition.edition import Edition, build
from wxbot.edition.kinds import Kind
from wxbot.edition.live import Live
from wxbot.edition.normalise import normalise

SECOND = dt.timedelta(seconds=1)


def slugs(lives: list[Live[Any]]) -> list[str]:
    return [live.slug for live in lives]


def test_item_is_found_by_its_name() -> None:
    item = faq("lost")
    assert build(1, [item, faq("visa")]).find(Kind.FAQ, "lost", "zh", NOW) is item


@pytest.mark.parametrize(("kind", "slug"), [(Kind.FAQ, "visa"), (Kind.NEWS, "lost")])
def test_unknown_item_is_not_found(kind: Kind, slug: str) -> None:
    assert build(1, [faq("lost")]).find(kind, slug, "zh", NOW) is None


BOUNDS: dict[str, tuple[dict[str, Any], bool]] = {
    "from now on": ({"valid_from": NOW}, True),
    "from the next second on": ({"valid_from": NOW + SECOND}, False),
    "until now": ({"valid_to": NOW}, False),
    "until the next second": ({"valid_to": NOW + SECOND}, True),
    "from now until the next second": ({"valid_from": NOW, "valid_to": NOW + SECOND}, True),
    "always": ({}, True),
}


@pytest.mark.parametrize(("bounds", "shown"), BOUNDS.values(), ids=BOUNDS.keys())
def test_item_is_found_only_while_it_is_valid(bounds: dict[str, Any], shown: bool) -> None:
    found = build(1, [faq("lost", **bounds)]).find(Kind.FAQ, "lost", "zh", NOW)
    assert (found is not None) is shown


@pytest.mark.parametrize(("bounds", "shown"), BOUNDS.values(), ids=BOUNDS.keys())
def test_item_is_listed_only_while_it_is_valid(bounds: dict[str, Any], shown: bool) -> None:
    assert bool(build(1, [faq("lost", **bounds)]).all(Kind.FAQ, "zh", NOW)) is shown


def test_bounds_hold_in_any_zone() -> None:
    beijing = dt.timezone(dt.timedelta(hours=8))
    item = faq("lost", valid_from=NOW.astimezone(beijing))
    assert build(1, [item]).find(Kind.FAQ, "lost", "zh", NOW) is item


def test_item_is_found_in_the_language_asked_for() -> None:
    edition = build(1, [faq("lost", language="zh"), faq("lost", language="en")])
    found = edition.find(Kind.FAQ, "lost", "en", NOW)
    assert found is not None
    assert found.language == "en"


def test_item_that_is_not_translated_is_found_in_chinese() -> None:
    found = build(1, [faq("lost")]).find(Kind.FAQ, "lost", "en", NOW)
    assert found is not None
    assert found.language == "zh"


def test_item_only_in_english_is_not_found_in_chinese() -> None:
    assert build(1, [faq("lost", language="en")]).find(Kind.FAQ, "lost", "zh", NOW) is None


def test_list_holds_chinese_for_what_is_not_translated() -> None:
    edition = build(1, [faq("a", language="en"), faq("a"), faq("b")])
    assert [(live.slug, live.language) for live in edition.all(Kind.FAQ, "en", NOW)] == [("a", "en"), ("b", "zh")]


def test_chinese_list_holds_no_english() -> None:
    edition = build(1, [faq("a", language="en"), faq("b")])
    assert slugs(edition.all(Kind.FAQ, "zh", NOW)) == ["b"]


def test_newest_article_comes_first() -> None:
    dates = {"old": "2025-12-31", "new": "2026-11-22", "middle": "2026-01-01"}
    edition = build(1, [news(slug, date=date) for slug, date in dates.items()])
    assert slugs(edition.all(Kind.NEWS, "zh", NOW)) == ["new", "middle", "old"]


def test_articles_of_one_day_come_by_name() -> None:
    assert slugs(build(1, [news("b"), news("a"), news("c")]).all(Kind.NEWS, "zh", NOW)) == ["a", "b", "c"]


def test_questions_come_by_order_then_category_then_name() -> None:
    items = [
        faq("z", order=1, category="visa"),
        faq("b", order=2, category="passport"),
        faq("a", order=2, category="visa"),
        faq("c", order=2, category="passport"),
    ]
    assert slugs(build(1, items).all(Kind.FAQ, "zh", NOW)) == ["z", "b", "c", "a"]


def test_translated_and_other_articles_are_in_one_order() -> None:
    items = [
        news("new", date="2026-11-22"),
        news("old", date="2026-01-01"),
        news("mid", language="en", date="2026-06-01"),
    ]
    assert slugs(build(1, items).all(Kind.NEWS, "en", NOW)) == ["new", "mid", "old"]


def test_edition_before_the_first_knows_nothing() -> None:
    empty = Edition()
    assert empty.find(Kind.FAQ, "lost", "zh", NOW) is None
    assert empty.all(Kind.FAQ, "zh", NOW) == []
    assert empty.phrase("welcome", "zh") == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_edition_of_nothing_has_a_matcher_and_an_index_for_each_language(language: str) -> None:
    edition = build(1, [])
    assert edition.matchers[language].find(normalise("签证")) == []
    assert edition.indexes[language].find("签证", 5) == ()
    assert edition.names[language] == {}


def test_rules_are_matched_in_their_own_language_only() -> None:
    edition = build(1, [rule("visa", condition("exact", "visa"), language="en")])
    assert [len(edition.matchers[language]) for language in ("zh", "en")] == [0, 1]


def test_items_are_searched_in_their_own_language_only() -> None:
    edition = build(1, [faq("lost", "Lost passport", "en")])
    assert [len(edition.indexes[language].find("passport", 5)) for language in ("zh", "en")] == [0, 1]


def test_rules_and_phrases_are_not_searched() -> None:
    edition = build(1, [rule("visa", condition("exact", "签证")), phrase("welcome", "签证")])
    assert edition.indexes["zh"].find("签证", 5) == ()


def test_every_live_revision_is_known_by_its_id() -> None:
    items = [faq("lost"), news("meeting"), phrase("welcome", "Hello.", "en")]
    assert build(1, items).revision_ids() == {item.revision_id: item for item in items}


def test_key_of_an_item_is_its_kind_and_name() -> None:
    assert news("meeting").key == "news/meeting"


def test_item_whose_translation_has_ended_is_neither_listed_nor_opened_in_that_language() -> None:
    ended = NOW - dt.timedelta(days=1)
    built = build(1, [faq("a"), faq("a", "Passports", "en", valid_to=ended)])
    assert built.find(Kind.FAQ, "a", "en", NOW) is None
    assert built.all(Kind.FAQ, "en", NOW) == []
