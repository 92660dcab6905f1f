"""A follower at the desk: what he sends becomes a decision, an outcome and a reply, and his conversation goes on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tests.rig.account import ALICE
from tests.rig.wire import event_xml, text_xml
from wxbot.dispatch.answers import Outcome
from wxbot.dispatch.context import Context, Conversation
from wxbot.dispatch.decisions import Decider, Decision
from wxbot.dispatch.intents import Intent, Source, intent_of
from wxbot.dispatch.render import Rendered, render
from wxbot.edition.edition import LANGUAGES, Edition, build
from wxbot.edition.kinds import Kind
from wxbot.edition.live import Live
from wxbot.edition.normalise import language_of
from wxbot.protocol.events import Event
from wxbot.protocol.messages import Message
from wxbot.protocol.parsing import parse
from wxbot.protocol.replies import NewsReply, Reply, TextReply, check
from wxbot.protocol.xml import parse as parse_xml
from wxbot.services.effects import Effect, Receipt


@dataclass
class Desk:
    edition: Edition
    decider: Decider
    now: dt.datetime
    language: str = ""  # The one the follower has chosen.
    hands_over: bool = False
    alone: bool = False
    receipts: Sequence[Receipt] = ()  # What the effects of the next answer are acknowledged with, if it has any.
    conversation: Conversation = field(default_factory=Conversation)
    decision: Decision | None = None
    effects: Sequence[Effect] = ()
    outcome: Outcome = field(default_factory=Outcome)

    def ask(self, xml: str) -> Reply | None:
        """The first reply, checked against the platform's limits; None for silence."""
        message = parse(parse_xml(xml.encode()))
        intent = intent_of(message)
        spoken = language_of(intent.text) if intent.source in (Source.TEXT, Source.VOICE) else ""
        language = self.language or spoken or self.conversation.language or "zh"
        context = Context(
            edition=self.edition,
            language=language,
            now=self.now,
            public_url="https://account.example",
            openid=ALICE,
            delivery=message.delivery,
            conversation=self.conversation,
            hands_over=self.hands_over,
            alone=self.alone,
        )
        self.decision = self.decider.decide(intent, context)
        self.outcome = self._told(self.decision.handle())
        self._remember(intent, context)
        if not self.outcome.answers:
            return None
        return self._rendered(context, message).reply

    def _told(self, outcome: Outcome) -> Outcome:
        """The outcome as the receipts tell it, the way that the dispatcher does it."""
        self.effects = outcome.effects
        if outcome.told is None:
            return outcome
        receipts = tuple(self.receipts) or tuple(Receipt() for _ in outcome.effects)
        told = outcome.told(receipts)
        ends = (outcome.ends_form or told.ends_form) and told.form is None
        return replace(told, effects=outcome.effects, key=told.key or outcome.key, ends_form=ends)

    def _remember(self, intent: Intent, context: Context) -> None:
        form = self.outcome.form or (None if self.outcome.ends_form else self.conversation.form)
        place = intent.place or self.conversation.place
        self.conversation = replace(self.conversation, form=form, place=place)

    def _rendered(self, context: Context, message: Message | Event) -> Rendered:
        assert self.decision is not None
        page = self.decision.intent.page
        rendered = render(self.outcome.answers[0], context, self.outcome.key, page, message)
        check(rendered.reply, message)
        choices = rendered.choices or (() if self.outcome.form else self.conversation.choices)
        self.conversation = replace(self.conversation, choices=choices, more=rendered.more, language=context.language)
        return rendered

    def say(self, words: str) -> str:
        """The reply to a text, in words."""
        return in_words(self.ask(text_xml(words)))

    def tap(self, key: str) -> Reply | None:
        """The reply to a tap on a menu button."""
        return self.ask(event_xml("CLICK", key))

    def tap_line(self, key: str) -> str:
        """The reply to a tap on a line of ours, in words."""
        tapped = f"</MsgId><bizmsgmenuid>{key}</bizmsgmenuid>"
        return in_words(self.ask(text_xml("a line").replace("</MsgId>", tapped)))

    def send(self, kind: str, nodes: str) -> str:
        """The reply to a message of another kind than text, in words."""
        xml = text_xml("x").replace("<![CDATA[text]]>", f"<![CDATA[{kind}]]>")
        return in_words(self.ask(xml.replace("<Content><![CDATA[x]]></Content>", nodes)))

    def picture(self, media_id: str) -> str:
        return self.send("image", f"<PicUrl>http://p/</PicUrl><MediaId>{media_id}</MediaId>")

    def place(self, latitude: float, longitude: float) -> str:
        coordinates = f"<Location_X>{latitude}</Location_X><Location_Y>{longitude}</Location_Y>"
        return self.send("location", f"{coordinates}<Scale>16</Scale><Label>here</Label>")

    def only(self, *lives: Live[Any]) -> None:
        """From now on the edition has these items alone, beside the standing phrases."""
        phrases = [live for language in LANGUAGES for live in self.edition.shelf(Kind.PHRASE, language).lives]
        self.edition = build(1, [*phrases, *lives])

    def phrase(self, slug: str, **places: str) -> str:
        """A standing phrase in the language of the last reply."""
        return self.edition.phrase(slug, self.conversation.language or self.language or "zh", **places)

    @property
    def keys(self) -> list[str]:
        """What the numbers of the last list mean."""
        return [key for _, key in self.conversation.choices]

    @property
    def hit(self) -> str:
        assert self.decision is not None
        return self.decision.hit


def in_words(reply: Reply | None) -> str:
    """What the follower can read of a reply."""
    match reply:
        case TextReply(text):
            return text
        case NewsReply(cards):
            return "\n".join(f"{card.title}\n{card.description}\n{card.url}" for card in cards)
    return ""
