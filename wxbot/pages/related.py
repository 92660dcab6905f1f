"""What else there is about the same: shown below an item, so that a reader finds the next one."""

from collections import Counter
from typing import Any

from wxbot.edition import countries
from wxbot.edition.kinds import Article, Faq, Kind, Mission, Notice
from wxbot.edition.live import Live
from wxbot.pages.listings import codes, subjects
from wxbot.pages.reader import ARTICLES, Reader

MOST = 4
_LOOKED_AT = 40  # Of each subject in each section: the newest, so that a long history costs nothing.


def related(who: Reader, live: Live[Any]) -> list[Live[Any]]:
    """At most four; a travel notice names the embassies first, whose help one may need."""
    if isinstance(live.body, Faq):
        return _of_category(who, live)
    first = _missions(who, live) if isinstance(live.body, Notice) else []
    return [*first, *_articles(who, live)][:MOST]


def _of_category(who: Reader, live: Live[Faq]) -> list[Live[Any]]:
    """The questions that follow it in its category, from the top again after the last one."""
    lives = who.listing(Kind.FAQ).by_subject.get(f"category/{live.body.category}", ())
    place = next((n for n, other in enumerate(lives) if other.slug == live.slug), 0)
    return [*lives[place + 1 :], *lives[:place]][:MOST]


def _missions(who: Reader, live: Live[Any]) -> list[Live[Mission]]:
    by_country = who.listing(Kind.MISSION).by_country
    embassies = (min(by_country[code], key=_rank) for code in codes(live) if code in by_country)
    return list(embassies)[: MOST // 2]


def _rank(mission: Live[Mission]) -> tuple[int, str]:
    return mission.body.order, mission.slug


def mission_of(who: Reader, live: Live[Any]) -> Live[Mission] | None:
    """The mission that a report comes from: the one in the city that its name says, or the country's embassy."""
    name = getattr(live.body, "mission", "")
    if not name:
        return None
    listing = who.listing(Kind.MISSION)
    there = [other for other in listing.lives if other.body.city in name]
    named = countries.mentioned(name)
    if not there and len(named) == 1:
        there = list(listing.by_country.get(named[0], ()))
    return min(there, key=_rank, default=None)


def _articles(who: Reader, live: Live[Any]) -> list[Live[Article]]:
    """Those that share most subjects, the newest of them first."""
    shared: Counter[tuple[Kind, str]] = Counter()
    found: dict[tuple[Kind, str], Live[Article]] = {}
    for by_subject in (who.listing(kind).by_subject for kind in ARTICLES):
        for subject in subjects(live):
            for other in by_subject.get(subject, ())[:_LOOKED_AT]:
                found[other.kind, other.slug] = other
                shared[other.kind, other.slug] += 1
    found.pop((live.kind, live.slug), None)
    best = sorted(found, key=lambda name: (-shared[name], -found[name].body.date.toordinal(), name[1]))
    return [found[name] for name in best[:MOST]]
