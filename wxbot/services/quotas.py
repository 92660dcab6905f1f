"""How much of what WeChat allows is used up: mass sends by Beijing's day and month, whatever the account's zone.

What staff send on WeChat's own website counts too, and cannot be seen from here.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from wxbot.errors import Remedy, WechatError
from wxbot.services import Db, audiences, occurrences, syncs
from wxbot.services.audiences import MASS, Who
from wxbot.services.syncs import BEIJING
from wxbot.store import broadcasts as rows
from wxbot.store import calls, freezes
from wxbot.store.broadcasts import Broadcast, Kind, State
from wxbot.store.calls import Call, Way
from wxbot.store.calls import State as CallState
from wxbot.store.freezes import Freeze

CALLS_A_DAY = 100
ALL_A_DAY, ALL_A_MONTH = 1, 4
_COUNTED = (  # What WeChat took, or may have; taken back it still counts there.
    CallState.CALLING,
    CallState.ACCEPTED,
    CallState.CONFIRMING,
    CallState.FINISHED,
    CallState.UNKNOWN,
    CallState.RECALLED,
)
_PLANNED = (State.SCHEDULED, State.ASKING, State.SUBMITTED, State.ACTIVE)


@dataclass(frozen=True, slots=True)
class Limit:
    used: int
    most: int

    @property
    def left(self) -> int:
        return max(0, self.most - self.used)


@dataclass(frozen=True, slots=True)
class Standing:
    """Today's and this month's; ``calls`` are all that were made today, ``month`` is None where no month is counted."""

    today: Limit
    month: Limit | None
    calls: Limit


def day_of(instant: dt.datetime) -> dt.date:
    """WeChat's own."""
    return instant.astimezone(BEIJING).date()


def _month(instant: dt.datetime) -> dt.datetime:
    """The first instant of its month."""
    return instant.astimezone(BEIJING).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def standing(db: Db, account: str, now: dt.datetime) -> Standing:
    first = _month(now)
    made = [call for call in calls.made_since(db, first, Way.ALL, Way.TAG, Way.LIST) if call.state in _COUNTED]
    today = [call for call in made if call.called_at is not None and day_of(call.called_at) == day_of(now)]
    limit = Limit(len(today), CALLS_A_DAY)
    if account.startswith("subscription"):
        return Standing(Limit(len(today), 1), None, limit)
    return Standing(Limit(_to_all(today), ALL_A_DAY), Limit(_to_all(made), ALL_A_MONTH), limit)


def free_at(db: Db, account: str, error: WechatError, now: dt.datetime) -> dt.datetime | None:
    """When at the latest mass messages may be sent again that WeChat refuses now; None for any other refusal.

    A service account that has some of its month left as far as we know may have sent the others on WeChat's website.
    """
    if error.remedy is not Remedy.MASS_QUOTA:
        return None
    used = standing(db, account, now)
    of_the_day = used.month is None or (used.month.left and not (used.today.left and used.calls.left))
    return syncs.tomorrow(now, dt.time()) if of_the_day else _month(_month(now) + dt.timedelta(days=32))


def _to_all(made: Iterable[Call]) -> int:
    return sum(call.way == Way.ALL for call in made)


@dataclass(frozen=True, slots=True)
class Planned:
    """What goes out at an instant, or went; ``id`` is a recurring one's own where the occurrence is still to come."""

    id: int
    title: str
    kind: Kind
    who: Who
    at: dt.datetime
    state: State
    recurring: bool = False


class Clash(StrEnum):
    DAY = "day"  # More in a day than WeChat allows.
    MONTH = "month"
    FREEZE = "freeze"


@dataclass(frozen=True, slots=True)
class Conflict:
    clash: Clash
    day: dt.date
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    planned: tuple[Planned, ...]
    freezes: tuple[Freeze, ...]
    conflicts: tuple[Conflict, ...]


def plan(db: Db, account: str, zone: ZoneInfo, begins: dt.datetime, ends: dt.datetime, now: dt.datetime) -> Plan:
    """All of that time in its order, with recurring ones written out from ``now`` on, and what clashes in it.

    What clashes is found by whole months, of which the time may be a part.
    """
    found = _everything(db, zone, *_months(begins, ends), now)
    frozen = tuple(freezes.between(db, begins, ends))
    shown = tuple(each for each in found if begins <= each.at < ends)
    ids, days = {each.id for each in shown}, (day_of(begins), day_of(ends - dt.timedelta(seconds=1)))
    clashes = _conflicts(found, frozen, account)
    mine = tuple(each for each in clashes if days[0] <= each.day <= days[1] and ids & set(each.ids))
    return Plan(shown, frozen, mine)


