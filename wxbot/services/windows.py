"""How many customer-service messages a follower may still be sent, and until when.

What he does opens a window for a while, each afresh; they do not add up, so the best one counts. What was sent since a
window was opened is taken off it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wxbot.services import Db, outbox
from wxbot.store import broadcasts, followers, journal, sends
from wxbot.store import outbox as outbox_rows
from wxbot.store.outbox import Status

MESSAGES = ("text", "voice", "tap", "number", "location", "media", "link")  # Sources, as the journal names them.
TOUCHES = ("menu", "scan", "follow")
_SENT = (Status.SENT, Status.SENDING, Status.UNKNOWN, Status.DUE)  # What waits will be sent before anything new.
_LINES, _ROWS = 60, 100  # At the most looked at; nobody is sent more within a window.


@dataclass(frozen=True, slots=True)
class Allowance:
    sources: tuple[str, ...]
    messages: int
    lasts: dt.timedelta


ALLOWANCES = (
    Allowance(MESSAGES, 5, dt.timedelta(hours=48)),
    Allowance(("menu",), 3, dt.timedelta(minutes=1)),
    Allowance(("scan",), 3, dt.timedelta(minutes=1)),
    Allowance(("follow",), 3, dt.timedelta(minutes=1)),
)
LONGEST = max(allowance.lasts for allowance in ALLOWANCES)


@dataclass(frozen=True, slots=True)
class Done:
    """What the follower did, by its source in the journal."""

    source: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Spent:
    """A message that was sent to him or will be; ``refused``: WeChat said that no more may be."""

    at: dt.datetime
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Meter:
    """``until`` is None where nothing is open; ``most`` is what the window allowed when it was opened."""

    left: int = 0
    until: dt.datetime | None = None
    most: int = 0

    def has_room(self, messages: int) -> bool:
        return 0 < messages <= self.left


SHUT = Meter()


def measure(done: Sequence[Done], spent: Sequence[Spent], now: dt.datetime) -> Meter:
    """The window with the most messages left; of two that are alike, the one that lasts longer."""
    return max(_open(done, spent, now), key=lambda meter: (meter.left, meter.until), default=SHUT)


def _open(done: Sequence[Done], spent: Sequence[Spent], now: dt.datetime) -> Iterable[Meter]:
    for allowance in ALLOWANCES:
        opened = max((each.at for each in done if each.source in allowance.sources), default=None)
        if opened is not None and opened <= now < opened + allowance.lasts:
            yield Meter(_left(allowance, opened, spent), opened + allowance.lasts, allowance.messages)


def _left(allowance: Allowance, opened: dt.datetime, spent: Sequence[Spent]) -> int:
    since = [each for each in spent if each.at >= opened]
    return 0 if any(each.refused for each in since) else max(0, allowance.messages - len(since))


def of_follower(db: Db, openid: str, may_send: bool, now: dt.datetime) -> Meter:
    """Shut for one who left, and where the account's kind may not send. Three queries, each bounded."""
    follower = followers.find(db, openid) if may_send and openid else None
    if follower is None or not follower.subscribed:
        return SHUT
    done = [Done(source, at) for source, at in journal.newest(db, openid, _LINES)]
    if follower.last_message_at is not None:  # It may lie below very many taps.
        done.append(Done(MESSAGES[0], follower.last_message_at))
    return measure(done, list(_spent(db, openid, now)), now)


def _spent(db: Db, openid: str, now: dt.datetime) -> Iterable[Spent]:
    for row in outbox_rows.newest(db, openid, _ROWS):
        refused = outbox.refused_for_window(row)
        if row.status in _SENT or refused:
            yield Spent(now if row.status == Status.DUE else row.claimed_at or now, refused)
    for at in sends.made(db, openid, broadcasts.Kind.CUSTOM, _ROWS):
        yield Spent(at)
