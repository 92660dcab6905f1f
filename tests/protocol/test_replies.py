"""Replies as XML: right for WeChat's eyes, whatever words are in them."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wechatpy.replies import deserialize_reply

from tests.protocol.reply_samples import FOLLOW, TEXT, full, news
from tests.protocol.samples import ACCOUNT, ALICE
from wxbot.protocol.replies import (
    SUCCESS,
    ImageReply,
    MusicReply,
    Reply,
    TextReply,
    TransferReply,
    VideoReply,
    VoiceReply,
    render,
)
from wxbot.protocol.xml import printable

NOW = 1760000001.9
KINDS = full("words")
HEAD = ("ToUserName", "FromUserName", "CreateTime", "MsgType")


def rendered(reply: Reply) -> Element:
    return fromstring(render(reply, TEXT, NOW))


def theirs(reply: Reply) -> Any:
    return deserialize_reply(render(reply, TEXT, NOW))


@pytest.mark.parametrize("reply", KINDS.values(), ids=KINDS.keys())
def test_reply_goes_from_the_account_to_the_follower(reply: Reply) -> None:
    root = rendered(reply)
    assert (root.tag, root.findtext("ToUserName"), root.findtext("FromUserName")) == ("xml", ALICE, ACCOUNT)


@pytest.mark.parametrize("reply", KINDS.values(), ids=KINDS.keys())
def test_time_is_in_whole_seconds(reply: Reply) -> None:
    assert rendered(reply).findtext("CreateTime") == "1760000001"


@pytest.mark.parametrize(("kind", "reply"), KINDS.items(), ids=KINDS.keys())
def test_kind_is_named_as_the_platform_names_it(kind: str, reply: Reply) -> None:
    assert rendered(reply).findtext("MsgType") == kind


def test_event_is_answered_like_a_message() -> None:
    root = fromstring(render(TextReply("welcome"), FOLLOW, NOW))
    assert (root.findtext("ToUserName"), root.findtext("Content")) == (ALICE, "welcome")


def test_wechatpy_reads_the_text() -> None:
    assert theirs(TextReply("第一行\n<a href='https://example.org/'>more</a>")).content == (
        "第一行\n<a href='https://example.org/'>more</a>"
    )


def test_wechatpy_reads_the_image() -> None:
    assert theirs(ImageReply("MID")).image == "MID"


def test_wechatpy_reads_the_voice() -> None:
    assert theirs(VoiceReply("MID")).voice == "MID"


def test_wechatpy_reads_the_video() -> None:
    assert dict(theirs(VideoReply("MID", "t", "d")).video) == {"media_id": "MID", "title": "t", "description": "d"}


def test_wechatpy_reads_the_music() -> None:
    assert dict(theirs(MusicReply("TMB", "t", "d", "http://u", "http://h")).music) == {
        "thumb_media_id": "TMB",
        "title": "t",
        "description": "d",
        "music_url": "http://u",
        "hq_music_url": "http://h",
    }


def test_wechatpy_reads_the_news() -> None:
    article = {
        "title": "标题",
        "description": "摘要",
        "image": "https://example.org/a.png",
        "url": "https://example.org/a",
    }
    assert theirs(news(2)).articles == [article, article]


@pytest.mark.parametrize("count", [1, 8])
def test_count_of_articles_is_told(count: int) -> None:
    root = rendered(news(count))
    assert root.findtext("ArticleCount") == str(count)
    assert [node.tag for node in root.findall("Articles/*")] == ["item"] * count


def test_article_has_its_four_nodes_even_when_they_are_empty() -> None:
    item = rendered(news(1)).find("Articles/item")
    assert item is not None
    assert [node.tag for node in item] == ["Title", "Description", "PicUrl", "Url"]


def test_music_needs_nothing_but_its_cover() -> None:
    music = rendered(MusicReply("TMB")).find("Music")
    assert music is not None
    assert [(node.tag, node.text) for node in music] == [("ThumbMediaId", "TMB")]


def test_video_without_words_has_only_its_id() -> None:
    video = rendered(VideoReply("MID")).find("Video")
    assert video is not None
    assert [(node.tag, node.text) for node in video] == [("MediaId", "MID")]


def test_transfer_to_anyone_names_nobody() -> None:
    assert rendered(TransferReply()).find("TransInfo") is None


def test_transfer_to_an_agent_names_the_agent() -> None:
    assert rendered(TransferReply("desk1@acct")).findtext("TransInfo/KfAccount") == "desk1@acct"


def words_of(root: Element) -> Iterator[str]:
    """The words of all leaves, without the envelope's and the count."""
    for node in root:
        if node.tag not in (*HEAD, "ArticleCount"):
            yield from [leaf.text or "" for leaf in node.iter() if len(leaf) == 0]


@pytest.mark.parametrize(
    "words", ["]]>", "a]]>b]]>", "]]]]>>", "<![CDATA[x]]>", "</Content></xml>", "&lt;&amp;", "好😀"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_words_survive_in_every_field(kind: str, words: str) -> None:
    found = list(words_of(rendered(full(words)[kind])))
    assert found == [words] * len(found)
    assert found


@settings(deadline=None)
@given(st.text(st.characters(), min_size=1), st.sampled_from(sorted(KINDS)))
def test_no_words_break_the_xml(words: str, kind: str) -> None:
    kept = printable(words).replace("\r\n", "\n").replace("\r", "\n")
    assert set(words_of(rendered(full(words)[kind]))) == {kept}


def test_reply_is_utf8_without_a_mark() -> None:
    assert render(TextReply("你好"), TEXT, NOW).startswith(b"<xml><ToUserName>")
    assert "你好".encode() in render(TextReply("你好"), TEXT, NOW)


def test_nothing_to_say_is_the_bare_word_success() -> None:
    assert SUCCESS == b"success"
