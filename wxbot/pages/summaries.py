"""What an item says in a line, for whoever sees only its link."""

import re
from typing import Any

from wxbot.edition.kinds import Article, Faq, Mission
from wxbot.edition.live import Live
from wxbot.pages.reader import Reader

_LONGEST = 110  # Characters.
_LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]*\)")
_SIGNS = re.compile(r"[*_`>#|]+")


def summary(who: Reader, live: Live[Any]) -> str:
    match live.body:
        case Article(summary=words):
            return words
        case Faq(answer=answer):
            return _cut(" ".join(_SIGNS.sub("", _LINK.sub(r"\1", answer)).split()))
        case Mission(country=code, city=city):
            return f"{who.country(code)} · {city}"
    return ""


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
