"""One message, from intent to the bytes that answer it. Nothing is kept here: what must be kept is returned.

This is one of the two places where any exception is caught: a broken section must not cost the follower an answer.
"""

import datetime as dt
import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from wxbot.clock import Clock
from wxbot.dispatch.answers import Answer, Effect, Outcome, SetLanguage, say
from wxbot.dispatch.context import Context, Conversation
from wxbot.dispatch.decisions import PARKED, Decider, Decision
from wxbot.dispatch.intents import Intent, Source
from wxbot.dispatch.render import Rendered, render
from wxbot.edition.edition import LANGUAGES, Edition
from wxbot.edition.normalise import language_of
from wxbot.errors import LimitError, Unavailable
from wxbot.protocol.custom import as_text, custom
from wxbot.protocol.events import Event, Subscribe
from wxbot.protocol.messages import Message
from wxbot.protocol.replies import SUCCESS, Reply, TextReply, check
from wxbot.protocol.replies import render as write
from wxbot.state.turn import Closing, Opening

log = logging.getLogger(__name__)

Seal = Callable[[bytes], bytes]

_encode = json.JSONEncoder(ensure_ascii=False).encode

PARKED_KEEP = 600.0  # Seconds for which an answer that came too late can be fetched.
_ASKED_MAX = 500  # Characters of a message that the journal keeps.


@dataclass(frozen=True)
class Ground:
    """What the dispatcher stands on, handed in when the process starts.

    ``lookup`` gives what is known of a follower whom Redis does not know; ``carry_out`` keeps effects for good.
    Both may raise Unavailable.
    """

    clock: Clock
    edition: Callable[[], Edition]
    lookup: Callable[[str], Mapping[str, str]]
    carry_out: Callable[[Sequence[Effect], str, dt.datetime], None]
    public_url: str
    flood_limit: int  # Messages of one follower within one minute that are answered.
    alias: Callable[[str], str]  # A follower's name in the log: always the same, and not his openid.


@dataclass(frozen=True, slots=True)
class Asked:
    """A message with everything that answering it needs."""

    message: Message | Event
    context: Context
    decision: Decision
    opening: Opening
    learned: Mapping[str, str]  # What Redis did not know of the follower.
    started: float = field(default_factory=time.perf_counter)


