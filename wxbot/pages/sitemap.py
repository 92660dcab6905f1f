"""What search engines ask for: every page in each language in which it exists, and where that list is."""

from collections.abc import Iterator
from itertools import islice
from xml.sax.saxutils import escape

from flask import Blueprint, Response

from wxbot.edition.kinds import Article
from wxbot.pages.addresses import TAGS, Address
from wxbot.pages.reader import Reader, reader
from wxbot.pages.responses import document
from wxbot.services.labels import SECTIONS

_FRESH = 3600  # Seconds.
_MOST = 50_000  # Addresses that one map may hold.

_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def sitemap() -> Response:
    # Put together here and not by a template: for thousands of pages that would hold up everybody else.
    who = reader()
    lines = (line for address, day in _pages(who) for line in _lines(who.public_url, address, day))
    return document(_HEAD + "".join(islice(lines, _MOST)) + "</urlset>\n", "application/xml", _FRESH)


def _pages(who: Reader) -> Iterator[tuple[Address, str]]:
    """Each page, and the day of an article."""
    yield from ((Address(path), "") for path in ("/", *(f"/{kind}" for kind in SECTIONS), "/gallery"))
    for live in (live for kind in SECTIONS for live in who.everywhere(kind)):
        day = live.body.date.isoformat() if isinstance(live.body, Article) else ""
        yield Address(f"/{live.kind}/{live.slug}", languages=who.languages_of(live)), day


def _lines(host: str, address: Address, day: str) -> Iterator[str]:
    """A line for each language of the page; every one names them all."""
    places = {language: escape(host + address.within(language)) for language in address.languages}
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{TAGS[other]}" href="{place}"/>' for other, place in places.items()
    )
    modified = f"<lastmod>{day}</lastmod>" if day else ""
    for place in places.values():
        yield f"<url><loc>{place}</loc>{modified}{others}</url>\n"


def robots() -> Response:
    who = reader()
    return document(f"User-agent: *\nDisallow:\n\nSitemap: {who.public_url}/sitemap.xml\n", "text/plain", _FRESH)


def register(pages: Blueprint) -> None:
    pages.add_url_rule("/sitemap.xml", view_func=sitemap)
    pages.add_url_rule("/robots.txt", view_func=robots)
