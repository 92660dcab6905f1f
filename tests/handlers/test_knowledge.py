"""Diplomatic knowledge: the latest pieces, and one to read."""

import pytest

from tests.dispatch.asking import Desk
from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Kind
from wxbot.protocol.replies import NewsReply, TextReply


def test_tap_shows_cards_that_lead_to_the_pages(either: Desk) -> None:
    reply = either.tap("knowledge")
    assert isinstance(reply, NewsReply)
    assert len(reply.cards) == 8
    assert all(
        f"/knowledge/{key.partition('/')[2]}?" in card.url for key, card in zip(either.keys, reply.cards, strict=True)
    )


@pytest.mark.parametrize("words", ["外交知识", "外交小知识", "Diplomatic knowledge"])
def test_knowledge_is_asked_for_in_words(desk: Desk, words: str) -> None:
    desk.say(words)
    assert desk.hit == "knowledge.latest"
    assert all(key.startswith("knowledge/") for key in desk.keys)


def test_every_piece_is_found_by_its_title(either: Desk, delivered: Edition) -> None:
    for live in delivered.shelf(Kind.KNOWLEDGE, either.language).lives:
        either.say(live.title)
        assert either.outcome.key == live.key, live.title


def test_unknown_piece_shows_the_way_back(either: Desk) -> None:
    reply = either.tap("knowledge/nothing")
    assert isinstance(reply, TextReply)
    assert reply.text.startswith(either.phrase("gone"))
