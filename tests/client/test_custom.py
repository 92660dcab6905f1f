"""Customer-service messages: while a window is open they arrive as they were written, afterwards they do not."""

from typing import Any

import pytest

from tests.client.counting import SEND, calls, open_window
from tests.protocol.reply_samples import card
from wxbot.client import custom, media
from wxbot.client.api import Api
from wxbot.errors import ErrorClass, WechatError
from wxbot.protocol.custom import custom as message_of
from wxbot.protocol.replies import NewsReply, TextReply, VideoReply
from wxbot.simulator.samples import MP4
from wxbot.simulator.server import Simulator

JPEG = b"\xff\xd8\xff\xe0" + bytes(100)


def text(words: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": words}}


def refusal(api: Api, message: dict[str, Any]) -> WechatError:
    with pytest.raises(WechatError) as refused:
        custom.send(api, "oAlice", message)
    return refused.value


@pytest.fixture
def open_api(wechat: Simulator, api: Api) -> Api:
    """Alice has just written."""
    open_window(wechat, "oAlice")
    return api


@pytest.mark.parametrize(
    "words", ["hello", "你好，世界", "😀 👨‍👩‍👧", 'quotes " and \\ and \\u4f60', "a\nb\tc", "好" * 682]
)
def test_text_arrives_as_it_was_written(wechat: Simulator, open_api: Api, words: str) -> None:
    custom.send(open_api, "oAlice", text(words))
    assert [(sent.openid, sent.bubble.text) for sent in wechat.ledger.custom] == [("oAlice", words)]


def test_body_is_utf8_without_escapes(wechat: Simulator, open_api: Api) -> None:
    custom.send(open_api, "oAlice", text("你好😀"))
    kept: Any = wechat.world.state.rids.find(wechat.ledger.calls[-1].rid, wechat.clock.now())
    assert '"你好😀"' in kept["request_body"]
    assert "\\u" not in kept["request_body"]


def test_card_arrives(wechat: Simulator, open_api: Api) -> None:
    message = message_of(NewsReply((card("头条"),)))
    assert message is not None
    custom.send(open_api, "oAlice", message)
    (article,) = wechat.ledger.custom[0].bubble.articles
    assert (article.title, article.url) == ("头条", "https://example.org/a")


def test_reply_made_for_the_api_arrives(wechat: Simulator, open_api: Api) -> None:
    message = message_of(TextReply("hello"))
    assert message is not None
    custom.send(open_api, "oAlice", message)
    assert wechat.ledger.custom[0].bubble.text == "hello"


def test_stranger_has_no_window(wechat: Simulator, api: Api) -> None:
    error = refusal(api, text("hello"))
    assert (error.kind, error.code) == (ErrorClass.WINDOW, 45015)
    assert calls(wechat, SEND) == 1


def test_window_is_used_up_after_five_messages(wechat: Simulator, open_api: Api) -> None:
    for _ in range(5):
        custom.send(open_api, "oAlice", text("hello"))
    error = refusal(open_api, text("hello"))
    assert (error.kind, error.code) == (ErrorClass.WINDOW, 45047)
    assert len(wechat.ledger.custom) == 5


def test_window_is_closed_after_two_days(wechat: Simulator, open_api: Api) -> None:
    wechat.clock.advance(48 * 3600 + 1)
    assert refusal(open_api, text("hello")).code == 45015


def test_who_has_left_has_no_window(wechat: Simulator, open_api: Api) -> None:
    wechat.followers.unfollow("oAlice")
    assert refusal(open_api, text("hello")).kind is ErrorClass.WINDOW


def test_text_that_is_too_long_is_ours_to_mend(wechat: Simulator, open_api: Api) -> None:
    error = refusal(open_api, text("好" * 683))
    assert (error.kind, error.code) == (ErrorClass.FIX, 45002)


def test_account_without_the_right_is_told(wechat: Simulator, open_api: Api) -> None:
    wechat.change(kind="subscription")
    error = refusal(open_api, text("hello"))
    assert (error.kind, error.code) == (ErrorClass.PERMISSION, 48001)


def test_typing_is_shown_and_ended(wechat: Simulator, open_api: Api) -> None:
    custom.typing(open_api, "oAlice", on=True)
    assert wechat.world.state.chats.typing_until("oAlice") > wechat.clock.now()
    custom.typing(open_api, "oAlice", on=False)
    assert wechat.world.state.chats.typing_until("oAlice") <= wechat.clock.now()


def test_typing_to_someone_silent_is_refused(wechat: Simulator, open_api: Api) -> None:
    wechat.clock.advance(31)
    with pytest.raises(WechatError) as refused:
        custom.typing(open_api, "oAlice", on=True)
    assert refused.value.code == 45080


def test_busy_leaves_open_whether_the_message_went_out(wechat: Simulator, open_api: Api) -> None:
    wechat.faults.refuse(SEND, -1)
    assert refusal(open_api, text("hello")).kind is ErrorClass.UNKNOWN
    assert calls(wechat, SEND) == 1


def test_video_with_its_thumb_arrives(wechat: Simulator, open_api: Api) -> None:
    video = media.upload(open_api, "video", "v.mp4", MP4)
    thumb = media.upload(open_api, "thumb", "t.jpg", JPEG)
    message = message_of(VideoReply(video, "t", "d", thumb))
    assert message is not None
    custom.send(open_api, "oAlice", message)
    assert [sent.bubble.type for sent in wechat.ledger.custom] == ["video"]
