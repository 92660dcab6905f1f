"""How articles are shown: cards that open the page, or a list to choose from."""

from collections.abc import Callable
from typing import Any

from handlers import sections
from wxbot.dispatch.answers import Choice, Gallery, Listing, Outcome, answer
from wxbot.dispatch.context import Context
from wxbot.edition import countries
from wxbot.edition.edition import LANGUAGES
from wxbot.edition.kinds import Kind
from wxbot.edition.live import Live
from wxbot.protocol.replies import NEWS_MAX_FOR_EVENT, Card, NewsReply

LATEST = 40  # The newest of a section; who wants older ones searches or opens the page.


def fitting(context: Context, kind: Kind, fits: Callable[[Live[Any]], bool]) -> list[Live[Any]]:
    """The items of which any language's version fits: a topic or a name may be given in another than his own."""
    slugs = {live.slug for lang in LANGUAGES for live in context.edition.shelf(kind, lang).lives if fits(live)}
    return [live for live in context.all(kind) if live.slug in slugs]


def of_country(context: Context, kind: Kind, code: str) -> list[Live[Any]]:
    """The items about a country, whichever of its names they give."""
    return fitting(context, kind, lambda live: code in map(countries.code_of, live.body.countries))


def untranslated(context: Context, live: Live[Any]) -> str:
    """What is said above an item that is not in the follower's language; empty for one that is."""
    return context.phrase("untranslated") if live.language != context.language else ""


def card(context: Context, live: Live[Any]) -> Card:
    """A card; an item that is not translated says so in its description."""
    notice = untranslated(context, live)
    summary = f"{notice}\n{live.body.summary}" if notice else live.body.summary
    return Card(live.title, summary, context.page_url(live), context.cover_url(live))


def choice(context: Context, live: Live[Any]) -> Choice:
    """A line with the title; one that is not in the follower's language says so."""
    mark = context.phrase("untranslated-mark") if live.language != context.language else ""
    return Choice(f"{live.title} {mark}".strip(), live.key)


def titled(context: Context, title: str) -> str:
    """A title as the head of a text."""
    return context.phrase("titled", title=title)


def shown(context: Context, lives: list[Live[Any]], head: str) -> Outcome:
    """Cards after a menu tap, a numbered list after words; an honest sentence when there is nothing."""
    if not lives:
        return answer(sections.listing(context, context.phrase("nothing-here")))
    latest = lives[:LATEST]
    cards = tuple(card(context, live) for live in latest[:NEWS_MAX_FOR_EVENT])
    return answer(Gallery(cards, listing(context, head, latest)))


def listing(context: Context, head: str, lives: list[Live[Any]]) -> Listing:
    """A numbered list of their titles."""
    return Listing(head, tuple(choice(context, live) for live in lives), context.phrase("list-tail"))


def one(context: Context, live: Live[Any] | None) -> Outcome:
    """The article as a card; where it is gone, the way back."""
    if live is None:
        return answer(sections.listing(context, context.phrase("gone")))
    return answer(NewsReply((card(context, live),)))
