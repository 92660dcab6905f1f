"""What a person decides when a push is over: that what failed is tried again, and what became of what nobody knows."""

import datetime as dt
from collections.abc import Collection
from zoneinfo import ZoneInfo

from wxbot.services import Db, broadcasts, courtesies, endings, pushes
from wxbot.store import chunks, sends
from wxbot.store.broadcasts import RUNNING, Broadcast
from wxbot.store.broadcasts import State as Life
from wxbot.store.sends import Change, State

SETTLED = "a person says so"  # Why a send counts as sent.
_MOST = 5_000  # Sends that are decided on at once.


def retry(db: Db, broadcast_id: int, actor: str, now: dt.datetime) -> int:
    """Those that failed for what may pass are due again; returns how many they are, without those that somebody
    asked for a moment ago. Raises RuleError."""
    row = broadcasts.hold(db, broadcast_id, *RUNNING, Life.FINISHED)
    resting = [chunk for chunk in chunks.of_broadcast(db, row.id, lock=True) if not chunk.again]
    hopeful = {chunk.number: _hopeful(chunk.counts) for chunk in resting}
    chosen = {number: count for number, count in hopeful.items() if count}
    if not chosen:
        return 0
    chunks.reopen(db, row.id, chosen)
    _go_on(row)
    broadcasts.note(db, row, actor, "broadcast.retried", now, count=sum(chosen.values()))
    return sum(chosen.values())


def _hopeful(counts: dict[str, int]) -> int:
    named = (name.partition("/") for name in counts)
    return sum(counts["/".join((state, why))] for state, slash, why in named if slash and endings.may_try_again(why))


def _go_on(row: Broadcast) -> None:
    if row.state == Life.FINISHED:
        row.state, row.finished_at = Life.SENDING, None


def settle_unknown(
    db: Db, broadcast_id: int, ids: Collection[int] | None, sent: bool, actor: str, zone: ZoneInfo, now: dt.datetime
) -> int:
    """A person says whether they were sent: then they are; or else they are due again. Without ``ids`` all of them.

    Returns how many were settled, a few thousand at the most. Raises RuleError.
    """
    row = broadcasts.hold(db, broadcast_id, *RUNNING, Life.FINISHED, Life.CANCELLED)
    found = sends.unknown(db, row.id, ids, _MOST)
    if not found:
        return 0
    state, why = (State.SENT, SETTLED) if sent else (State.DUE, "")
    changes = [Change(each.id, state, why, each.message_id, at=each.at if sent else None) for each in found]
    if not sent:
        courtesies.give_back(db, [(each.openid, each.at or now) for each in found], zone)
        _go_on(row)
    sends.change_all(db, changes, State.UNKNOWN)
    chunks.recount(db, row.id, {each.chunk for each in found})
    pushes.tell_unknown(db, row, now)
    broadcasts.note(db, row, actor, "broadcast.settled", now, sent="yes" if sent else "no", count=len(found))
    return len(found)
