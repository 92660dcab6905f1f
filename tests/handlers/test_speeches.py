"""Speeches of senior diplomats: the latest, one speaker's, and one to read."""

import pytest

from tests.dispatch.asking import Desk, in_words
from wxbot.protocol.replies import NewsReply


@pytest.mark.parametrize("words", ["讲话", "重要讲话", "speeches"])
def test_asking_for_speeches_lists_the_latest_first(desk: Desk, words: str) -> None:
    desk.say(words)
    assert desk.conversation.choices[0][1] == "speech/wang-yi-press-2025"


@pytest.mark.parametrize(("name", "count"), [("王毅", 8), ("Qiao Guanhua", 1), ("喬冠華", 1)])
def test_a_speakers_name_lists_his_speeches(desk: Desk, name: str, count: int) -> None:
    desk.say(name)
    assert desk.hit == "speeches.by_speaker"
    assert len(desk.conversation.choices) == count


def test_a_speech_answers_with_its_title_and_its_page(desk: Desk) -> None:
    reply = desk.tap("speech/wang-yi-munich-2024")
    assert isinstance(reply, NewsReply)
    assert "speech/wang-yi-munich-2024?lang=zh" in in_words(reply)


def test_the_speakers_are_a_list_that_leads_to_each(desk: Desk) -> None:
    desk.tap("speakers")
    for _, key in desk.conversation.choices:
        assert isinstance(desk.tap(key), NewsReply)
