"""A reply as the phone shows it: text in pieces, some of which can be tapped, cards, or a medium by its id."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, urlsplit

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

_LINK = re.compile(r'<a href="([^"]*)"[^>]*>([^<]*)</a>')
_TAP = "weixin"  # The scheme of a line that is sent back when it is tapped.
_PAGES = ("http", "https", "tel", "mailto")  # What may be followed from the console too.


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand for themselves, or lead to a page, or send themselves and a key when they are tapped."""

    words: str
    url: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Bubble:
    """``kind`` is WeChat's word for it. ``trouble`` says why WeChat would refuse it; empty when it would not."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    cards: tuple[Card, ...] = ()
    media_id: str = ""
    title: str = ""
    description: str = ""
    trouble: str = ""


def bubble(reply: Reply, trouble: str = "") -> Bubble:
    match reply:
        case TextReply(text):
            return Bubble("text", pieces(text), trouble=trouble)
        case NewsReply(cards):
            return Bubble("news", cards=cards, trouble=trouble)
        case ImageReply(media_id):
            return Bubble("image", media_id=media_id, trouble=trouble)
        case VoiceReply(media_id):
            return Bubble("voice", media_id=media_id, trouble=trouble)
        case VideoReply(media_id, title, description):
            return Bubble("video", media_id=media_id, title=title, description=description, trouble=trouble)
        case MusicReply(_, title, description):
            return Bubble("music", title=title, description=description, trouble=trouble)
        case TransferReply(account):
            return Bubble("transfer", media_id=account, trouble=trouble)


def pieces(text: str) -> tuple[Piece, ...]:
    """The text of a message, its links told apart; whatever else looks like markup stays words."""
    found: list[Piece] = []
    end = 0
    for link in _LINK.finditer(text):
        found += [Piece(text[end : link.start()]), _piece(link[1], link[2])]
        end = link.end()
    return tuple(piece for piece in (*found, Piece(text[end:])) if piece.words)


def _piece(address: str, words: str) -> Piece:
    url = unescape(address)
    parts = urlsplit(url)
    if parts.scheme == _TAP:
        return Piece(words, key=parse_qs(parts.query).get("msgmenuid", [""])[0])
    return Piece(words, url=url if parts.scheme in _PAGES else "")
