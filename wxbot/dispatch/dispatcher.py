"""One message, from intent to the bytes that answer it. Nothing is kept here: what must be kept is returned.

This is one of the two places where any exception is caught: a broken section must not cost the follower an answer.
"""

import datetime as dt
import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from wxbot.clock import Clock
from wxbot.dispatch.answers import Answer, Outcome, say
from wxbot.dispatch.context import KEEP, Context, Conversation
from wxbot.dispatch.decisions import PARKED, Decider, Decision
from wxbot.dispatch.intents import Intent, Source
from wxbot.dispatch.masking import mask
from wxbot.dispatch.render import Rendered, render
from wxbot.edition.edition import LANGUAGES, Edition
from wxbot.edition.normalise import language_of
from wxbot.errors import LimitError, SealError, Unavailable
from wxbot.protocol.custom import as_text, custom
from wxbot.protocol.events import (
    Consents,
    Event,
    MassFinished,
    PrivacyChange,
    PublishFinished,
    Subscribe,
    TemplateFinished,
    Unsubscribe,
)
from wxbot.protocol.messages import Message
from wxbot.protocol.replies import SUCCESS, Reply, TextReply, check
from wxbot.protocol.replies import render as write
from wxbot.services.effects import Effect, Receipt, SetLanguage
from wxbot.state.turn import Closing, Opening

log = logging.getLogger(__name__)

Seal = Callable[[bytes], bytes]

_encode = json.JSONEncoder(ensure_ascii=False).encode

PARKED_KEEP = 600.0  # Seconds for which an answer that came too late can be fetched.
_ASKED_MAX = 500  # Characters of a message that the journal keeps.


