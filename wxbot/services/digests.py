"""What a recurring broadcast gathers at each of its times: what is new in the days before, the newest first."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from wxbot.edition.kinds import Article, Kind
from wxbot.services import Db, contents, lives
from wxbot.services.contents import Articles, Recurring
from wxbot.services.lives import Found
from wxbot.store import broadcasts

_LOOKED_AT = 2_000  # Items of each kind that changed lately.
_EARLY = dt.timedelta(days=62)  # How long before its date an item may have gone live and still be found.
_FORMER = 20  # Times before, of which nothing is sent again.


@dataclass(frozen=True, slots=True)
class _Days:
    """The days before the slot's own, by the account's clocks."""

    begins: dt.datetime
    ends: dt.datetime

    @classmethod
    def before(cls, slot: dt.datetime, zone: ZoneInfo, days: int) -> "_Days":
        today = dt.datetime.combine(slot.astimezone(zone).date(), dt.time(0), zone)
        return cls(today - dt.timedelta(days=days), today)

    def hold(self, found: Found) -> bool:
        """Whether it went live then, or bears one of their dates."""
        body = found.draft.body
        dated = isinstance(body, Article) and self.begins.date() <= body.date < self.ends.date()
        return dated or self.begins <= found.first_live < self.ends


def resolve(
    db: Db, content: Mapping[str, Any], slot: dt.datetime, zone: ZoneInfo, series_id: int | None = None
) -> dict[str, Any] | None:
    """The content with items in the digest's place; None when there is nothing new, so that nothing goes out.

    With the series' id, what one of its former times sent is not sent again. Raises ContentError.
    """
    chosen = contents.parse(broadcasts.Kind.ARTICLE, content)
    assert isinstance(chosen, Articles)
    if chosen.recurring is None:
        return dict(content)
    found = _newest(db, chosen, chosen.recurring, slot, zone, _sent(db, series_id, slot))
    if not found:
        return None
    items = [{"kind": each.draft.kind.value, "slug": each.draft.slug} for each in found]
    return {**{name: value for name, value in content.items() if name != "digest"}, "items": items}


def _sent(db: Db, series_id: int | None, slot: dt.datetime) -> Collection[tuple[str, str]]:
    former = broadcasts.occurrences_before(db, series_id, slot, _FORMER) if series_id is not None else ()
    items = [item for row in former for item in row.content.get("items", ())]
    return {(str(item["kind"]), str(item["slug"])) for item in items}


def _newest(
    db: Db,
    chosen: Articles,
    recurring: Recurring,
    slot: dt.datetime,
    zone: ZoneInfo,
    sent: Collection[tuple[str, str]],
) -> list[Found]:
    days = _Days.before(slot, zone, recurring.days)
    found = [
        each
        for kind in recurring.kinds
        for each in _shown(db, kind, chosen.language, slot, days)
        if _about(each, recurring.country) and (kind.value, each.draft.slug) not in sent
    ]
    best = sorted(found, key=lambda each: (lives.day(each), each.first_live, each.name), reverse=True)
    return best[: recurring.most]


def _shown(db: Db, kind: Kind, language: str, slot: dt.datetime, days: _Days) -> Iterator[Found]:
    """In the language, and in Chinese where that is all there is."""
    known: set[str] = set()
    for spoken in dict.fromkeys((language, "zh")):
        for found in lives.recent(db, kind, spoken, slot, _LOOKED_AT, days.begins - _EARLY):
            if found.draft.slug not in known and days.hold(found):
                yield found
            known.add(found.draft.slug)


def _about(found: Found, country: str) -> bool:
    return not country or country in lives.codes(found.draft.body)
