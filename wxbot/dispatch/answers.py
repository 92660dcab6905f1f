"""What handlers answer with, before it is cut to the platform's limits, and the outcome that carries it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from wxbot.protocol.replies import Card, Reply
from wxbot.services.effects import Effect, Receipt


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
class Filled:
    """A form as far as a follower has filled it.

    ``origin`` is its own name among all forms: what it leads to is kept once, however often its end is reached.
    """

    form: str
    origin: str
    step: str
    values: Mapping[str, str]
    until: float  # Seconds since the epoch.


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answers, the first of which is the reply and the others follow as customer-service messages; none: silence.

    ``effects`` are carried out before the follower is told; ``told``, if given, makes the outcome from their receipts,
    one for each. ``key`` names this answer, so that “more” can continue it; a handler that was reached by a key need
    not repeat it. ``form`` opens a form or goes on in it; ``ends_form`` closes the one that is open.
    """

    answers: tuple[Answer, ...] = ()
    effects: tuple[Effect, ...] = ()
    key: str = ""
    told: "Callable[[tuple[Receipt, ...]], Outcome] | None" = None
    form: Filled | None = None
    ends_form: bool = False


def answer(*answers: Answer) -> Outcome:
    return Outcome(answers)


def say(text: str) -> Outcome:
    """A text, or silence when there is nothing to say."""
    return Outcome((Say(text),)) if text.strip() else Outcome()


def when_told(outcome: Outcome, change: Callable[[Outcome], Outcome]) -> Outcome:
    """The outcome with a change to what the follower gets, made once the receipts are there where it waits for them."""
    told = outcome.told
    return change(outcome) if told is None else replace(outcome, told=lambda receipts: change(told(receipts)))


def above(notice: str, outcome: Outcome) -> Outcome:
    """The outcome with a notice above its first answer; where that is no text, the notice follows it."""
    if not notice:
        return outcome
    if not outcome.answers:
        return replace(outcome, answers=(Say(notice),))
    first, rest = outcome.answers[0], outcome.answers[1:]
    match first:
        case Say(text):
            return replace(outcome, answers=(Say(f"{notice}\n\n{text}"), *rest))
        case Listing(head=head):
            return replace(outcome, answers=(replace(first, head=f"{notice}\n\n{head}"), *rest))
        case Gallery(listing=listing):  # Cards, which only a menu tap is answered with, have no room for it.
            return replace(
                outcome, answers=(replace(first, listing=replace(listing, head=f"{notice}\n\n{listing.head}")), *rest)
            )
    return replace(outcome, answers=(first, *rest, Say(notice)))


def below(notice: str, outcome: Outcome) -> Outcome:
    """The outcome with a notice below its first answer, where that is a text."""
    if not notice or not outcome.answers:
        return outcome
    first, rest = outcome.answers[0], outcome.answers[1:]
    match first:
        case Say(text):
            return replace(outcome, answers=(Say(f"{text}\n\n{notice}"), *rest))
        case Listing(tail=tail):
            return replace(outcome, answers=(replace(first, tail=f"{tail}\n\n{notice}".strip()), *rest))
        case Gallery(listing=listing):
            tail = f"{listing.tail}\n\n{notice}".strip()
            return replace(outcome, answers=(replace(first, listing=replace(listing, tail=tail)), *rest))
    return outcome
