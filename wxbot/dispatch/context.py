"""What a handler may know while it answers: the edition, the follower's language, the instant, what was said before."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Kind
from wxbot.edition.live import Live

_encode = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the last reply left open: its choices, the key that continues it, and an answer that came too late."""

    choices: tuple[tuple[str, str], ...] = ()  # Words and key, in the order of the numbers.
    more: str = ""
    language: str = ""
    parked: str = ""
    parked_until: float = 0.0  # Seconds since the epoch.

    @classmethod
    def load(cls, stored: bytes) -> "Conversation":
        """What cannot be read is forgotten: a list that no longer answers to its numbers is no loss."""
        try:
            fields = json.loads(stored) if stored else {}
            choices = tuple((str(words), str(key)) for words, key in fields.get("choices", ()))
        except (ValueError, TypeError, AttributeError):
            return cls()
        return cls(
            choices,
            more=str(fields.get("more", "")),
            language=str(fields.get("language", "")),
            parked=str(fields.get("parked", "")),
            parked_until=float(fields.get("parked_until", 0)),
        )

    def dump(self) -> bytes:
        """Empty when nothing is open."""
        fields: dict[str, object] = {"choices": self.choices, "more": self.more, "language": self.language}
        if self.parked:
            fields |= {"parked": self.parked, "parked_until": self.parked_until}
        kept = {name: value for name, value in fields.items() if value}
        return _encode(kept).encode(errors="ignore") if kept else b""


@dataclass(frozen=True, slots=True)
class Context:
    edition: Edition
    language: str
    now: dt.datetime
    public_url: str
    openid: str
    returning: bool = False  # Whether he has followed before.
    conversation: Conversation = field(default_factory=Conversation)

    def phrase(self, slug: str, **places: str) -> str:
        return self.edition.phrase(slug, self.language, **places)

    def all(self, kind: Kind) -> list[Live[Any]]:
        return self.edition.all(kind, self.language, self.now)

    def find(self, kind: Kind, slug: str) -> Live[Any] | None:
        return self.edition.find(kind, slug, self.language, self.now)

    def page_url(self, live: Live[Any]) -> str:
        """The address of the item's page, in the language in which the follower reads."""
        return f"{self.public_url}/{live.kind}/{quote(live.slug)}?lang={self.language}"

    def cover_url(self, live: Live[Any]) -> str:
        return f"{self.public_url}/covers/{live.kind}/{quote(live.slug)}.png"
