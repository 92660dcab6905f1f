"""What a follower is spared: pushes in his quiet hours, too many of them in a day, and any after he has left.

In an emergency he is spared the last alone.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from wxbot.hours import Hours
from wxbot.services import Db, consents
from wxbot.store import followers, sends
from wxbot.store.broadcasts import Broadcast, Kind
from wxbot.store.followers import Follower
from wxbot.store.sends import BLOCKED, ENOUGH, LEFT, NO_CONSENT, Change, Send, State

_ANY_NUMBER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Sorted:
    """Those that are called now, and what becomes of the others."""

    go: Sequence[Send]
    others: Sequence[Change]


def sort_out(db: Db, broadcast: Broadcast, rows: Sequence[Send], most: int, zone: ZoneInfo, now: dt.datetime) -> Sorted:
    """Each that goes is counted as a push of today; ``most`` is how many of them one follower gets."""
    known = followers.of_openids(db, [row.openid for row in rows])
    urgent = bool(broadcast.emergency)
    others = _with_consent(db, broadcast, rows)
    for row in rows:
        follower = known.get(row.openid)
        spared = _gone(row, follower) or (None if urgent else _asleep(row, follower, now.astimezone(zone)))
        if spared is not None:
            others[row.id] = spared
    waiting = [row for row in rows if row.id not in others]
    counted = sends.reserve(db, [row.openid for row in waiting], day(now, zone), _ANY_NUMBER if urgent else most)
    go = [row for row in waiting if row.openid in counted]
    skipped = [Change(row.id, State.SKIPPED, ENOUGH) for row in waiting if row.openid not in counted]
    return Sorted(go, [*others.values(), *skipped])


def day(now: dt.datetime, zone: ZoneInfo) -> str:
    return now.astimezone(zone).date().isoformat()


def give_back(db: Db, called: Iterable[tuple[str, dt.datetime]], zone: ZoneInfo) -> None:
    """What did not arrive is no push of its day. ``called`` are openids with the instants of their calls."""
    rounds: dict[tuple[int, str], list[str]] = {}
    for (openid, on), times in Counter((openid, day(at, zone)) for openid, at in called).items():
        for number in range(times):
            rounds.setdefault((number, on), []).append(openid)
    for (_, on), openids in sorted(rounds.items()):
        sends.give_back(db, openids, on)


def _with_consent(db: Db, broadcast: Broadcast, rows: Sequence[Send]) -> dict[int, Change]:
    if broadcast.kind != Kind.NOTICE:
        return {}
    agreed = consents.agreed(db, broadcast.payload["template_id"], [row.openid for row in rows])
    return {row.id: Change(row.id, State.SKIPPED, NO_CONSENT) for row in rows if row.openid not in agreed}


def _gone(row: Send, follower: Follower | None) -> Change | None:
    if sends.is_forgotten(row) or (follower is not None and not follower.subscribed):
        return Change(row.id, State.SKIPPED, LEFT)
    if follower is not None and follower.blocked:
        return Change(row.id, State.SKIPPED, BLOCKED)
    return None  # Of one of a list we may not have heard yet.


def _asleep(row: Send, follower: Follower | None, local: dt.datetime) -> Change | None:
    hours = Hours.parse(follower.quiet) if follower is not None and follower.quiet else None
    if hours is not None and hours.hold(local):
        return Change(row.id, State.LATER, due_at=hours.end(local))
    return None
