"""Reports of embassies: the latest ones as cards or as a list, and one to read."""

import pytest

from tests.dispatch.asking import Desk, in_words
from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Kind
from wxbot.protocol.replies import NewsReply, TextReply


def test_tap_shows_the_eight_latest_as_cards(either: Desk, delivered: Edition) -> None:
    reply = either.tap("embassies")
    assert isinstance(reply, NewsReply)
    assert len(reply.cards) == 8
    assert reply.cards[0].title == delivered.all(Kind.REPORT, either.language, either.now)[0].title


def test_words_show_a_list_that_leads_to_all_of_them(desk: Desk, delivered: Edition) -> None:
    desk.say("使馆动态")
    keys = list(desk.keys)
    while desk.conversation.more:
        desk.say("更多")
        keys += desk.keys
    assert keys == [live.key for live in delivered.all(Kind.REPORT, "zh", desk.now)]


@pytest.mark.parametrize("words", ["使馆活动", "驻外使馆动态", "embassy reports", "Embassy news"])
def test_reports_are_asked_for_in_words(desk: Desk, words: str) -> None:
    desk.say(words)
    assert desk.hit == "embassies.latest"


def test_every_report_leads_to_its_page(either: Desk, delivered: Edition) -> None:
    for live in delivered.shelf(Kind.REPORT, either.language).lives:
        reply = either.tap(live.key)
        assert isinstance(reply, NewsReply)
        (card,) = reply.cards
        assert card.url == f"https://account.example/report/{live.slug}?lang={either.language}"


def test_report_without_a_translation_says_so(desk: Desk, delivered: Edition) -> None:
    slugs = set(delivered.shelf(Kind.REPORT, "zh").by_slug) - set(delivered.shelf(Kind.REPORT, "en").by_slug)
    assert slugs
    desk.language = "en"
    assert desk.phrase("untranslated") in in_words(desk.tap(f"report/{min(slugs)}"))


def test_unknown_report_shows_the_way_back(either: Desk) -> None:
    reply = either.tap("report/nothing")
    assert isinstance(reply, TextReply)
    assert reply.text.startswith(either.phrase("gone"))
