"""Choosing a language, and being answered in the one that was used."""

import pytest

from tests.dispatch.asking import Desk
from wxbot.protocol.replies import TextReply
from wxbot.services.effects import SetLanguage


@pytest.mark.parametrize("words", ["English", "英文", "英语"])
def test_asking_for_english_switches_and_says_so_in_english(desk: Desk, words: str) -> None:
    assert "I answer in English" in desk.say(words)
    assert desk.outcome.effects == (SetLanguage("en"),)


def test_asking_for_chinese_switches_back(desk: Desk) -> None:
    desk.language = "en"
    assert "已切换为中文" in desk.say("中文")
    assert desk.outcome.effects == (SetLanguage("zh"),)


def test_the_menus_button_switches_too(desk: Desk) -> None:
    reply = desk.tap("language/en")
    assert isinstance(reply, TextReply)
    assert desk.outcome.effects == (SetLanguage("en"),)


def test_english_words_are_answered_in_english_without_a_choice(desk: Desk) -> None:
    assert "[Diplomatic activities]" in desk.say("news")


def test_a_number_is_answered_in_the_language_of_its_list(desk: Desk) -> None:
    desk.say("news")
    assert "lang=en" in desk.say("1")


def test_a_chosen_language_outlasts_a_word_of_the_other(desk: Desk) -> None:
    desk.language = "en"
    assert "[Diplomatic activities]" in desk.say("新闻")