class Dispatcher:
    def __init__(self, ground: Ground, decider: Decider) -> None:
        self._ground = ground
        self._decider = decider

    def ask(self, message: Message | Event, intent: Intent, opening: Opening) -> Asked:
        """Understands the message and decides who answers it."""
        started = time.perf_counter()
        learned = {} if opening.follower.get("known") else self._lookup(message.follower)
        context = self._context(message, intent, opening, {**opening.follower, **learned})
        decision = self._decide(intent, context, opening)
        return Asked(message, context, decision, opening, learned, started)

    def _lookup(self, openid: str) -> Mapping[str, str]:
        try:
            return self._ground.lookup(openid)
        except Unavailable:
            return {}

    def _context(
        self, message: Message | Event, intent: Intent, opening: Opening, follower: Mapping[str, str]
    ) -> Context:
        conversation = Conversation.load(opening.conversation)
        spoken = language_of(intent.text) if intent.source in (Source.TEXT, Source.VOICE) else ""
        language = follower.get("language") or spoken or conversation.language or LANGUAGES[0]
        return Context(
            edition=self._ground.edition(),
            language=language,
            now=self._ground.clock.instant(),
            public_url=self._ground.public_url,
            openid=message.follower,
            returning=follower.get("followed") == "1",
            conversation=conversation,
        )

    def _decide(self, intent: Intent, context: Context, opening: Opening) -> Decision:
        if opening.follower.get("blocked") == "1":
            return _settled(intent, context, "blocked", "staff blocked this follower", Outcome())
        if opening.count > self._ground.flood_limit:
            told = opening.count == self._ground.flood_limit + 1
            outcome = say(context.phrase("flood")) if told else Outcome()
            return _settled(intent, context, "flood", f"{opening.count} messages within a minute", outcome)
        try:
            return self._decider.decide(intent, context)
        except Exception:
            log.exception("Deciding failed", extra=self._about(context.openid, intent.source))
            return _settled(intent, context, "error", "deciding failed", say(context.phrase("error")))

    def complete(self, asked: Asked, seal: Seal, overdue: Callable[[], bool] = lambda: False) -> Closing:
        """The answer and all that is to be kept of it.

        ``overdue`` tells, once the answer is there, whether every delivery that could carry it is over.
        """
        outcome = self._outcome(asked)
        outcome = self._carried_out(asked, outcome)
        page = asked.decision.intent.page
        rendered = [self._render(asked, answer, outcome.key, page) for answer in outcome.answers]
        first = rendered[0] if rendered else None
        reply = first.reply if first else None
        conversation = self._conversation(asked, first)
        kept = conversation.dump()
        return Closing(
            reply=self._written(asked, reply, seal),
            entry=self._entry(asked, [part.reply for part in rendered], overdue()),
            conversation=kept if kept != asked.opening.conversation else None,
            parked=self._parked(conversation, reply) if asked.decision.slow and reply else b"",
            follower=self._changes(asked, outcome),
        )

    def _outcome(self, asked: Asked) -> Outcome:
        try:
            return asked.decision.handle()
        except Exception:
            log.exception("A section failed", extra=self._about(asked.message.follower, asked.decision.hit))
            return say(asked.context.phrase("error"))

    def _carried_out(self, asked: Asked, outcome: Outcome) -> Outcome:
        """The outcome, or an apology when what it promises could not be kept."""
        if not outcome.effects:
            return outcome
        try:
            self._ground.carry_out(outcome.effects, asked.message.follower, asked.context.now)
        except Unavailable:
            log.warning("An effect could not be kept", extra=self._about(asked.message.follower, asked.decision.hit))
            return say(asked.context.phrase("error"))
        return outcome

    def _render(self, asked: Asked, answer: Answer, key: str, page: int) -> Rendered:
        rendered = render(answer, asked.context, key, page, asked.message)
        try:
            check(rendered.reply, asked.message)
        except LimitError:
            log.exception("A reply breaks a limit", extra=self._about(asked.message.follower, asked.decision.hit))
            return Rendered(TextReply(asked.context.phrase("error")))
        return rendered

    def _about(self, openid: str, what: str) -> dict[str, str]:
        """What the log may say of a message: never its words."""
        return {"follower": self._ground.alias(openid), "what": what}

    def _written(self, asked: Asked, reply: Reply | None, seal: Seal) -> bytes:
        if reply is None or reply == TextReply(""):
            return SUCCESS
        return seal(write(reply, asked.message, self._ground.clock.now()))

    def _conversation(self, asked: Asked, first: Rendered | None) -> Conversation:
        before = asked.context.conversation
        if first is None:
            return before
        choices = first.choices or before.choices
        return Conversation(choices, first.more, asked.context.language)

    def _parked(self, conversation: Conversation, reply: Reply) -> bytes:
        until = self._ground.clock.now() + PARKED_KEEP
        return replace(conversation, parked=as_text(reply), parked_until=until).dump()

    def _changes(self, asked: Asked, outcome: Outcome) -> dict[str, str]:
        changes = {**asked.learned}
        if isinstance(asked.message, Subscribe):
            changes["followed"] = "1"
        for effect in outcome.effects:
            match effect:
                case SetLanguage(language=language):
                    changes |= {"known": "1", "language": language}
        return changes

    def _entry(self, asked: Asked, replies: Sequence[Reply], overdue: bool) -> bytes:
        decision, message = asked.decision, asked.message
        took = round((time.perf_counter() - asked.started) * 1000, 2)
        fields: dict[str, Any] = {
            "delivery": message.delivery,
            "openid": message.follower,
            "at": asked.context.now.isoformat(),
            "source": decision.intent.source,
            "asked": "" if decision.hit == PARKED else decision.intent.text[:_ASKED_MAX],
            "hit": decision.hit,
            "reply": type(replies[0]).__name__ if replies else "",
            "decision": {**decision.explain(), "took_ms": took, "edition": asked.context.edition.version},
            "rest": [body for reply in replies[1:] if (body := custom(reply))],
        }
        if decision.slow and replies:
            fields |= {"late": custom(replies[0]), "overdue": overdue}
        return _encode(fields).encode(errors="ignore")


def _settled(intent: Intent, context: Context, hit: str, why: str, outcome: Outcome) -> Decision:
    return Decision(intent, context.language, (), hit, why, lambda: outcome)
