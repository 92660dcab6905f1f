"""What WeChat would refuse is refused before it is sent."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.protocol.message_samples import MESSAGES
from tests.protocol.reply_samples import FOLLOW, TEXT, card, full, news
from tests.protocol.samples import read
from wxbot.errors import LimitError
from wxbot.protocol.messages import Message
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
    check,
    clip,
    size,
)


@pytest.mark.parametrize(
    "text", ["a" * 2048, "好" * 682 + "ab", "😀" * 512, "é" * 1024], ids=["one", "three", "four", "two"]
)
def test_text_of_2048_bytes_is_allowed(text: str) -> None:
    check(TextReply(text), TEXT)


@pytest.mark.parametrize(
    "text", ["a" * 2049, "好" * 683, "😀" * 512 + "a", "é" * 1024 + "a"], ids=["one", "three", "four", "two"]
)
def test_text_of_2049_bytes_is_refused(text: str) -> None:
    with pytest.raises(LimitError, match="2048"):
        check(TextReply(text), TEXT)


def test_characters_that_are_not_sent_do_not_count() -> None:
    check(TextReply("a" * 2048 + "\x00\ud800"), TEXT)


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\x00", "\u3000"])
def test_text_that_shows_nothing_is_refused(text: str) -> None:
    with pytest.raises(LimitError, match="empty"):
        check(TextReply(text), TEXT)


@pytest.mark.parametrize("message", [sample for _, sample in MESSAGES.values()], ids=MESSAGES.keys())
def test_message_is_answered_with_one_article(message: Message) -> None:
    check(news(1), message)
    with pytest.raises(LimitError, match="1 to 1"):
        check(news(2), message)


def test_event_is_answered_with_eight_articles() -> None:
    check(news(8), FOLLOW)


def test_nine_articles_are_refused() -> None:
    with pytest.raises(LimitError, match="9 articles"):
        check(news(9), FOLLOW)


def test_news_without_articles_is_refused() -> None:
    with pytest.raises(LimitError, match="0 articles"):
        check(NewsReply(()), FOLLOW)


def test_article_without_a_title_is_refused() -> None:
    with pytest.raises(LimitError, match="title"):
        check(NewsReply((card(), card(" "))), FOLLOW)


def test_article_needs_nothing_but_a_title() -> None:
    check(NewsReply((Card("title", "", ""),)), TEXT)


@pytest.mark.parametrize("reply", [ImageReply(""), VoiceReply(""), VideoReply(""), MusicReply("")])
def test_empty_media_id_is_refused(reply: Reply) -> None:
    with pytest.raises(LimitError, match="media id"):
        check(reply, TEXT)


def test_transfer_needs_no_agent() -> None:
    check(TransferReply(), TEXT)


@pytest.mark.parametrize("reply", [reply for kind, reply in full("words").items() if kind != "news"])
def test_every_other_reply_is_allowed(reply: Reply) -> None:
    check(reply, read(MESSAGES["text"][0]))


def test_size_is_in_bytes() -> None:
    assert size("a好😀") == 1 + 3 + 4


@pytest.mark.parametrize(
    ("limit", "kept"), [(0, ""), (1, "a"), (3, "a"), (4, "a好"), (7, "a好"), (8, "a好😀"), (99, "a好😀")]
)
def test_clip_never_ends_inside_a_character(limit: int, kept: str) -> None:
    assert clip("a好😀", limit) == kept


@settings(deadline=None)
@given(st.text(), st.integers(0, 40))
def test_clip_is_the_longest_beginning_that_fits(words: str, limit: int) -> None:
    kept = clip(words, limit)
    assert words.startswith(kept)
    assert size(kept) <= limit
    assert kept == words or size(words[: len(kept) + 1]) > limit
