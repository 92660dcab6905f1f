"""What a follower's message changes for good, as values: carried out in one transaction, or kept until it can be."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from wxbot.errors import ContentError
from wxbot.store.letters import EntryKind, State


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The follower chose a language."""

    language: str


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """A letter is handed in. ``later`` tells its number, in place of ``{number}``, when that cannot be told at once."""

    origin: str
    kind: str
    subject: str
    language: str
    text: str
    contact: str
    address: str
    later: str


@dataclass(frozen=True, slots=True)
class AddToLetter:
    origin: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadLetters:
    """The follower's own letters: the newest ones, or the one with this number; ``shown``: its answers to him."""

    number: str = ""
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """Pictures (``image``) and videos (``video``), each by its media id, for the gallery."""

    origin: str
    media: tuple[tuple[str, str], ...]
    caption: str


@dataclass(frozen=True, slots=True)
class WithdrawShares:
    """The follower wants everything that he shared taken away."""


@dataclass(frozen=True, slots=True)
class Subscribe:
    section: str
    country: str


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Without a section: from everything."""

    section: str
    country: str


@dataclass(frozen=True, slots=True)
class SetQuiet:
    """In these hours nothing is pushed; empty: whenever it comes."""

    hours: str


@dataclass(frozen=True, slots=True)
class ReadSubscriptions:
    """What the follower subscribed to, and his quiet hours."""


Effect = (
    SetLanguage
    | OpenLetter
    | AddToLetter
    | ReadLetters
    | Share
    | WithdrawShares
    | Subscribe
    | Unsubscribe
    | SetQuiet
    | ReadSubscriptions
)

_READING = (ReadLetters, ReadSubscriptions)
_TYPES: Mapping[str, type[Any]] = {
    each.__name__: each
    for each in (SetLanguage, OpenLetter, AddToLetter, Share, WithdrawShares, Subscribe, Unsubscribe, SetQuiet)
}


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What staff wrote to the writer; or, without words, how else he was answered: ``phone``, ``post``, ``mail``."""

    words: str
    kind: EntryKind = EntryKind.ANSWER
    route: str = ""


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter as its writer may see it; ``answers`` are what staff wrote to him, oldest first."""

    number: str
    kind: str
    state: State
    opened_at: dt.datetime
    changed_at: dt.datetime
    additions: int
    answers: tuple[AnswerView, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of one effect. ``waits``: it is kept, but not yet where it belongs, so nothing more is known."""

    number: str = ""
    done: bool = True  # Whether it changed or found anything.
    waits: bool = False
    letters: tuple[LetterView, ...] = ()
    subscriptions: tuple[tuple[str, str], ...] = ()  # Section and country.
    quiet: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Effects that SQL could not take when they came."""

    delivery: str
    openid: str
    at: dt.datetime
    effects: tuple[Effect, ...]

    def dump(self) -> bytes:
        fields = {
            "delivery": self.delivery,
            "openid": self.openid,
            "at": self.at.isoformat(),
            "effects": [[type(effect).__name__, asdict(effect)] for effect in self.effects],
        }
        return json.dumps(fields, ensure_ascii=False).encode(errors="ignore")

    @classmethod
    def load(cls, stored: bytes) -> "Waiting":
        """Raises ContentError for what ``dump`` did not write."""
        try:
            fields = json.loads(stored)
            effects = tuple(_effect(name, given) for name, given in fields["effects"])
            return cls(fields["delivery"], fields["openid"], dt.datetime.fromisoformat(fields["at"]), effects)
        except (ValueError, KeyError, TypeError) as error:
            raise ContentError(f"an effect that waits cannot be read: {type(error).__name__}") from None


def _effect(name: str, fields: dict[str, Any]) -> Effect:
    if "media" in fields:
        fields["media"] = tuple((kind, media_id) for kind, media_id in fields["media"])
    effect: Effect = _TYPES[name](**fields)
    return effect


def can_wait(effects: Sequence[Effect]) -> bool:
    """Whether they may be carried out later: whoever asks for something to be read cannot be told later."""
    return not any(isinstance(effect, _READING) for effect in effects)
