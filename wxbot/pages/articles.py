"""A page for every item that citizens can open: articles, consular questions, missions."""

from typing import Any

from flask import Blueprint, Response, abort

from wxbot.edition import markdown
from wxbot.edition.kinds import Faq, Kind, Mission
from wxbot.edition.live import Live
from wxbot.pages.addresses import Address
from wxbot.pages.reader import reader
from wxbot.pages.reads import noted
from wxbot.pages.related import mission_of, related
from wxbot.pages.responses import page
from wxbot.pages.summaries import summary
from wxbot.services.labels import SECTIONS


def section_named(name: str) -> Kind:
    """The kind whose section has this name in its address."""
    if name not in {kind.value for kind in SECTIONS}:
        abort(404)
    return Kind(name)


def text_of(live: Live[Any]) -> str:
    """What the item says, as HTML that is safe to show; a mission says nothing beyond its facts."""
    match live.body:
        case Faq(answer=text):
            return markdown.render(text)
        case Mission():
            return ""
    return markdown.render(live.body.text)


def article(kind: str, slug: str) -> Response:
    who = reader()
    live = who.find(section_named(kind), slug)
    if live is None:
        return not_found()
    address = Address(f"/{kind}/{slug}", languages=who.languages_of(live))
    shown = page(
        "pages/article.html",
        who,
        address,
        live=live,
        html=text_of(live),
        summary=summary(who, live),
        related=related(who, live),
        mission=mission_of(who, live),
    )
    return noted(who, live, shown)


def not_found(_error: Exception | None = None) -> Response:
    return page("pages/not_found.html", reader(), Address(), 404)


def register(pages: Blueprint) -> None:
    pages.add_url_rule("/<kind>/<slug>", view_func=article)
    pages.app_errorhandler(404)(not_found)
