"""What stands against a broadcast besides its words: its time, what WeChat allows, freeze periods, and that there is
nobody to get it. Told while it is written, when it is submitted and when it is signed, as all of it may change."""

import datetime as dt
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from wxbot.errors import ContentError
from wxbot.services import Db, audiences, groups, occurrences, quotas, reaching
from wxbot.services.audiences import Audience, Who
from wxbot.services.compositions import Composition
from wxbot.services.findings import Code, Finding
from wxbot.services.quotas import Clash, Planned
from wxbot.store import audiences as group_rows
from wxbot.store import broadcasts as rows
from wxbot.store import freezes, tags
from wxbot.store.broadcasts import Kind

_AHEAD = dt.timedelta(days=31)  # How far the times of a recurring one are looked at.
_MOST_TIMES = 200
_MOST_TITLES = 3
_TOLD = {Clash.DAY: Code.DAY_CLASH, Clash.MONTH: Code.MONTH_CLASH}


def foresee(
    db: Db, new: Composition, account: str, zone: ZoneInfo, now: dt.datetime, own: int = 0
) -> tuple[Finding, ...]:
    """``own`` is the broadcast's number where it has one, as it does not clash with itself. What blocks is certain;
    all else may be different by then."""
    planned = _planned(new, zone, now, own)
    found = (
        *_past(new, zone, now),
        *_frozen(db, planned, zone),
        *_used(db, account, planned, now),
        *_clashing(db, account, zone, planned, now),
        *_nobody(db, new),
    )
    return tuple(sorted(found, key=lambda finding: not finding.blocks))


def _planned(new: Composition, zone: ZoneInfo, now: dt.datetime, own: int) -> Sequence[Planned]:
    """When it would go out: each of the next times of a recurring one, and no less than now."""
    times = _times(new.cron, zone, now) if new.cron else [max(new.due_at or now, now)]
    return [Planned(own, new.title, new.kind, new.audience.who, at, rows.State.SCHEDULED) for at in times]


def _times(cron: str, zone: ZoneInfo, now: dt.datetime) -> list[dt.datetime]:
    """None where its rule cannot be read, which is told elsewhere."""
    try:
        return [at for at in occurrences.upcoming(cron, now, zone, _MOST_TIMES) if at <= now + _AHEAD]
    except ContentError:
        return []


def _said(at: dt.datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _past(new: Composition, zone: ZoneInfo, now: dt.datetime) -> Iterator[Finding]:
    if new.due_at is not None and new.due_at <= now:
        yield Finding(True, "due_at", Code.PAST, {"at": _said(new.due_at, zone)})


def _frozen(db: Db, planned: Sequence[Planned], zone: ZoneInfo) -> Iterator[Finding]:
    """The first of its times that lies in a freeze period."""
    if not planned:
        return
    periods = freezes.between(db, planned[0].at, planned[-1].at + dt.timedelta(microseconds=1))
    for each in planned:
        for period in periods:
            if period.holds(each.at):
                said = {"at": _said(each.at, zone), "until": _said(period.ends_at, zone), "note": period.reason}
                yield Finding(False, "due_at", Code.FROZEN, said)
                return


def _used(db: Db, account: str, planned: Sequence[Planned], now: dt.datetime) -> Iterator[Finding]:
    """What of WeChat's allowance is used up by what went out already, also by what the calendar does not show."""
    counted, mass = quotas.counting(planned, account), [each for each in planned if each.kind in audiences.MASS]
    if not mass:
        return
    standing = quotas.standing(db, account, now)
    for limit, code, uses in (
        (standing.calls, Code.CALLS_USED, _within(mass, quotas.day_of(now).isoformat())),
        (standing.today, Code.DAY_USED, _within(counted, quotas.day_of(now).isoformat())),
        (standing.month, Code.MONTH_USED, _within(counted, f"{quotas.day_of(now):%Y-%m}")),
    ):
        if limit is not None and not limit.left and uses:
            yield Finding(False, "due_at", code, {"used": str(limit.used), "limit": str(limit.most)})


def _within(planned: Sequence[Planned], period: str) -> bool:
    """``period`` is a day or a month as ISO writes it."""
    return any(quotas.day_of(each.at).isoformat().startswith(period) for each in planned)


def _clashing(db: Db, account: str, zone: ZoneInfo, planned: Sequence[Planned], now: dt.datetime) -> Iterator[Finding]:
    """The first day and the first month in which more would go out than WeChat allows."""
    if not planned:
        return
    told = set()
    for conflict in quotas.clashes(db, account, zone, planned, now):
        if conflict.clash in told:
            continue
        told.add(conflict.clash)
        said = {"at": conflict.day.isoformat(), "titles": _titles(db, conflict.ids, planned[0].id)}
        yield Finding(False, "due_at", _TOLD[conflict.clash], {**said, "limit": str(quotas.ALL_A_MONTH)})


def _titles(db: Db, ids: Sequence[int], own: int) -> str:
    """Of the others."""
    others = [row.title for number in dict.fromkeys(ids) if number != own and (row := rows.of_id(db, number))]
    return ", ".join(others[:_MOST_TITLES]) + (" …" if len(others) > _MOST_TITLES else "")


def _nobody(db: Db, new: Composition) -> Iterator[Finding]:
    audience, template_id = new.audience, str(new.content.get("template_id", ""))
    if audience.who is Who.NOBODY:
        return
    if _is_lost(db, audience):
        yield Finding(True, "who", Code.NOBODY_EVER, {})
    elif not audiences.page(db, audience, "", 1):
        yield Finding(False, "who", Code.NOBODY, {})
    elif new.kind is Kind.NOTICE and template_id and not reaching.agreed(db, audience.as_json(), template_id):
        yield Finding(False, "who", Code.NOBODY_AGREED, {})


def _is_lost(db: Db, audience: Audience) -> bool:
    """Whether nobody will ever be meant by it: a tag or a group that is gone, or a list, which never changes."""
    match audience.who:
        case Who.TAG:
            return tags.find(db, audience.tag) is None
        case Who.GROUP:
            group = group_rows.of_id(db, audience.group)
            return group is None or (group.kind == groups.Kind.LIST and not group_rows.size(db, group.id))
    return False
