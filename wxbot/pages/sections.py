"""The list of each section, page by page and country by country, and the door to all of them."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from wxbot.edition import countries
from wxbot.edition.kinds import Kind
from wxbot.pages import missions
from wxbot.pages.addresses import Address
from wxbot.pages.articles import section_named
from wxbot.pages.listings import Lives
from wxbot.pages.reader import Reader, reader
from wxbot.pages.responses import page

LINES = 20  # On one page of a list.


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a list: its number, of how many, and what stands on it."""

    number: int
    pages: int
    lives: Lives

    @classmethod
    def of(cls, lives: Lives, number: int) -> "Sheet":
        """A number beyond the last page means the last one, since lists grow shorter as well."""
        pages = max(1, -(-len(lives) // LINES))
        number = min(max(number, 1), pages)
        return cls(number, pages, lives[(number - 1) * LINES : number * LINES])

    @property
    def newer(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def older(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def section(kind: str) -> Response:
    who, wanted = reader(), section_named(kind)
    country = _country()
    listing = who.listing(wanted)
    lives = listing.by_country.get(country, ()) if country else listing.lives
    fill = {Kind.FAQ: _questions, Kind.MISSION: missions.listed}.get(wanted, _articles)
    template, query, places = fill(who, lives)
    return page(
        template,
        who,
        Address(f"/{kind}", {"country": country or None, **query}),
        kind=wanted,
        country=country,
        countries=who.in_order(listing.by_country),
        **places,
    )


# A template, what the address says beside the country, and what the template needs.
Filled = tuple[str, dict[str, str | int | None], dict[str, Any]]


def _articles(_who: Reader, lives: Lives) -> Filled:
    sheet = Sheet.of(lives, request.args.get("page", 1, type=int))
    return "pages/section.html", {"page": sheet.number if sheet.number > 1 else None}, {"sheet": sheet}


def _questions(_who: Reader, lives: Lives) -> Filled:
    return "pages/questions.html", {}, {"categories": _by_category(lives)}


def _by_category(lives: Lives) -> dict[str, Lives]:
    names = dict.fromkeys(live.body.category for live in lives)
    return {name: tuple(live for live in lives if live.body.category == name) for name in names}


def _country() -> str:
    """The two letters that the address asks for, if they are a country's."""
    asked = request.args.get("country", "").upper()
    return asked if asked in countries.CODES else ""


def door() -> Response:
    """Every section: with its newest item, or where nothing is new with what it is divided into."""
    who = reader()
    categories = dict.fromkeys(live.body.category for live in who.all(Kind.FAQ))
    parts = {
        Kind.FAQ: [who.phrase(f"category-{name}") or name for name in categories],
        Kind.MISSION: [who.phrase(f"region-{name}") for name in missions.REGIONS],
    }
    return page("pages/door.html", who, Address("/"), parts=parts)


def register(pages: Blueprint) -> None:
    pages.add_url_rule("/", view_func=door)
    pages.add_url_rule("/<kind>", view_func=section)
