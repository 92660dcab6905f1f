"""What may be answered within the five seconds, with the platform's limits, and how it is written as XML."""

from dataclasses import dataclass

from wxbot.errors import LimitError
from wxbot.protocol.events import Event
from wxbot.protocol.messages import Incoming, Message
from wxbot.protocol.xml import cdata, printable

TEXT_MAX_BYTES = 2048
NEWS_MAX_FOR_MESSAGE = 1
NEWS_MAX_FOR_EVENT = 8

SUCCESS = b"success"  # Says "received, nothing to show"; WeChat never wants it encrypted.


@dataclass(frozen=True, slots=True)
class TextReply:
    text: str


@dataclass(frozen=True, slots=True)
class ImageReply:
    media_id: str


@dataclass(frozen=True, slots=True)
class VoiceReply:
    media_id: str


@dataclass(frozen=True, slots=True)
class VideoReply:
    media_id: str
    title: str = ""
    description: str = ""
    thumb_media_id: str = ""  # Of no use in a passive reply, but a customer-service message needs it.


@dataclass(frozen=True, slots=True)
class MusicReply:
    thumb_media_id: str
    title: str = ""
    description: str = ""
    url: str = ""
    hq_url: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One article of a news reply."""

    title: str
    description: str
    url: str
    picture_url: str = ""


@dataclass(frozen=True, slots=True)
class NewsReply:
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class TransferReply:
    """Hands the message to WeChat's own customer-service desk, to one agent's account if named."""

    account: str = ""


Reply = TextReply | ImageReply | VoiceReply | VideoReply | MusicReply | NewsReply | TransferReply


def size(words: str) -> int:
    """The length that WeChat counts: bytes of UTF-8."""
    return len(words.encode(errors="ignore"))


def clip(words: str, limit: int) -> str:
    """The longest beginning of the words that fits into ``limit`` bytes, never ending inside a character."""
    return words.encode(errors="ignore")[:limit].decode(errors="ignore")


def check(reply: Reply, message: Message | Event) -> None:
    """Raises LimitError when WeChat would refuse the reply and show the follower its failure line."""
    match reply:
        case TextReply(text):
            _check_text(printable(text))
        case NewsReply(cards):
            _check_cards(cards, NEWS_MAX_FOR_EVENT if isinstance(message, Event) else NEWS_MAX_FOR_MESSAGE)
        case ImageReply(media_id) | VoiceReply(media_id) | VideoReply(media_id) | MusicReply(media_id):
            if not media_id:
                raise LimitError("the media id is empty")
        case TransferReply():
            pass


def _check_text(text: str) -> None:
    if not text.strip():
        raise LimitError("the text is empty")
    if size(text) > TEXT_MAX_BYTES:
        raise LimitError(f"the text has more than {TEXT_MAX_BYTES} bytes")


def _check_cards(cards: tuple[Card, ...], limit: int) -> None:
    if not 1 <= len(cards) <= limit:
        raise LimitError(f"{len(cards)} articles, but 1 to {limit} are allowed here")
    if not all(card.title.strip() for card in cards):
        raise LimitError("an article has no title")


def _node(name: str, words: str) -> str:
    return f"<{name}>{cdata(words)}</{name}>" if words else ""


def _card(card: Card) -> str:
    return (
        f"<item><Title>{cdata(card.title)}</Title><Description>{cdata(card.description)}</Description>"
        f"<PicUrl>{cdata(card.picture_url)}</PicUrl><Url>{cdata(card.url)}</Url></item>"
    )


def _media(name: str, media_id: str, title: str = "", description: str = "") -> str:
    inside = _node("MediaId", media_id) + _node("Title", title) + _node("Description", description)
    return f"<{name}>{inside}</{name}>"


def _music(reply: MusicReply) -> str:
    inside = _node("Title", reply.title) + _node("Description", reply.description)
    inside += _node("MusicUrl", reply.url) + _node("HQMusicUrl", reply.hq_url)
    return f"<Music>{inside}{_node('ThumbMediaId', reply.thumb_media_id)}</Music>"


def _body(reply: Reply) -> tuple[str, str]:
    """The MsgType and the nodes below the envelope."""
    match reply:
        case TextReply(text):
            return "text", f"<Content>{cdata(text)}</Content>"
        case ImageReply(media_id):
            return "image", _media("Image", media_id)
        case VoiceReply(media_id):
            return "voice", _media("Voice", media_id)
        case VideoReply(media_id, title, description):
            return "video", _media("Video", media_id, title, description)
        case MusicReply():
            return "music", _music(reply)
        case NewsReply(cards):
            items = "".join(_card(card) for card in cards)
            return "news", f"<ArticleCount>{len(cards)}</ArticleCount><Articles>{items}</Articles>"
        case TransferReply(account):
            return "transfer_customer_service", (
                f"<TransInfo>{_node('KfAccount', account)}</TransInfo>" if account else ""
            )


def render(reply: Reply, message: Incoming, now: float) -> bytes:
    """The reply as XML, sender and receiver swapped; ``now`` in seconds since the epoch."""
    type_, body = _body(reply)
    envelope = (
        f"<xml><ToUserName>{cdata(message.follower)}</ToUserName><FromUserName>{cdata(message.account)}</FromUserName>"
        f"<CreateTime>{int(now)}</CreateTime><MsgType><![CDATA[{type_}]]></MsgType>{body}</xml>"
    )
    return envelope.encode()
