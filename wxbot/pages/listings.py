"""What each section shows now, in order and by country and subject; worked out once for as long as it stays true."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from wxbot.edition import countries
from wxbot.edition.edition import LANGUAGES, Edition
from wxbot.edition.kinds import Article, Call, Event, Faq, Kind, Mission
from wxbot.edition.live import Live

_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)

Lives = tuple[Live[Any], ...]


@lru_cache(maxsize=2_000)
def code_of(name: str) -> str:
    """The two letters of the country; the few hundred names that occur are looked up once."""
    return countries.code_of(name)


def codes(live: Live[Any]) -> tuple[str, ...]:
    """The countries that it names, by their two letters; regions and the like have none."""
    match live.body:
        case Mission(country=code):
            return (code,)
        case Article(countries=names):
            return tuple(code for code in map(code_of, names) if code)
    return ()


def subjects(live: Live[Any]) -> tuple[str, ...]:
    """What it is about: two items that share one of these are related."""
    match live.body:
        case Mission(country=code):
            return (f"country/{code}",)
        case Faq(category=category):
            return (f"category/{category}",)
        case Article(topics=topics, countries=names):
            places = (code_of(name) or name for name in names)
            return (*(f"topic/{topic}" for topic in topics), *(f"country/{place}" for place in places))
    return ()


def _grouped(lives: Lives, named: Callable[[Live[Any]], Iterable[str]]) -> dict[str, Lives]:
    groups: dict[str, list[Live[Any]]] = {}
    for live in lives:
        for name in dict.fromkeys(named(live)):
            groups.setdefault(name, []).append(live)
    return {name: tuple(group) for name, group in groups.items()}


@dataclass(frozen=True)
class Listing:
    """The items of one kind that are shown, in the order in which a page lists them."""

    lives: Lives

    @cached_property
    def by_country(self) -> Mapping[str, Lives]:
        return _grouped(self.lives, codes)

    @cached_property
    def by_subject(self) -> Mapping[str, Lives]:
        return _grouped(self.lives, subjects)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A listing and the time for which it is right, unless the edition changes."""

    edition: Edition
    since: dt.datetime
    until: dt.datetime
    listing: Listing

    def holds(self, edition: Edition, now: dt.datetime) -> bool:
        return self.edition is edition and self.since <= now < self.until


@dataclass
class Listings:
    """One for each process. Two threads that miss at once both do the work, and either result is right."""

    _kept: dict[tuple[Kind, str], _Kept] = field(default_factory=dict)

    def of(self, edition: Edition, kind: Kind, language: str, now: dt.datetime) -> Listing:
        kept = self._kept.get((kind, language))
        if kept is None or not kept.holds(edition, now):
            until = min(_changes(edition, kind, now), default=_NEVER)
            listing = Listing(tuple(_ordered(kind, edition.all(kind, language, now))))
            kept = self._kept[kind, language] = _Kept(edition, now, until, listing)
        return kept.listing


def _changes(edition: Edition, kind: Kind, now: dt.datetime) -> Iterator[dt.datetime]:
    """The instants to come at which an item of the kind appears or goes."""
    for live in (live for language in LANGUAGES for live in edition.shelf(kind, language).lives):
        for instant in (live.body.valid_from, live.body.ends):
            if instant is not None and instant > now:
                yield instant


def _ordered(kind: Kind, lives: list[Live[Any]]) -> list[Live[Any]]:
    """As the edition has them; but of what can be missed the next comes first."""
    if kind in (Kind.EVENT, Kind.CALL):
        return sorted(lives, key=_when)
    return lives


def _when(live: Live[Event | Call]) -> dt.datetime:
    return live.body.opens if isinstance(live.body, Event) else live.body.closes
