"""Every way in which an answer can be wrong, judged without a network."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.simulator.webhook import AES_KEY, wrap
from wxbot.simulator.replies import Question, Verdict, judge
from wxbot.simulator.settings import Settings
from wxbot.simulator.wire import Fields, render, signature

SETTINGS = Settings(aes_key=AES_KEY, mode="plain")
HEAD: Fields = {"ToUserName": "oAlice", "FromUserName": SETTINGS.gh_id, "CreateTime": 1}
ARTICLE = {"Title": "t", "Description": "d", "PicUrl": "http://127.0.0.1/p.png", "Url": "http://127.0.0.1/"}
Judge = Callable[..., Verdict]


def verdict(body: bytes | str | Fields, mode: str = "plain", is_event: bool = False, media: str = "") -> Verdict:
    if not isinstance(body, bytes):
        body = (body if isinstance(body, str) else render(body)).encode()
    question = Question("oAlice", is_event, mode, SETTINGS, lambda media_id, kind: f"{kind}:{media_id}" == media)
    return judge(body, question)


def text(content: str = "hello", **changes: Any) -> Fields:
    return {**HEAD, "MsgType": "text", "Content": content, **changes}


def news(count: int, said: int = 0) -> Fields:
    return {**HEAD, "MsgType": "news", "ArticleCount": said or count, "Articles": {"item": [ARTICLE] * count}}


def test_text_reply_becomes_a_bubble() -> None:
    assert verdict(text("你好\n再见")).bubbles[0].text == "你好\n再见"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"success\n", "not XML"),
        ("﻿success".encode(), "not XML"),
        (b'"success"', "not XML"),
        (b"<html><body>success</body></html>", "root"),
        ("<XML></XML>", "root"),
        (b'<!DOCTYPE xml [<!ENTITY a "b">]><xml/>', "document type"),
        (b"<xml>\x01</xml>", "not XML"),
        ("<xml></xml>", "ToUserName"),
        (text(ToUserName="oBob"), "ToUserName"),
        (text(FromUserName="gh_other"), "FromUserName"),
        (text(ToUserName=SETTINGS.gh_id, FromUserName="oAlice"), "ToUserName"),
        (text(CreateTime="soon"), "CreateTime"),
        (text(MsgType="Text"), "MsgType"),
        (text(MsgType="msgmenu"), "MsgType"),
        (text(""), "Content is empty"),
        (render(text()).replace("Content", "content"), "Content is empty"),
        (text("长" * 683), "2049 bytes"),
        (news(0), "no article"),
        (news(1, said=2), "ArticleCount"),
        ({**HEAD, "MsgType": "image", "Image": {"MediaId": "x"}}, "unknown or expired"),
        ({**HEAD, "MsgType": "image", "Image": {}}, "missing"),
        ({**HEAD, "MsgType": "voice", "Voice": {"MediaId": "x"}}, "unknown or expired"),
        ({**HEAD, "MsgType": "video", "Video": {"MediaId": "x"}}, "unknown or expired"),
        ({**HEAD, "MsgType": "music", "Music": {"Title": "x"}}, "ThumbMediaId is missing"),
    ],
)
def test_bad_answer_is_invalid_and_says_why(body: bytes | str | Fields, fault: str) -> None:
    found = verdict(body)
    assert found.body_class == "invalid"
    assert fault in found.fault
    assert not found.silent


def test_text_of_exactly_the_limit_is_shown() -> None:
    assert verdict(text("长" * 682 + "ab")).body_class == "reply"


@pytest.mark.parametrize(("kind", "tag"), [("image", "Image"), ("voice", "Voice"), ("video", "Video")])
def test_known_medium_is_shown(kind: str, tag: str) -> None:
    found = verdict({**HEAD, "MsgType": kind, tag: {"MediaId": "m"}}, media=f"{kind}:m")
    assert (found.bubbles[0].type, found.bubbles[0].media_id) == (kind, "m")


def test_music_needs_only_its_cover() -> None:
    assert verdict({**HEAD, "MsgType": "music", "Music": {"ThumbMediaId": "m"}}, media="thumb:m").bubbles


@pytest.mark.parametrize(("count", "is_event", "shown"), [(1, False, 1), (2, False, 0), (8, True, 1), (9, True, 0)])
def test_too_many_articles_are_dropped_without_a_word(count: int, is_event: bool, shown: int) -> None:
    found = verdict(news(count), is_event=is_event)
    assert len(found.bubbles) == shown
    assert found.silent is (shown == 0)


def test_message_can_be_handed_to_an_agent_and_an_event_cannot() -> None:
    body: Fields = {**HEAD, "MsgType": "transfer_customer_service"}
    assert verdict(body).body_class == "reply"
    assert verdict(body, is_event=True).body_class == "invalid"


def test_sealed_reply_is_opened() -> None:
    assert verdict(wrap(render(text()), SETTINGS), "safe").bubbles[0].text == "hello"


def test_sealed_reply_for_another_account_is_invalid() -> None:
    assert "app id" in verdict(wrap(render(text()), SETTINGS, "wx-other"), "safe").fault


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"MsgSignature": "0" * 40}, "MsgSignature"),
        ({"TimeStamp": ""}, "lacks TimeStamp"),
        ({"Encrypt": "AAAA", "MsgSignature": signature(SETTINGS.token, "1", "n", "AAAA")}, "blocks"),
        ({"Encrypt": ""}, "not encrypted"),
    ],
)
def test_broken_envelope_is_invalid(changes: dict[str, str], fault: str) -> None:
    good = {"Encrypt": "x", "MsgSignature": "x", "TimeStamp": "1", "Nonce": "n"}
    assert fault in verdict({**good, **changes}, "safe").fault


def test_words_that_are_never_sealed_are_good_in_safe_mode() -> None:
    assert verdict(b"success", "safe").body_class == "success"
    assert verdict(b"", "safe").body_class == "empty"
