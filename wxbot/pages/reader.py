"""Whoever reads a page: in which language, from which edition, and what its sections are called."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, request

from wxbot.edition import countries
from wxbot.edition.edition import LANGUAGES, Edition
from wxbot.edition.kinds import Kind, Mission
from wxbot.edition.live import Live
from wxbot.pages import places
from wxbot.pages.addresses import local
from wxbot.pages.listings import Listing, Listings, Lives, code_of
from wxbot.runtime import Runtime
from wxbot.services import dates
from wxbot.services.labels import SECTIONS
from wxbot.services.reads import Meter

# The sections whose items are articles, dated and summed up.
ARTICLES = tuple(kind for kind in SECTIONS if kind not in (Kind.FAQ, Kind.MISSION))

_NAME = "wxbot.pages"


@dataclass(frozen=True, slots=True)
class Room:
    """What the pages of a process keep between two requests."""

    runtime: Runtime
    listings: Listings
    meter: Meter

    @classmethod
    def furnish(cls, extensions: dict[str, Any]) -> None:
        """Makes the room of an application; nothing is connected by it."""
        runtime: Runtime = extensions["wxbot"]
        extensions[_NAME] = cls(runtime, Listings(), Meter(runtime.settings.redis_url))


@dataclass(frozen=True, slots=True)
class Reader:
    """The edition and the instant stay the same while one page is made."""

    room: Room
    language: str
    edition: Edition
    now: dt.datetime
    pushed: bool = False  # Whether a message of ours led here: then the page says how to be spared the next.

    @property
    def public_url(self) -> str:
        return self.room.runtime.settings.public_url

    @property
    def zone(self) -> ZoneInfo:
        return self.room.runtime.zone

    @property
    def other(self) -> str:
        """The other language."""
        return next(language for language in LANGUAGES if language != self.language)

    def phrase(self, slug: str, **places: str) -> str:
        return self.edition.phrase(slug, self.language, **places)

    def label(self, kind: Kind) -> str:
        """What a section is called; by its plain name until somebody words it."""
        return self.phrase(SECTIONS[kind]) or kind.value.capitalize()

    def country(self, code: str) -> str:
        return countries.name(code, self.language)

    def in_order(self, codes: Iterable[str]) -> list[str]:
        """Countries by their names, as a list of their two letters."""
        # Chinese is sorted by pronunciation: the standard's table of signs has the common ones in that order.
        encoding = "gb18030" if self.language == "zh" else "utf-8"
        return sorted(codes, key=lambda code: self.country(code).encode(encoding))

    def code(self, country: str) -> str:
        """The two letters of a country that goes by this name, empty for a region."""
        return code_of(country)

    @property
    def menu(self) -> list[Kind]:
        """The sections that have something to show."""
        return [kind for kind in SECTIONS if self.all(kind)]

    def listing(self, kind: Kind) -> Listing:
        return self.room.listings.of(self.edition, kind, self.language, self.now)

    def all(self, kind: Kind) -> Lives:
        return self.listing(kind).lives

    def find(self, kind: Kind, slug: str) -> Live[Any] | None:
        return self.edition.find(kind, slug, self.language, self.now)

    def everywhere(self, kind: Kind) -> list[Live[Any]]:
        """The items of a kind in whatever languages there are, each once."""
        found: dict[str, Live[Any]] = {}
        for live in (live for language in LANGUAGES for live in self.edition.shelf(kind, language).lives):
            if live.shown(self.now):
                found.setdefault(live.slug, live)
        return list(found.values())

    def languages_of(self, live: Live[Any]) -> tuple[str, ...]:
        """Those in which the item can be read."""
        found = {language: self.edition.shelf(live.kind, language).by_slug.get(live.slug) for language in LANGUAGES}
        return tuple(language for language, other in found.items() if other is not None and other.shown(self.now))

    def link(self, path: str, **query: str | int | None) -> str:
        """The address of a page of ours, in the reader's language."""
        return local(path, self.language, **query)

    def page(self, live: Live[Any]) -> str:
        return self.link(f"/{live.kind}/{live.slug}")

    def day(self, date: dt.date) -> str:
        return dates.day(date, self.language)

    def until(self, closes: dt.datetime) -> str:
        return dates.until(closes, self.language)

    def span(self, opens: dt.datetime, closes: dt.datetime) -> str:
        """From when until when, by the clocks of the place where it is."""
        words = dates.span(opens, closes, self.language)
        away = opens.utcoffset() != opens.astimezone(self.zone).utcoffset()
        return f"{words} {self.phrase('page-local-time')}" if away else words

    def dialled(self, phone: str) -> str:
        return places.dialled(phone)

    def position(self, mission: Mission) -> str:
        return places.position(mission.latitude, mission.longitude)


def reader() -> Reader:
    room: Room = current_app.extensions[_NAME]
    asked = request.args.get("lang", LANGUAGES[0])
    language = asked if asked in LANGUAGES else LANGUAGES[0]
    return Reader(
        room, language, room.runtime.edition, room.runtime.clock.instant(), request.args.get("from") == "push"
    )
