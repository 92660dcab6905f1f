"""The two trips within one process, for the time that Redis is down: the same interface, a bounded table, a lock.

A retry that reaches another process is then handled there once more; that is the price of answering at all.
"""

import math
import threading
from collections import OrderedDict, deque
from dataclasses import dataclass

from wxbot.state.turn import CONVERSATION_KEEP, FETCH, KEEP, LEASE, Claim, Closing, Finish, Opening, Turn

_DELIVERIES = 10_000
_CONVERSATIONS = 10_000
_ENTRIES = 10_000  # Journal lines that wait in memory; past that the oldest are lost, and counted.


@dataclass
class _Delivery:
    until: float
    owner: str = ""
    attempt: int = 1
    reply: bytes = b""
    late: str = ""
    answered_at: float = math.inf  # A promise stands until its answer has come.


class LocalTurns:
    """One process's own memory of deliveries and conversations."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._deliveries: OrderedDict[str, _Delivery] = OrderedDict()
        self._conversations: OrderedDict[str, tuple[bytes, float]] = OrderedDict()
        self._entries: deque[tuple[bytes, str]] = deque(maxlen=_ENTRIES)
        self.lost = 0

    def begin(self, turn: Turn, now: float, again: bool = False) -> Opening:
        with self._lock:
            claim, row = self._claim(turn, now, again)
            conversation, until = self._conversations.get(turn.openid, (b"", 0.0))
        known = conversation if until > now else b""
        return Opening(claim, row.attempt, row.reply, known, {}, 0, 0, alone=True)

    def _claim(self, turn: Turn, now: float, again: bool) -> tuple[Claim, _Delivery]:
        row = self._deliveries.get(turn.delivery)
        if row is None or (row.reply and row.answered_at + KEEP < now):
            return Claim.NEW, self._add(turn.delivery, _Delivery(now + LEASE, turn.owner))
        row.attempt += not again
        if row.reply:
            return Claim.DONE, row
        if row.until > now:
            return Claim.HELD, row
        row.until, row.owner = now + LEASE, turn.owner
        return Claim.TAKEN_OVER, row

    def _add(self, delivery: str, row: _Delivery) -> _Delivery:
        self._deliveries[delivery] = row
        if len(self._deliveries) > _DELIVERIES:
            self._deliveries.popitem(last=False)
        return row

    def finish(self, turn: Turn, closing: Closing, now: float) -> Finish:
        with self._lock:
            row = self._deliveries.get(turn.delivery) or self._add(turn.delivery, _Delivery(now))
            if row.reply and not row.late:
                return Finish(row.reply, first=False, late="")
            late, row.late = row.late, ""
            row.reply, row.answered_at = row.reply or closing.reply, now
            kept = b"" if closing.forget else closing.parked if late == FETCH else closing.conversation
            self._keep(turn.openid, kept, now)
            self.lost += len(self._entries) == _ENTRIES
            self._entries.append((closing.entry, late))
            return Finish(row.reply, first=True, late=late)

    def _keep(self, openid: str, conversation: bytes | None, now: float) -> None:
        if conversation is None:
            return
        self._conversations.pop(openid, None)
        if conversation:
            self._conversations[openid] = (conversation, now + CONVERSATION_KEEP)
        if len(self._conversations) > _CONVERSATIONS:
            self._conversations.popitem(last=False)

    def renew(self, turn: Turn, now: float) -> None:
        with self._lock:
            row = self._deliveries.get(turn.delivery)
            if row is not None and row.owner == turn.owner:
                row.until = now + LEASE

    def promise(self, delivery: str, reply: bytes, late: str) -> bytes:
        with self._lock:
            row = self._deliveries.get(delivery) or self._add(delivery, _Delivery(0.0))
            if not row.reply:
                row.reply, row.late = reply, late
            return row.reply

    def take_entries(self) -> list[tuple[bytes, str]]:
        """The journal lines that wait, oldest first; they are the caller's from here on."""
        with self._lock:
            entries = list(self._entries)
            self._entries.clear()
        return entries

    def put_back(self, entries: list[tuple[bytes, str]]) -> None:
        """Lines that could not be kept yet; they go before those that came since."""
        with self._lock:
            kept = [*entries, *self._entries][-_ENTRIES:]
            self.lost += len(entries) + len(self._entries) - len(kept)
            self._entries = deque(kept, maxlen=_ENTRIES)
