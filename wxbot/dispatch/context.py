"""What a handler may know while it answers: the edition, the follower's language, the instant, what was said before."""

import datetime as dt
import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from wxbot.dispatch.answers import Filled
from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Kind
from wxbot.edition.live import Live

KEEP = 1800.0  # Seconds after the last reply for which its choices can be answered.

_encode = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the last reply left open: its choices, the key that continues it, a form, and an answer that came too late.

    ``place`` is where the follower said he is, in degrees of latitude and longitude.
    """

    choices: tuple[tuple[str, str], ...] = ()  # Words and key, in the order of the numbers.
    more: str = ""
    language: str = ""
    parked: str = ""
    parked_until: float = 0.0  # Seconds since the epoch, as are all instants here.
    form: Filled | None = None
    place: tuple[float, float] | None = None
    until: float = 0.0

    @classmethod
    def load(cls, stored: bytes) -> "Conversation":
        """What cannot be read is forgotten: a list that no longer answers to its numbers is no loss."""
        try:
            fields = json.loads(stored) if stored else {}
            form, place = fields.get("form"), fields.get("place")
            return cls(
                choices=tuple((str(words), str(key)) for words, key in fields.get("choices", ())),
                more=str(fields.get("more", "")),
                language=str(fields.get("language", "")),
                parked=str(fields.get("parked", "")),
                parked_until=float(fields.get("parked_until", 0)),
                form=Filled(**form) if form else None,
                place=(float(place[0]), float(place[1])) if place else None,
                until=float(fields.get("until", 0)),
            )
        except (ValueError, TypeError, AttributeError, LookupError):
            return cls()

    @property
    def private(self) -> bool:
        """Whether it holds what must be sealed before it is kept anywhere."""
        return self.form is not None or self.place is not None

    def dump(self) -> bytes:
        """Empty when nothing is open."""
        fields: dict[str, object] = {"choices": self.choices, "more": self.more, "language": self.language}
        if self.parked:
            fields |= {"parked": self.parked, "parked_until": self.parked_until}
        if self.form is not None:
            fields["form"] = asdict(self.form)
        kept = {name: value for name, value in (fields | {"place": self.place}).items() if value}
        return _encode({**kept, "until": self.until}).encode(errors="ignore") if kept else b""

    def fresh(self, now: float) -> "Conversation":
        """Without the choices and the place whose time is over. A form that is over stays, so that it can be said."""
        return self if now < self.until or not self.until else replace(self, choices=(), more="", place=None)

    def open_form(self, now: float) -> Filled | None:
        return self.form if self.form is not None and now < self.form.until else None


@dataclass(frozen=True, slots=True)
class Context:
    edition: Edition
    language: str
    now: dt.datetime
    public_url: str
    openid: str
    delivery: str = ""
    conversation: Conversation = field(default_factory=Conversation)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))  # The account's own.
    hands_over: bool = False  # Whether somebody at WeChat's desk is there for who asks for a person.
    alone: bool = False  # Whether Redis is down: the next message may meet a process that knows nothing of this.

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

    @property
    def local(self) -> dt.datetime:
        """The instant on the account's own clock."""
        return self.now.astimezone(self.zone)