@dataclass(frozen=True)
class Ground:
    """What the dispatcher stands on, handed in when the process starts.

    ``lookup`` gives what is known of a follower whom Redis does not know; ``carry_out`` keeps the effects of a delivery
    for good and returns a receipt for each. Both may raise Unavailable. ``seal`` and ``unseal`` are for conversations
    that hold something personal.
    """

    clock: Clock
    edition: Callable[[], Edition]
    lookup: Callable[[str], Mapping[str, str]]
    carry_out: Callable[[Sequence[Effect], str, str, dt.datetime], Sequence[Receipt]]
    seal: Seal
    unseal: Seal
    hands_over: Callable[[dt.datetime], bool]  # Whether somebody is at WeChat's desk at that local time.
    public_url: str
    zone: ZoneInfo
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
        follower = {**opening.follower, **learned}
        context = self._context(message, intent, opening, follower)
        decision = self._decide(intent, context, opening, follower)
        return Asked(message, context, decision, opening, learned, started)

    def _lookup(self, openid: str) -> Mapping[str, str]:
        try:
            return self._ground.lookup(openid)
        except Unavailable:
            return {}

    def _context(
        self, message: Message | Event, intent: Intent, opening: Opening, follower: Mapping[str, str]
    ) -> Context:
        now = self._ground.clock.instant()
        conversation = self._opened(opening.conversation).fresh(now.timestamp())
        spoken = language_of(intent.text) if intent.source in (Source.TEXT, Source.VOICE) else ""
        if conversation.open_form(now.timestamp()) is not None:
            spoken = ""  # An e-mail address in the middle of a form is no wish for English.
        language = follower.get("language") or spoken or conversation.language or LANGUAGES[0]
        return Context(
            edition=self._ground.edition(),
            language=language,
            now=now,
            public_url=self._ground.public_url,
            openid=message.follower,
            delivery=message.delivery,
            conversation=conversation,
            zone=self._ground.zone,
            hands_over=self._ground.hands_over(now.astimezone(self._ground.zone)),
            alone=opening.alone,
        )

    def _opened(self, stored: bytes) -> Conversation:
        """A conversation that holds something personal was sealed; what cannot be opened any more is forgotten."""
        if not stored or stored.startswith(b"{"):
            return Conversation.load(stored)
        try:
            return Conversation.load(self._ground.unseal(stored))
        except SealError:
            log.warning("A conversation cannot be opened: the key that sealed it is gone")
            return Conversation()

    def _flooded(self, intent: Intent, context: Context, opening: Opening) -> Decision:
        """Who is in danger writes many short messages, and is heard however many they are."""
        alarm = self._decider.alarm(intent, context)
        if alarm is not None:
            return alarm
        told = opening.count == self._ground.flood_limit + 1
        outcome = say(context.phrase("flood")) if told else Outcome()
        return _settled(intent, context, "flood", f"{opening.count} messages within a minute", outcome)

    def _decide(self, intent: Intent, context: Context, opening: Opening, follower: Mapping[str, str]) -> Decision:
        if follower.get("blocked") == "1":
            return _settled(intent, context, "blocked", "staff blocked this follower", Outcome())
        try:
            if opening.count > self._ground.flood_limit:
                return self._flooded(intent, context, opening)
            return self._decider.decide(intent, context)
        except Exception:
            log.exception("Deciding failed", extra=self._about(context.openid, intent.source))
            return _settled(intent, context, "error", "deciding failed", say(context.phrase("error")))

    def complete(self, asked: Asked, seal: Seal, overdue: Callable[[], bool] = lambda: False) -> Closing:
        """The answer and all that is to be kept of it.

        ``overdue`` tells, once the answer is there, whether every delivery that could carry it is over.
        """
        outcome = _one_form(asked.context, self._carried_out(asked, self._outcome(asked)))
        page = asked.decision.intent.page
        rendered = [self._render(asked, answer, outcome.key, page) for answer in outcome.answers]
        first = rendered[0] if rendered else None
        reply = first.reply if first else None
        conversation = self._conversation(asked, outcome, first)
        forget = isinstance(asked.message, Unsubscribe)
        written = self._written(asked, reply, seal)
        # What answers a form repeats what was typed into it, and is kept for the retries.
        private = asked.decision.private or bool(outcome.effects)
        return Closing(
            reply=self._ground.seal(written) if private else written,
            entry=self._entry(asked, [part.reply for part in rendered], overdue()),
            conversation=None if conversation == asked.context.conversation else self._kept(conversation),
            parked=self._parked(conversation, reply) if asked.decision.slow and reply else b"",
            follower={} if forget else self._changes(asked, outcome),
            forget=forget,
        )

    def opened(self, reply: bytes) -> bytes:
        """The bytes of a reply that was kept, for WeChat; silence for one that cannot be opened any more."""
        if reply == SUCCESS or reply.startswith(b"<"):
            return reply
        try:
            return self._ground.unseal(reply)
        except SealError:
            log.warning("A reply cannot be opened: the key that sealed it is gone")
            return SUCCESS

    def _outcome(self, asked: Asked) -> Outcome:
        try:
            return asked.decision.handle()
        except Exception:
            log.exception("A section failed", extra=self._about(asked.message.follower, asked.decision.hit))
            return say(asked.context.phrase("error"))

    def _carried_out(self, asked: Asked, outcome: Outcome) -> Outcome:
        """The outcome as the receipts tell it, or an apology when what it promises could not be kept.

        An open form then stays as it was, so that its last answer can be given again.
        """
        if not outcome.effects:
            return outcome
        message = asked.message
        try:
            receipts = self._ground.carry_out(outcome.effects, message.follower, message.delivery, asked.context.now)
            told = outcome.told(tuple(receipts)) if outcome.told else outcome
        except Unavailable:
            log.warning("An effect could not be kept", extra=self._about(message.follower, asked.decision.hit))
            return say(asked.context.phrase("not-kept"))
        except Exception:
            log.exception("Carrying out failed", extra=self._about(message.follower, asked.decision.hit))
            return say(asked.context.phrase("error"))
        ends = (outcome.ends_form or told.ends_form) and told.form is None
        return replace(told, effects=outcome.effects, key=told.key or outcome.key, ends_form=ends)

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

    def _conversation(self, asked: Asked, outcome: Outcome, first: Rendered | None) -> Conversation:
        before = asked.context.conversation
        place = asked.decision.intent.place or before.place
        form = outcome.form or (None if outcome.ends_form else before.form)
        if first is None:
            return replace(before, form=form, place=place)
        # The numbers of an earlier list must not be taken for what a form's prompt asks for.
        choices = first.choices or (() if outcome.form is not None else before.choices)
        conversation = Conversation(choices, first.more, asked.context.language, form=form, place=place)
        return replace(conversation, until=asked.context.now.timestamp() + KEEP)

    def _kept(self, conversation: Conversation) -> bytes:
        plain = conversation.dump()
        return self._ground.seal(plain) if conversation.private else plain

    def _parked(self, conversation: Conversation, reply: Reply) -> bytes:
        until = self._ground.clock.now() + PARKED_KEEP
        return self._kept(replace(conversation, parked=as_text(reply), parked_until=until))

    def _changes(self, asked: Asked, outcome: Outcome) -> dict[str, str]:
        changes = {**asked.learned}
        if isinstance(asked.message, Subscribe):
            changes["known"] = "1"
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
            "asked": _asked(decision),
            "hit": decision.hit,
            "reply": type(replies[0]).__name__ if replies else "",
            "decision": {**decision.explain(), "took_ms": took, "edition": asked.context.edition.version},
            "rest": [body for reply in replies[1:] if (body := custom(reply))],
        }
        if decision.slow and replies:
            fields |= {"late": custom(replies[0]), "overdue": overdue}
        match message:
            case Consents():
                fields["consents"] = [message.name, [asdict(entry) for entry in message.entries]]
            case MassFinished() | TemplateFinished():
                kind = "mass" if isinstance(message, MassFinished) else "template"
                fields["result"] = [kind, message.message_id, _told(message)]
            case PublishFinished():
                fields["result"] = ["publish", message.publish_id, _told(message)]
            case PrivacyChange(revoked=True, openid=openid):
                fields["forget"] = openid or message.follower
        return _encode(fields).encode(errors="ignore")


_HEAD = ("account", "follower", "created", "delivery")  # What every event has; the rest is what it tells.


def _told(message: Event) -> dict[str, Any]:
    return {name: value for name, value in asdict(message).items() if name not in _HEAD}


def _one_form(context: Context, outcome: Outcome) -> Outcome:
    """A form that is open is not thrown away for another one; its writer decides."""
    opened = context.conversation.open_form(context.now.timestamp())
    if opened is None or outcome.form is None or outcome.form.origin == opened.origin or outcome.ends_form:
        return outcome
    return say(context.phrase("form-busy"))


def _asked(decision: Decision) -> str:
    """What the journal keeps of a message: nothing of a form's answers, and no number by which a person is found."""
    if decision.private or decision.hit == PARKED:
        return ""
    return mask(decision.intent.text[:_ASKED_MAX])


def _settled(intent: Intent, context: Context, hit: str, why: str, outcome: Outcome) -> Decision:
    return Decision(intent, context.language, (), hit, why, lambda: outcome)
