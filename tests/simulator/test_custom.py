from typing import Any

import pytest

from tests.simulator.account import Account
from wxbot.simulator.samples import AMR, MP4, picture
from wxbot.simulator.server import Simulator

JPEG = b"\xff\xd8\xff" + bytes(50)


def send(account: Account, kind: str, content: Any) -> int:
    body = {"touser": "oA", "msgtype": kind, kind: content}
    return int(account.call("message/custom/send", body)["errcode"])


@pytest.fixture(autouse=True)
def _window(wechat: Simulator) -> None:
    wechat.text("oA", "hello")


def test_text_reaches_the_chat_and_the_ledger(wechat: Simulator, account: Account) -> None:
    answer = account.say("oA", "您好")
    assert answer == {"errcode": 0, "errmsg": "ok"}
    assert wechat.chat("oA")[-1].bubble.text == "您好"
    assert [(one.openid, one.bubble.text) for one in wechat.ledger.custom] == [("oA", "您好")]


@pytest.mark.parametrize(
    ("kind", "content", "errcode"),
    [
        ("text", {"content": ""}, 44004),
        ("text", {"content": "长" * 683}, 45002),
        ("text", {"content": "长" * 682 + "ab"}, 0),
        ("image", {"media_id": "unknown"}, 40007),
        ("news", {"articles": {"title": "x"}}, 45162),
        ("news", {"articles": []}, 44003),
        ("news", {"articles": [{"title": "x"}, {"title": "y"}]}, 45008),
        ("news", {"articles": [{"title": "x"}]}, 0),
        ("msgmenu", {"head_content": "?", "list": [{"id": "1", "content": "yes"}], "tail_content": "!"}, 0),
        ("msgmenu", {"head_content": "?", "list": []}, 45098),
        ("msgmenu", {"list": [{"id": "1", "content": "长" * 50}]}, 45099),
        ("mpnewsarticle", {"article_id": "unknown"}, 53600),
        ("wxcard", {"card_id": "c"}, 0),
        ("poem", {"content": "x"}, 40008),
    ],
)
def test_content_is_checked(kind: str, content: Any, errcode: int, account: Account) -> None:
    assert send(account, kind, content) == errcode


def test_refused_content_costs_nothing_of_the_window(wechat: Simulator, account: Account) -> None:
    send(account, "text", {"content": ""})
    assert [window.left for window in wechat.windows.live("oA", wechat.clock.now())] == [5]


def test_every_kind_of_medium_can_be_sent(wechat: Simulator, account: Account) -> None:
    image = account.upload("image", picture())["media_id"]
    voice, video = account.upload("voice", AMR)["media_id"], account.upload("video", MP4)["media_id"]
    thumb = account.upload("thumb", JPEG)["thumb_media_id"]
    assert send(account, "image", {"media_id": image}) == 0
    assert send(account, "voice", {"media_id": voice}) == 0
    assert send(account, "video", {"media_id": video, "thumb_media_id": thumb, "title": "t"}) == 0
    assert send(account, "music", {"musicurl": "http://127.0.0.1/a", "thumb_media_id": thumb}) == 0
    assert send(account, "miniprogrampage", {"title": "t", "appid": "a", "pagepath": "p", "thumb_media_id": thumb}) == 0
    kinds = [one.bubble.type for one in wechat.ledger.custom]
    assert kinds == ["image", "voice", "video", "music", "miniprogram"]


def test_medium_of_another_kind_is_refused(account: Account) -> None:
    voice = account.upload("voice", AMR)["media_id"]
    assert send(account, "image", {"media_id": voice}) == 40007


def test_typing_needs_a_recent_message_and_is_not_repeated(wechat: Simulator, account: Account) -> None:
    def typing(command: str) -> int:
        return int(account.call("message/custom/typing", {"touser": "oA", "command": command})["errcode"])

    assert typing("Dancing") == 45072
    assert typing("Typing") == 0
    assert typing("Typing") == 45081
    assert typing("CancelTyping") == 0
    assert typing("Typing") == 0
    wechat.clock.advance(31)
    assert typing("Typing") == 45080
