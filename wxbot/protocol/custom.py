"""Replies as customer-service messages: the same content in the JSON that the API takes."""

from typing import Any

from wxbot.protocol.replies import (
    ImageReply,
    MusicReply,
    NewsReply,
    Reply,
    TextReply,
    TransferReply,
    VideoReply,
    VoiceReply,
)


def _music(reply: MusicReply) -> dict[str, Any]:
    return {
        "title": reply.title,
        "description": reply.description,
        "musicurl": reply.url,
        "hqmusicurl": reply.hq_url,
        "thumb_media_id": reply.thumb_media_id,
    }


def _video(reply: VideoReply) -> dict[str, Any]:
    words = {"title": reply.title, "description": reply.description}
    return {"media_id": reply.media_id, "thumb_media_id": reply.thumb_media_id, **words}


def custom(reply: Reply) -> dict[str, Any] | None:
    """The message without its receiver; None for what only a passive reply can do."""
    match reply:
        case TextReply(text):
            return {"msgtype": "text", "text": {"content": text}}
        case ImageReply(media_id):
            return {"msgtype": "image", "image": {"media_id": media_id}}
        case VoiceReply(media_id):
            return {"msgtype": "voice", "voice": {"media_id": media_id}}
        case VideoReply():
            return {"msgtype": "video", "video": _video(reply)}
        case MusicReply():
            return {"msgtype": "music", "music": _music(reply)}
        case NewsReply(cards):
            first = cards[0]  # The API takes one article in a message, whatever a passive reply may hold.
            article = {"title": first.title, "description": first.description, "url": first.url}
            return {"msgtype": "news", "news": {"articles": [{**article, "picurl": first.picture_url}]}}
        case TransferReply():
            return None


def as_text(reply: Reply) -> str:
    """What a follower can be told in words, for an answer that is kept until he asks again."""
    match reply:
        case TextReply(text):
            return text
        case NewsReply(cards):
            return "\n".join(f"[{card.title}]({card.url})" for card in cards)
    return ""
