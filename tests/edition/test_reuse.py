"""A new edition takes over what did not change, and nothing that did."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.edition.makers import NOW, condition, faq, news, phrase, rule, speech
from wxbot.edition.edition import LANGUAGES, Edition, build, overlaid
from wxbot.edition.kinds import Kind
from wxbot.edition.live import Live
from wxbot.edition.normalise import normalise

RULE = rule("visa", condition("exact", "签证"))
ENGLISH_RULE = rule("visa", condition("exact", "visa"), language="en")
ITEMS: Sequence[Live[Any]] = (
    faq("lost"),
    faq("lost", language="en"),
    news("meeting"),
    speech("address"),
    phrase("welcome", "Hello."),
    RULE,
    ENGLISH_RULE,
)


@pytest.fixture(scope="module")
def first() -> Edition:
    return build(1, ITEMS)


def test_version_is_the_new_one(first: Edition) -> None:
    assert build(2, ITEMS, first).version == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_same_items_take_over_everything(first: Edition, language: str) -> None:
    second = build(2, ITEMS, first)
    assert second.matchers[language] is first.matchers[language]
    assert second.indexes[language] is first.indexes[language]
    assert second.names[language] is first.names[language]
    assert all(second.shelf(kind, language) is first.shelf(kind, language) for kind in Kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_new_phrase_leaves_matchers_and_indexes_as_they_are(first: Edition, language: str) -> None:
    second = build(2, [*ITEMS, phrase("goodbye", "Bye.", language)], first)
    assert second.matchers[language] is first.matchers[language]
    assert second.indexes[language] is first.indexes[language]
    assert second.phrase("goodbye", language) == "Bye."


@pytest.mark.parametrize("item", [faq("visa"), news("visit"), speech("toast")], ids=["faq", "news", "speech"])
def test_new_item_that_is_searched_makes_a_new_index_only(first: Edition, item: Live[Any]) -> None:
    second = build(2, [*ITEMS, item], first)
    assert second.indexes["zh"] is not first.indexes["zh"]
    assert second.names["zh"] is not first.names["zh"]
    assert second.matchers["zh"] is first.matchers["zh"]


def test_new_item_in_one_language_leaves_the_other_as_it_is(first: Edition) -> None:
    second = build(2, [*ITEMS, faq("visa"), rule("fees", condition("exact", "费用"))], first)
    assert second.indexes["en"] is first.indexes["en"]
    assert second.matchers["en"] is first.matchers["en"]


def test_new_rule_makes_a_new_matcher_only(first: Edition) -> None:
    second = build(2, [*ITEMS, rule("fees", condition("exact", "费用"))], first)
    assert len(second.matchers["zh"].find(normalise("费用"))) == 1
    assert second.indexes["zh"] is first.indexes["zh"]


def test_rule_that_was_taken_down_is_no_longer_matched(first: Edition) -> None:
    second = build(2, [item for item in ITEMS if item is not RULE], first)
    assert second.matchers["zh"].find(normalise("签证")) == []


def test_last_item_that_was_taken_down_is_no_longer_found(first: Edition) -> None:
    second = build(2, [item for item in ITEMS if item.kind is not Kind.NEWS], first)
    assert second.all(Kind.NEWS, "zh", NOW) == []
    assert second.indexes["zh"].find("会见", 5) == ()


def test_new_revision_of_an_item_replaces_the_old_one(first: Edition) -> None:
    newer = rule("visa", condition("exact", "护照"))
    second = build(2, [newer if item is RULE else item for item in ITEMS], first)
    assert [match.rule for match in second.matchers["zh"].find(normalise("护照"))] == [newer]
    assert second.matchers["zh"].find(normalise("签证")) == []


def test_edition_before_the_last_one_stays_as_it_was(first: Edition) -> None:
    build(2, [], first)
    assert len(first.matchers["zh"].find(normalise("签证"))) == 1
    assert len(first.revision_ids()) == len(ITEMS)


@pytest.mark.parametrize("items", [(), ITEMS], ids=["empty", "full"])
def test_first_edition_can_follow_the_one_that_knows_nothing(items: Sequence[Live[Any]]) -> None:
    edition = build(1, items, Edition())
    assert set(edition.matchers) == set(edition.indexes) == set(edition.names) == set(LANGUAGES)


def test_one_that_is_laid_over_takes_the_place_of_its_namesake(first: Edition) -> None:
    other = faq("lost", "护照丢了", answer="Another answer.")
    seen = overlaid(first, [other])
    assert seen.shelf(Kind.FAQ, "zh").by_slug["lost"] is other
    assert seen.shelf(Kind.FAQ, "zh").lives == (other,)
    assert first.shelf(Kind.FAQ, "zh").by_slug["lost"] is not other


def test_one_that_is_laid_over_stands_where_it_would_be_listed(first: Edition) -> None:
    newer, older = news("newer", date="2026-11-21"), news("older", date="2026-11-01")
    shelf = overlaid(first, [older, newer]).shelf(Kind.NEWS, "zh")
    assert [live.slug for live in shelf.lives] == ["newer", "meeting", "older"]


def test_rule_that_is_laid_over_is_compiled(first: Edition) -> None:
    seen = overlaid(first, [rule("fee", condition("exact", "费用"))])
    assert [match.rule.slug for match in seen.matchers["zh"].find(normalise("费用"))] == ["fee"]
    assert seen.matchers["en"] is first.matchers["en"]


def test_looking_at_a_text_builds_no_index(first: Edition) -> None:
    """That of a large account takes a minute."""
    seen = overlaid(first, [faq("new"), news("meeting", "会谈")])
    assert all(seen.indexes[language] is first.indexes[language] for language in LANGUAGES)


def test_something_can_be_laid_over_nothing() -> None:
    seen = overlaid(Edition(), [RULE, phrase("welcome", "Hello.")])
    assert [match.rule for match in seen.matchers["zh"].find(normalise("签证"))] == [RULE]
