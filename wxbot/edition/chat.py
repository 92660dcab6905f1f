"""Texts as a chat shows them: Markdown's links and headings made plain, and long ones cut to what a message holds."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from wxbot.protocol.replies import TEXT_MAX_BYTES, size

RESERVED = 240  # Bytes of a page that are kept for “more”.

_MARKDOWN_LINK = re.compile(r"\[([^\[\]\n]+)\]\((https?://[^\s()]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
_BULLET = re.compile(r"^[-*+] +", re.MULTILINE)
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_PIECE = re.compile(r"<a [^>]*>[^<]*</a>|[^<。！？.!?;；，,]{0,80}[。！？.!?;；，,]?|<", re.DOTALL)


def plain(markdown: str) -> str:
    """Markdown as a chat can show it: headings and lists as bare lines, links left for ``linked``."""
    text = _STRONG.sub(r"\1", _BULLET.sub("· ", _HEADING.sub(r"\1", markdown)))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


@lru_cache(maxsize=2_000)
def linked(text: str) -> str:
    """Markdown's links as the links that a chat shows; everything else stays as it is."""
    return _MARKDOWN_LINK.sub(lambda m: f'<a href="{escape(m[2], quote=True)}">{m[1]}</a>', text)


def _pieces(line: str) -> Iterator[str]:
    return (piece for piece in _PIECE.findall(line) if piece)


def pages(text: str, limit: int) -> list[str]:
    """The text in parts of at most ``limit`` bytes, broken between lines where possible, else after punctuation.

    A link is never broken; a single link longer than the limit cannot occur, since its address is limited elsewhere.
    """
    units = [
        unit for line in text.splitlines(keepends=True) for unit in ([line] if size(line) <= limit else _pieces(line))
    ]
    parts, current = [], ""
    for unit in units:
        if current and size(current + unit) > limit:
            parts.append(current.strip("\n"))
            current = ""
        current += unit
    return [part for part in (*parts, current.strip("\n")) if part.strip()]


def messages(text: str) -> int:
    """How many messages a text of ours becomes."""
    whole = linked(text).strip()
    return 1 if size(whole) <= TEXT_MAX_BYTES else len(pages(whole, TEXT_MAX_BYTES - RESERVED))
