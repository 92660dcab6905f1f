"""What nothing answers gets an honest sentence and the way on; what only informs gets silence."""

import pytest

from tests.dispatch.asking import Desk
from tests.rig.wire import event_xml, text_xml


@pytest.mark.parametrize(
    ("words", "sentence"), [("呜啦啦呜啦啦", "还回答不了"), ("blorp zzz", "cannot answer that yet")]
)
def test_an_unknown_word_gets_the_fallback_with_the_hotline(desk: Desk, words: str, sentence: str) -> None:
    said = desk.say(words)
    assert sentence in said
    assert "12308" in said


@pytest.mark.parametrize("words", ["？？？", "😀😀", "。"])
def test_signs_alone_get_the_fallback(desk: Desk, words: str) -> None:
    assert "还回答不了" in desk.say(words)


def test_a_sticker_is_said_to_be_unreadable(desk: Desk) -> None:
    assert "看不到表情" in desk.say("【收到不支持的消息类型，暂无法显示】")


@pytest.mark.parametrize(
    ("kind", "nodes", "hit"),
    [
        ("image", "<PicUrl>http://p/</PicUrl><MediaId>M</MediaId>", "sharing.sent"),
        ("video", "<MediaId>M</MediaId><ThumbMediaId>T</ThumbMediaId>", "sharing.sent"),
        ("shortvideo", "<MediaId>M</MediaId><ThumbMediaId>T</ThumbMediaId>", "sharing.sent"),
        ("voice", "<MediaId>M</MediaId><Format>amr</Format><Recognition></Recognition>", "fallback.unheard"),
        (
            "location",
            "<Location_X>31.2</Location_X><Location_Y>121.4</Location_Y><Scale>16</Scale>",
            "missions.located",
        ),
        ("link", "<Title>t</Title><Description>d</Description><Url>https://e.org/</Url>", "fallback.link"),
        ("hologram", "<Depth>3</Depth>", "sharing.sent"),
    ],
)
def test_every_kind_of_message_gets_an_answer(desk: Desk, kind: str, nodes: str, hit: str) -> None:
    xml = text_xml("x").replace("<![CDATA[text]]>", f"<![CDATA[{kind}]]>")
    reply = desk.ask(xml.replace("<Content><![CDATA[x]]></Content>", nodes))
    assert reply is not None
    assert desk.hit == hit


@pytest.mark.parametrize("event", ["VIEW", "LOCATION", "MASSSENDJOBFINISH", "kf_create_session", "some_new_event"])
def test_an_event_that_shows_no_reply_gets_silence(desk: Desk, event: str) -> None:
    assert desk.ask(event_xml(event)) is None


def test_a_menu_key_that_is_gone_gets_the_fallback(desk: Desk) -> None:
    assert desk.ask(event_xml("CLICK", "QQZX_7")) is not None
    assert desk.hit == "fallback.unknown"
