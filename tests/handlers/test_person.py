"""Asking for a person: handed over while somebody is there, otherwise a question that a person will answer."""

import pytest

from tests.dispatch.asking import Desk
from tests.rig.wire import text_xml
from wxbot.protocol.replies import TextReply, TransferReply
from wxbot.services.effects import OpenLetter


@pytest.mark.parametrize("words", ["人工", "转人工", "我要人工", "客服", "Talk to a person", "agent"])
def test_person_is_asked_for_in_words(desk: Desk, words: str) -> None:
    desk.say(words)
    assert desk.hit == "person.asked_for"


def test_follower_is_handed_over_while_somebody_is_there(either: Desk) -> None:
    either.hands_over = True
    assert either.tap("person") == TransferReply()
    assert either.conversation.form is None


def test_follower_writes_a_question_while_nobody_is_there(either: Desk) -> None:
    reply = either.tap("person")
    assert isinstance(reply, TextReply)
    assert reply.text.startswith(either.phrase("person-away"))
    for words in ("我的护照什么时候可以取", "写完了", "跳过", "提交"):
        either.say(words)
    (letter,) = either.effects
    assert isinstance(letter, OpenLetter)
    assert (letter.kind, letter.subject, letter.text) == ("question", "", "我的护照什么时候可以取")


def test_emergency_comes_before_a_person(desk: Desk) -> None:
    desk.hands_over = True
    reply = desk.ask(text_xml("救命，我要找人工，护照丢了"))
    assert isinstance(reply, TextReply)
    assert "+86-10-12308" in reply.text


def test_nobody_can_write_while_redis_is_down(either: Desk) -> None:
    either.alone = True
    reply = either.tap("person")
    assert isinstance(reply, TextReply)
    assert either.phrase("form-closed") in reply.text
    assert either.conversation.form is None
