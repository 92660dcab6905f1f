"""How far a push has come, from the figures of its chunks; and its rows one by one, for a file."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wxbot.services import Db
from wxbot.store import broadcasts, chunks, sends
from wxbot.store.chunks import Figures
from wxbot.store.sends import Send, State

_LATELY = dt.timedelta(seconds=60)  # What the rate is taken from.


@dataclass(frozen=True, slots=True)
class Progress:
    """How many are how; none is in two of them. ``rate`` is sends a second; None for what cannot be said."""

    total: int = 0  # Of those that are written down so far.
    due: int = 0
    sent: int = 0
    delivered: int = 0
    failed: int = 0
    unknown: int = 0
    skipped: int = 0
    later: int = 0
    rate: float = 0.0
    seconds_left: int | None = None
    reasons: Mapping[str, int] = field(default_factory=dict)  # Why how many failed.


def figures(db: Db, broadcast_id: int, now: dt.datetime) -> Progress:
    row = broadcasts.of_id(db, broadcast_id)
    if row is None:
        return Progress()
    parts = chunks.figures(db, broadcast_id)
    counted: Counter[str] = Counter()
    for part in parts:
        for name, count in part.counts.items():
            counted[name] += count
    reasons = {name.partition("/")[2]: count for name, count in counted.items() if "/" in name}
    settled = {
        name: counted[state]
        for name, state in (
            ("sent", State.SENT),
            ("delivered", State.DELIVERED),
            ("unknown", State.UNKNOWN),
            ("skipped", State.SKIPPED),
            ("later", State.LATER),
        )
    }
    failed = sum(reasons.values())
    due = max(0, row.frozen - failed - sum(settled.values()))
    rate = _rate(parts, row.started_at, now)
    left = round(due / rate) if due and rate else None
    return Progress(row.frozen, due, failed=failed, rate=rate, seconds_left=left, reasons=reasons, **settled)


def _rate(parts: Sequence[Figures], began: dt.datetime | None, now: dt.datetime) -> float:
    since = max(began or now - _LATELY, now - _LATELY)
    seconds = max(1.0, (now - since).total_seconds())
    return sum(part.size for part in parts if part.ended_at is not None and part.ended_at >= since) / seconds


def rows(db: Db, broadcast_id: int, after: tuple[int, int] = (-1, 0), limit: int = 1_000) -> Sequence[Send]:
    """In the order of chunk and id; to go on, ``after`` is those two of the last one."""
    return sends.page(db, broadcast_id, after, limit)
