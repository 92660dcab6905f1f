"""Answers cut to the platform's limits: pages of 2048 bytes, tappable lines, one card or eight."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from wxbot.dispatch.answers import Answer, Choice, Gallery, Listing, Say
from wxbot.dispatch.context import Context
from wxbot.dispatch.decisions import MORE
from wxbot.dispatch.intents import paged
from wxbot.edition.chat import RESERVED, linked, pages
from wxbot.protocol.events import Event
from wxbot.protocol.messages import Message
from wxbot.protocol.replies import (
    NEWS_MAX_FOR_EVENT,
    NEWS_MAX_FOR_MESSAGE,
    TEXT_MAX_BYTES,
    NewsReply,
    Reply,
    TextReply,
    size,
)

LINES = 8  # On one page of a list.
_CUT = "……"  # Where a list's head is cut.

_INERT = str.maketrans("<>[]", "＜＞［］")
_NO_MARKUP = str.maketrans({"<": "＜", ">": "＞", "&": "＆", '"': "'"})  # Look-alikes that end no link.


@dataclass(frozen=True, slots=True)
class Rendered:
    """``choices`` are what the numbers of this reply mean; ``more`` is the key of its next page, empty at the end."""

    reply: Reply
    choices: tuple[tuple[str, str], ...] = ()
    more: str = ""


def inert(words: str) -> str:
    """A follower's own words as they may be said back to him: without the signs that would make a link of them."""
    return "".join(sign for sign in words.translate(_INERT) if unicodedata.category(sign) != "Cf")


@lru_cache(maxsize=10_000)
def tappable(choice: Choice) -> str:
    """A link that sends the words back together with the key."""
    words = choice.words.translate(_NO_MARKUP)
    return (
        f'<a href="weixin://bizmsgmenu?msgmenucontent={words}&msgmenuid={escape(choice.key, quote=True)}">{words}</a>'
    )


def _more(context: Context, key: str, page: int) -> tuple[str, str]:
    """The line that leads to the next page, and its key."""
    following = paged(key, page + 1)
    label = context.phrase("more") or sorted(MORE)[-1]
    return tappable(Choice(label, following)), following


def _say(text: str, context: Context, key: str, page: int) -> Rendered:
    whole = linked(text).strip()
    if size(whole) <= TEXT_MAX_BYTES:
        return Rendered(TextReply(whole))
    parts = pages(whole, TEXT_MAX_BYTES - RESERVED)
    place = min(page, len(parts))
    if place == len(parts) or not key:
        return Rendered(TextReply(parts[place - 1]))
    line, following = _more(context, key, place)
    return Rendered(TextReply(f"{parts[place - 1]}\n\n{line}"), more=following)


def _needed(choice: Choice) -> int:
    """Bytes of its line, with the number and what parts it from the next one."""
    return size(tappable(choice)) + 4


def _head(listing: Listing, room: int, key: str) -> str:
    """The head, cut where it leaves no room for the first line, or for all of them where no “more” can follow."""
    whole = linked(listing.head)
    left = room - sum(map(_needed, listing.choices[: 1 if key else LINES]))
    return whole if size(whole) <= left else pages(whole, left - size(_CUT))[0] + _CUT


def _list_pages(listing: Listing, room: int) -> list[tuple[Choice, ...]]:
    """The choices in groups that fit: at most LINES of them, and within the bytes that head and tail leave."""
    groups: list[list[Choice]] = [[]]
    used = 0
    for choice in listing.choices:
        needed = _needed(choice)
        if groups[-1] and (len(groups[-1]) == LINES or used + needed > room):
            groups.append([])
            used = 0
        groups[-1].append(choice)
        used += needed
    return [tuple(group) for group in groups]


def _listing(listing: Listing, context: Context, key: str, page: int) -> Rendered:
    room = TEXT_MAX_BYTES - (RESERVED if key else 0) - size(linked(listing.tail)) - 4
    head = _head(listing, room, key)
    groups = _list_pages(listing, room - size(head))
    place = min(page, len(groups))
    choices = groups[place - 1]
    lines = [f"{number}. {tappable(choice)}" for number, choice in enumerate(choices, 1)]
    line, following = _more(context, key, place) if place < len(groups) and key else ("", "")
    blocks = (head, "\n".join((*lines, line) if line else lines), linked(listing.tail))
    text = "\n\n".join(block for block in blocks if block)
    return Rendered(TextReply(text), tuple((choice.words, choice.key) for choice in choices), following)


def _gallery(gallery: Gallery, context: Context, key: str, page: int, message: Message | Event) -> Rendered:
    limit = NEWS_MAX_FOR_EVENT if isinstance(message, Event) else NEWS_MAX_FOR_MESSAGE
    listed = _listing(gallery.listing, context, key, page)
    if page > 1 or not len(gallery.cards) >= 1 or (limit == NEWS_MAX_FOR_MESSAGE and len(gallery.cards) > limit):
        return listed
    return Rendered(NewsReply(gallery.cards[:limit]), listed.choices, listed.more)


def render(answer: Answer, context: Context, key: str, page: int, message: Message | Event) -> Rendered:
    """The answer as one reply; ``key`` and ``page`` say which part of a long one."""
    match answer:
        case Say(text):
            return _say(text, context, key, page)
        case Listing():
            return _listing(answer, context, key, page)
        case Gallery():
            return _gallery(answer, context, key, page, message)
    return Rendered(answer)
