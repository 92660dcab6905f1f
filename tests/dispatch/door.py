"""One follower's messages through the dispatcher, and what is kept of each as it would be kept: sealed or not."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from handlers import ROUTERS
from tests.rig.wire import event_xml, text_xml
from tests.services.writing import VAULT
from wxbot.clock import Clock
from wxbot.dispatch.decisions import Decider
from wxbot.dispatch.dispatcher import Dispatcher, Ground
from wxbot.dispatch.intents import intent_of
from wxbot.edition.edition import Edition
from wxbot.errors import StoreUnavailable
from wxbot.protocol.parsing import parse
from wxbot.protocol.xml import parse as parse_xml
from wxbot.services.effects import Effect, Receipt
from wxbot.state.turn import Claim, Closing, Opening
from wxbot.store.vault import Vault

Keep = Callable[[Sequence[Effect]], Sequence[Receipt]]


def unavailable(_effects: Sequence[Effect]) -> Sequence[Receipt]:
    raise StoreUnavailable("the database does not answer")


def broken(_effects: Sequence[Effect]) -> Sequence[Receipt]:
    raise ZeroDivisionError


@dataclass
class Door:
    """``keep`` is how effects end; ``asked`` is what was to be kept so far."""

    edition: Edition
    vault: Vault = VAULT
    keep: Keep = lambda effects: [Receipt(number="20261122-0007") for _ in effects]
    follower: dict[str, str] = field(default_factory=lambda: {"known": "1"})
    known: dict[str, str] = field(default_factory=dict)  # What SQL would tell of him, should Redis not know him.
    conversation: bytes = b""
    alone: bool = False
    count: int = 1  # Messages of his within this minute.
    asked: list[Effect] = field(default_factory=list)
    closing: Closing | None = None

    def ask(self, xml: str) -> str:
        """The reply as WeChat gets it."""
        message = parse(parse_xml(xml.encode()))
        opening = Opening(Claim.NEW, 1, b"", self.conversation, self.follower, 1, self.count, alone=self.alone)
        dispatcher = Dispatcher(self._ground(), Decider(ROUTERS, Random(7)))
        asked = dispatcher.ask(message, intent_of(message), opening)
        self.closing = dispatcher.complete(asked, lambda reply: reply)
        self._remember(self.closing)
        return dispatcher.opened(self.closing.reply).decode()

    def _remember(self, closing: Closing) -> None:
        if closing.conversation is not None:
            self.conversation = closing.conversation
        if closing.forget:
            self.conversation, self.follower = b"", {}
        self.follower |= closing.follower

    def _ground(self) -> Ground:
        return Ground(
            clock=Clock(),
            edition=lambda: self.edition,
            lookup=lambda _openid: self.known,
            carry_out=self._carry_out,
            seal=self.vault.seal,
            unseal=self.vault.open,
            hands_over=lambda _local: False,
            public_url="https://account.example",
            zone=ZoneInfo("Asia/Shanghai"),
            flood_limit=30,
            alias=lambda openid: openid[:3],
        )

    def _carry_out(
        self, effects: Sequence[Effect], _openid: str, _delivery: str, _now: dt.datetime
    ) -> Sequence[Receipt]:
        self.asked.extend(effects)
        return self.keep(effects)

    def say(self, *words: str) -> str:
        """Sends each, and returns the last reply."""
        return [self.ask(text_xml(each)) for each in words][-1]

    def tap(self, key: str) -> str:
        return self.ask(event_xml("CLICK", key))

    @property
    def entry(self) -> dict[str, Any]:
        """The last message's line for the journal."""
        assert self.closing is not None
        return dict(json.loads(self.closing.entry))

    @property
    def kept(self) -> bytes:
        """All bytes that the last message leaves anywhere outside of the process."""
        assert self.closing is not None
        parts = (self.closing.reply, self.closing.entry, self.closing.conversation or b"", self.closing.parked)
        return b"".join(parts) + "".join(self.closing.follower.values()).encode()
