"""One reply of every kind, with all its fields, and the same with the words that a test wants in every field."""

from tests.protocol.samples import event, push, read
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

TEXT = read(push("text", "<Content>hello</Content><MsgId>1</MsgId>"))
FOLLOW = read(event("subscribe"))


def full(words: str) -> dict[str, Reply]:
    """Every kind of reply, holding the words wherever it can hold any."""
    return {
        "text": TextReply(words),
        "image": ImageReply(words),
        "voice": VoiceReply(words),
        "video": VideoReply(words, words, words),
        "music": MusicReply(words, words, words, words, words),
        "news": NewsReply((Card(words, words, words, words), Card(words, words, words, words))),
        "transfer_customer_service": TransferReply(words),
    }


def card(title: str = "标题") -> Card:
    return Card(title, "摘要", "https://example.org/a", "https://example.org/a.png")


def news(count: int) -> NewsReply:
    return NewsReply((card(),) * count)