def _everything(
    db: Db, zone: ZoneInfo, begins: dt.datetime, ends: dt.datetime, now: dt.datetime, but: int = 0
) -> list[Planned]:
    """In its order; ``but`` the one with that id."""
    found = [_planned(row) for row in rows.between(db, begins, ends, limit=_ROWS) if row.state not in _GONE]
    for series in rows.in_state(db, State.ACTIVE, limit=200):
        found += _written_out(series, zone, max(begins - dt.timedelta(seconds=1), now), ends)
    return sorted((each for each in found if each.id != but), key=_order)


def _order(each: Planned) -> tuple[dt.datetime, int]:
    return each.at, each.id


def clashes(db: Db, account: str, zone: ZoneInfo, wanted: Sequence[Planned], now: dt.datetime) -> Iterable[Conflict]:
    """What would be too much in a day or a month if these, of one broadcast and in their order, went out as well."""
    counted = counting(wanted, account)
    if not counted:
        return []
    others = _everything(db, zone, *_months(counted[0].at, counted[-1].at), now, but=wanted[0].id)
    days, months = {day_of(each.at) for each in counted}, {_month(each.at) for each in counted}
    found = _conflicts(sorted((*others, *counted), key=_order), (), account)
    return [each for each in found if each.day in days or (each.clash is Clash.MONTH and _month_of(each) in months)]


def _month_of(conflict: Conflict) -> dt.datetime:
    return dt.datetime.combine(conflict.day.replace(day=1), dt.time(), BEIJING)


def _months(begins: dt.datetime, ends: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """From the beginning of Beijing's month in which it begins to the end of that in which it ends."""
    return _month(begins), (_month(ends) + dt.timedelta(days=32)).replace(day=1)


_GONE = (State.DRAFT, State.REFUSED, State.CANCELLED)


def _planned(row: Broadcast) -> Planned:
    assert row.due_at is not None
    who = audiences.parse(row.audience).who
    return Planned(row.id, row.title, Kind(row.kind), who, row.due_at, State(row.state))


def _written_out(series: Broadcast, zone: ZoneInfo, after: dt.datetime, ends: dt.datetime) -> list[Planned]:
    who = audiences.parse(series.audience).who
    found: list[Planned] = []
    for at in occurrences.slots(series.cron, after, zone):
        if at >= ends or len(found) >= _MOST:
            break
        found.append(Planned(series.id, series.title, Kind(series.kind), who, at, State.ACTIVE, recurring=True))
    return found


_ROWS = 1_000  # That a plan looks at.
_MOST = 1_000  # Of one series that it shows.


def _conflicts(found: Sequence[Planned], frozen: Sequence[Freeze], account: str) -> Iterable[Conflict]:
    counted = counting(found, account)
    for day, many in sorted(Counter(day_of(each.at) for each in counted).items()):
        if many > ALL_A_DAY:
            yield Conflict(Clash.DAY, day, tuple(each.id for each in counted if day_of(each.at) == day))
    if not account.startswith("subscription"):
        yield from _over_month(counted)
    for each in found:
        inside = each.state in _PLANNED and any(part.holds(each.at) for part in frozen)
        if inside:
            yield Conflict(Clash.FREEZE, day_of(each.at), (each.id,))


def counting(found: Sequence[Planned], account: str) -> list[Planned]:
    """Those that use up what WeChat allows."""
    every = account.startswith("subscription")
    return [each for each in found if each.kind in MASS and (every or each.who is Who.EVERYONE)]


def _over_month(counted: Sequence[Planned]) -> Iterable[Conflict]:
    """Each that is one too many, on its day."""
    months: dict[tuple[int, int], list[Planned]] = {}
    for each in counted:
        months.setdefault((day_of(each.at).year, day_of(each.at).month), []).append(each)
    for many in months.values():
        for each in many[ALL_A_MONTH:]:
            yield Conflict(Clash.MONTH, day_of(each.at), (each.id,))
