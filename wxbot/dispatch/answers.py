"""What handlers answer with, before it is cut to the platform's limits, and the outcome that carries it."""

from dataclasses import dataclass

from wxbot.protocol.replies import Card, Reply


@dataclass(frozen=True, slots=True)
class Say:
    """A text of any length; what does not fit into one message is read on with “more”."""

    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A line that can be tapped, or chosen by its number or its words; ``key`` is what choosing it means."""

    words: str
    key: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A numbered list of any length. ``tail`` is said below the lines."""

    head: str
    choices: tuple[Choice, ...]
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Gallery:
    """Articles as cards: several of them answer a menu tap; to a message they become the listing."""

    cards: tuple[Card, ...]
    listing: Listing


Answer = Say | Listing | Gallery | Reply


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The follower chose a language."""

    language: str


Effect = SetLanguage


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answers, the first of which is the reply and the others follow as customer-service messages; none: silence.

    ``effects`` are carried out before the follower is told. ``key`` names this answer, so that “more” can continue it;
    a handler that was reached by a key need not repeat it.
    """

    answers: tuple[Answer, ...] = ()
    effects: tuple[Effect, ...] = ()
    key: str = ""


def answer(*answers: Answer) -> Outcome:
    return Outcome(answers)


def say(text: str) -> Outcome:
    """A text, or silence when there is nothing to say."""
    return Outcome((Say(text),)) if text.strip() else Outcome()
