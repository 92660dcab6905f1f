"""One turn at a chunk, in one transaction: what came of the last calls is written down, and the next ones are begun.

A call is made only after its row says so and is committed. Who finds that somebody else has taken over its chunk writes
down what WeChat took, and nothing else.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from wxbot.services import Db, courtesies, endings, preferences
from wxbot.services.endings import REPEATABLE, Call, Ending
from wxbot.store import broadcasts, chunks, followers, sends
from wxbot.store.broadcasts import Broadcast, Kind
from wxbot.store.chunks import Chunk, Hold
from wxbot.store.sends import Change, Send, State

LEASE = dt.timedelta(seconds=60)  # Longer than all calls of a turn may take, each with its timeouts.


@dataclass(frozen=True, slots=True)
class Turn:
    """The calls to be made now, and how many more of the chunk could be made. ``over``: the chunk is not ours any more.

    ``kind`` and ``payload`` say what is sent.
    """

    kind: Kind = Kind.CUSTOM
    payload: dict[str, object] | None = None
    calls: Sequence[Call] = ()
    left: int = 0
    over: bool = True


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for every turn: where a day begins, and some luck."""

    zone: ZoneInfo
    luck: Callable[[], float]


def take(db: Db, hold: Hold, last: Sequence[Ending], room: int, rules: Rules, now: dt.datetime) -> Turn:
    """``room`` is how many calls may be begun; less than none gives the chunk back."""
    chunk = chunks.held(db, hold)
    _write_down(db, last, chunk is not None, rules, now)
    if chunk is None:
        chunks.recount(db, hold.broadcast_id, [hold.number])
        return Turn()
    broadcast = broadcasts.of_id(db, hold.broadcast_id)
    kept = preferences.load(db)
    going = broadcast is not None and broadcast.state == broadcasts.State.SENDING and not kept.sending_stopped
    if broadcast is None or not going or room < 0:
        return _let_go(db, chunk, now)
    _renew_failed(db, chunk)
    rows = sends.open_now(db, hold.broadcast_id, hold.number, now)
    begun = _go_on(db, broadcast, [row for row in rows if row.state == State.SENDING], now)
    fresh = [row for row in rows if row.state != State.SENDING]
    repeated, taken = begun[:room], fresh[: max(0, room - len(begun))]
    sorted_ = courtesies.sort_out(db, broadcast, taken, kept.pushes_a_day, rules.zone, now)
    sends.change_all(db, sorted_.others, State.DUE, State.LATER)
    calls = [_call(broadcast, row, now) for row in (*repeated, *sorted_.go)]
    sends.begin(db, [call.id for call in calls], now)
    left = len(begun) - len(repeated) + len(fresh) - len(taken)
    if not calls and not left:
        return _let_go(db, chunk, now)
    chunks.recount(db, hold.broadcast_id, [hold.number])
    chunk.leased_until = now + LEASE
    return Turn(Kind(broadcast.kind), broadcast.payload, calls, left, over=False)


def _write_down(db: Db, last: Sequence[Ending], ours: bool, rules: Rules, now: dt.datetime) -> None:
    told = [ending for ending in last if ours or ending.taken]
    changes = [endings.change(ending, now, rules.luck) for ending in told]
    sends.change_all(db, changes, State.SENDING, State.UNKNOWN)
    spared = {each.id for each in changes if each.state in (State.DUE, State.LATER, State.FAILED)}
    undone = [ending.call for ending in told if ending.call.id in spared]
    courtesies.give_back(db, [(call.openid, call.first_at) for call in undone], rules.zone)
    if gone := [ending.call.openid for ending in told if ending.gone]:
        followers.leave(db, gone)


def _let_go(db: Db, chunk: Chunk, now: dt.datetime) -> Turn:
    chunk.owner, chunk.leased_until, chunk.ended_at = "", None, now
    chunks.recount(db, chunk.broadcast_id, [chunk.number])
    return Turn()


def _renew_failed(db: Db, chunk: Chunk) -> None:
    """A person has asked for it."""
    if chunk.again:
        failed = [name.partition("/")[2] for name in chunk.counts if name.startswith(f"{State.FAILED}/")]
        sends.renew(db, chunk.broadcast_id, chunk.number, [why for why in failed if endings.may_try_again(why)])
        chunk.again = False


def _go_on(db: Db, broadcast: Broadcast, rows: Sequence[Send], now: dt.datetime) -> list[Send]:
    """What was begun and has no clear end: to be called in the same way once more, or left to a person."""
    can = [row for row in rows if _can_go_on(broadcast, row, now)]
    others = [Change(row.id, State.UNKNOWN, row.why, at=row.at) for row in rows if row not in can]
    sends.change_all(db, others, State.SENDING)
    return can


def _can_go_on(broadcast: Broadcast, row: Send, now: dt.datetime) -> bool:
    lately = row.at is not None and now < row.at + REPEATABLE
    return broadcast.kind == Kind.TEMPLATE and lately and not sends.is_forgotten(row)


def _call(broadcast: Broadcast, row: Send, now: dt.datetime) -> Call:
    return Call(
        id=row.id,
        openid=row.openid,
        number=_number(broadcast, row),
        tries=row.tries + 1,
        first_at=row.at or now,
        begun=row.state == State.SENDING,
        repeatable=broadcast.kind == Kind.TEMPLATE,
    )


def _number(broadcast: Broadcast, row: Send) -> str:
    """The same for every repetition, which WeChat drops if it had the first; another one after a message that is known
    to be lost, since WeChat would drop the new one as well."""
    lost = f"/{row.lost}" if row.lost else ""
    return hashlib.sha256(f"{broadcast.sha256}/{broadcast.id}/{row.id}{lost}".encode()).hexdigest()[:32]
