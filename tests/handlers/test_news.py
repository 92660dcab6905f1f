"""Important diplomatic activities in both languages."""

import pytest

from tests.dispatch.asking import Desk
from wxbot.protocol.replies import NewsReply


@pytest.mark.parametrize(("words", "head"), [("新闻", "重要外交活动"), ("latest news", "Diplomatic activities")])
def test_asking_for_news_lists_the_latest_first(desk: Desk, words: str, head: str) -> None:
    assert head in desk.say(words)
    assert desk.conversation.choices[0][1] == "news/sco-tianjin-2025"


def test_a_number_opens_the_article_as_a_card_that_links_to_its_page(desk: Desk) -> None:
    desk.say("新闻")
    reply = desk.tap(desk.conversation.choices[1][1])
    assert isinstance(reply, NewsReply)
    assert reply.cards[0].url == "https://account.example/news/focac-beijing-2024?lang=zh"
    assert reply.cards[0].picture_url == "https://account.example/covers/news/focac-beijing-2024.png"


def test_the_menu_shows_eight_cards(desk: Desk) -> None:
    reply = desk.tap("news")
    assert isinstance(reply, NewsReply)
    assert len(reply.cards) == 8


def test_all_news_can_be_reached_with_more(desk: Desk) -> None:
    desk.say("新闻")
    keys = [key for _, key in desk.conversation.choices]
    while desk.conversation.more:
        desk.say("更多")
        keys += [key for _, key in desk.conversation.choices]
    assert len(keys) == len(set(keys)) == 14


def test_an_article_that_is_gone_is_said_to_be(desk: Desk) -> None:
    desk.tap("news/never-was")
    assert "已经下线" in desk.say("1") or desk.hit == "news.latest"


@pytest.mark.parametrize("topic", ["一带一路", "Belt and Road"])
def test_a_topics_name_lists_what_is_on_it(desk: Desk, topic: str) -> None:
    desk.say(topic)
    assert desk.hit == "topics.on_topic"
    assert {"news/belt-and-road-forum-2017", "news/belt-and-road-forum-2023"} <= {
        key for _, key in desk.conversation.choices
    }


def test_a_chinese_topic_from_the_menu_serves_english_readers_too(desk: Desk) -> None:
    desk.language = "en"
    reply = desk.tap("topic/一带一路")
    assert isinstance(reply, NewsReply)
    assert all(card.title.isascii() for card in reply.cards)
