"""Consular questions: by category, by the words in which people ask, in both languages."""

import pytest

from tests.dispatch.asking import Desk
from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Kind
from wxbot.protocol.replies import TextReply


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_category_has_a_name_and_leads_to_its_questions(desk: Desk, language: str) -> None:
    desk.language = language
    desk.tap("consular")
    categories = desk.conversation.choices
    assert len(categories) == 8
    for words, key in categories:
        assert words != key.partition("/")[2]
        assert isinstance(desk.tap(key), TextReply)
        assert all(line.startswith("faq/") for _, line in desk.conversation.choices)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_question_is_found_by_its_title_and_by_every_variant(
    desk: Desk, delivered: Edition, language: str
) -> None:
    missed = []
    for live in delivered.shelf(Kind.FAQ, language).lives:
        for words in (live.title, *live.body.variants):
            desk.say(words)
            if desk.outcome.key != live.key and not desk.hit.startswith("emergency/"):  # Need comes before questions.
                missed.append((words, desk.hit))
    assert not missed


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ("護照快要到期了，人在國外怎麼換？", "passport-renewal-abroad"),
        ("how can I renew my Chinese passport while abroad?", "passport-renewal-abroad"),
    ],
)
def test_a_question_in_other_words_is_answered(desk: Desk, delivered: Edition, asked: str, slug: str) -> None:
    answered = desk.say(asked)
    titles = [live.title for lang in ("zh", "en") if (live := delivered.shelf(Kind.FAQ, lang).by_slug.get(slug))]
    assert any(title in answered for title in titles), answered


def test_links_in_an_answer_can_be_tapped(desk: Desk) -> None:
    assert '<a href="https://cs.mfa.gov.cn/">' in desk.say("护照快到期了")


def test_a_category_that_does_not_exist_shows_the_way_back(desk: Desk) -> None:
    reply = desk.tap("consular/nothing")
    assert isinstance(reply, TextReply)
    assert "已经下线" in reply.text


@pytest.mark.parametrize("words", ["护照", "签证", "旅行证", "passport", "visa", "Visas"])
def test_the_name_of_a_category_is_answered_with_its_questions(desk: Desk, words: str) -> None:
    desk.say(words)
    assert desk.hit == "consular.named_category"
    assert len(desk.conversation.choices) >= 3


@pytest.mark.parametrize(("words", "category"), [("签证", "visa"), ("visas", "visa"), ("护照", "passport")])
def test_every_question_of_a_named_category_can_be_reached(
    desk: Desk, delivered: Edition, words: str, category: str
) -> None:
    desk.say(words)
    keys = list(desk.keys)
    while desk.conversation.more:
        desk.say("更多")
        keys += desk.keys
    wanted = [live.key for live in delivered.shelf(Kind.FAQ, "zh").lives if live.body.category == category]
    assert (sorted(keys), len(keys) > 8) == (sorted(wanted), True)


@pytest.mark.parametrize(
    "asked",
    [
        "老公在国外被抓了",
        "my friend was arrested in spain",
        "我弟弟被绑架到国外",
        "%s",
        "地震了怎么办",
    ],
)
def test_what_is_only_somewhat_alike_is_never_told_as_the_answer(desk: Desk, asked: str) -> None:
    said = desk.say(asked)
    assert not desk.hit.startswith("consular")
    assert "12308" in said
