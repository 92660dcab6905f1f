"""The same replies as customer-service messages, in the shapes that the API takes."""

import pytest

from tests.protocol.reply_samples import full, news
from wxbot.protocol.custom import as_text, custom
from wxbot.protocol.replies import (
    Card,
    ImageReply,
    MusicReply,
    NewsReply,
    Reply,
    TextReply,
    TransferReply,
    VideoReply,
    VoiceReply,
)

SHAPES: dict[str, tuple[Reply, dict[str, object]]] = {
    "text": (TextReply("你好]]>"), {"msgtype": "text", "text": {"content": "你好]]>"}}),
    "image": (ImageReply("M"), {"msgtype": "image", "image": {"media_id": "M"}}),
    "voice": (VoiceReply("M"), {"msgtype": "voice", "voice": {"media_id": "M"}}),
    "video": (
        VideoReply("M", "t", "d", "T"),
        {"msgtype": "video", "video": {"media_id": "M", "thumb_media_id": "T", "title": "t", "description": "d"}},
    ),
    "music": (
        MusicReply("T", "t", "d", "http://u", "http://h"),
        {
            "msgtype": "music",
            "music": {
                "title": "t",
                "description": "d",
                "musicurl": "http://u",
                "hqmusicurl": "http://h",
                "thumb_media_id": "T",
            },
        },
    ),
    "news": (
        NewsReply((Card("t", "d", "http://u", "http://p"),)),
        {
            "msgtype": "news",
            "news": {"articles": [{"title": "t", "description": "d", "url": "http://u", "picurl": "http://p"}]},
        },
    ),
}


@pytest.mark.parametrize(("reply", "shape"), SHAPES.values(), ids=SHAPES.keys())
def test_reply_takes_the_shape_of_the_api(reply: Reply, shape: dict[str, object]) -> None:
    assert custom(reply) == shape


def test_only_the_first_of_several_articles_is_sent() -> None:
    message = custom(NewsReply((Card("first", "", ""), Card("second", "", ""))))
    assert message is not None
    assert [article["title"] for article in message["news"]["articles"]] == ["first"]


def test_transfer_is_possible_only_as_a_reply() -> None:
    assert custom(TransferReply()) is None


def test_text_is_its_own_words() -> None:
    assert as_text(TextReply("hello")) == "hello"


def test_news_in_words_are_links() -> None:
    link = "[标题](https://example.org/a)"
    assert as_text(news(2)) == f"{link}\n{link}"


@pytest.mark.parametrize("kind", ["image", "voice", "video", "music", "transfer_customer_service"])
def test_other_replies_cannot_be_put_in_words(kind: str) -> None:
    assert as_text(full("words")[kind]) == ""
