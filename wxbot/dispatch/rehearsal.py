"""What the account would answer, and why, told to staff: nothing is written anywhere, and no effect is carried out."""

import datetime as dt
import logging
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from wxbot.dispatch.answers import Answer, Outcome, say
from wxbot.dispatch.bubbles import Bubble, bubble
from wxbot.dispatch.context import Context
from wxbot.dispatch.decisions import Decider, Decision
from wxbot.dispatch.intents import intent_of
from wxbot.dispatch.render import render
from wxbot.edition.edition import LANGUAGES, Edition
from wxbot.edition.normalise import language_of
from wxbot.errors import LimitError
from wxbot.protocol.custom import custom
from wxbot.protocol.events import Click
from wxbot.protocol.messages import Text
from wxbot.protocol.replies import check
from wxbot.services.effects import Receipt

log = logging.getLogger(__name__)

_NOBODY = "rehearsal"  # Stands where a follower's openid and the account's id would.


@dataclass(frozen=True, slots=True)
class Question:
    """Words that are written, or a key of a menu button, or both: a line that is tapped.

    An empty language is that of the words, as for a follower who never chose one.
    """

    now: dt.datetime
    public_url: str
    zone: ZoneInfo
    words: str = ""
    key: str = ""
    language: str = ""
    hands_over: bool = False  # Whether somebody is at WeChat's desk.

    @property
    def message(self) -> Text | Click:
        moment = int(self.now.timestamp())
        if self.words:
            return Text(_NOBODY, _NOBODY, moment, _NOBODY, self.words, self.key)
        return Click(_NOBODY, _NOBODY, moment, _NOBODY, self.key)

    def context(self, edition: Edition) -> Context:
        spoken = "" if self.key else language_of(self.words)
        return Context(
            edition=edition,
            language=self.language or spoken or LANGUAGES[0],
            now=self.now,
            public_url=self.public_url,
            openid=_NOBODY,
            delivery=_NOBODY,
            zone=self.zone,
            hands_over=self.hands_over,
        )


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """``reply`` is what the follower gets at once; what ``follows`` comes as customer-service messages.

    ``effects`` names what would be kept for good, ``form`` the form that would be open. ``failed`` says that the
    section broke down, so that the reply is an apology.
    """

    decision: Decision
    reply: Bubble | None
    follows: tuple[Bubble, ...] = ()
    effects: tuple[str, ...] = ()
    form: str = ""
    failed: bool = False


def rehearse(decider: Decider, edition: Edition, question: Question) -> Rehearsal:
    context, message = question.context(edition), question.message
    decision = decider.decide(intent_of(message), context)
    outcome, failed = _outcome(decision, context)
    told = _told(outcome)
    shown = [_shown(answer, told.key or outcome.key, decision, context, message) for answer in told.answers]
    return Rehearsal(
        decision=decision,
        reply=shown[0][0] if shown else None,
        follows=tuple(found for found, sendable in shown[1:] if sendable),
        effects=tuple(type(effect).__name__ for effect in outcome.effects),
        form=told.form.form if told.form else "",
        failed=failed,
    )


def _outcome(decision: Decision, context: Context) -> tuple[Outcome, bool]:
    try:
        return decision.handle(), False
    except Exception:  # As the dispatcher does it: the follower would be told so.
        log.exception("A section failed in a rehearsal", extra={"what": decision.hit})
        return say(context.phrase("error")), True


def _told(outcome: Outcome) -> Outcome:
    """The outcome as if its effects had been carried out and nothing had been found."""
    if outcome.told is None:
        return outcome
    return replace(outcome.told(tuple(Receipt() for _ in outcome.effects)), effects=outcome.effects)


def _shown(
    answer: Answer, key: str, decision: Decision, context: Context, message: Text | Click
) -> tuple[Bubble, bool]:
    """The answer on the phone, and whether a customer-service message could be that."""
    reply = render(answer, context, key, decision.intent.page, message).reply
    try:
        check(reply, message)
    except LimitError as error:
        return bubble(reply, str(error)), True
    return bubble(reply), custom(reply) is not None
