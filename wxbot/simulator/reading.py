"""The web address of an article, as a follower opens it."""

import time

from flask import Blueprint, Response, make_response, render_template, request

from wxbot.simulator.articles import Article
from wxbot.simulator.world import World

_BEIJING = 8 * 3600
# Articles are styled inline only and run nothing.
_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' http://127.0.0.1:* http://localhost:*; "
    "media-src 'self'; frame-ancestors 'self' http://127.0.0.1:* http://localhost:*; "
    "base-uri 'none'; form-action 'none'"
)


def blueprint(world: World) -> Blueprint:
    pages = Blueprint("reading", __name__)
    pages.add_url_rule("/s/<key>", "article", lambda key: _page(world, key))
    return pages


def _page(world: World, key: str) -> Response:
    """A draft can be looked at under its address as well, before anybody has it."""
    article = world.state.published.article(key) or _drafted(world, key)
    gone = article is None or article.deleted
    if not gone:
        world.state.figures.open(key, request.args.get("reader", request.remote_addr or ""), world.clock.now())
    words = {"article": article, "gone": gone, "account": world.settings.account_name, "day": _day(world, key)}
    page = make_response(render_template("article.html", **words))
    page.status_code = 404 if article is None else 200
    page.headers["Content-Security-Policy"] = _POLICY
    return page


def _drafted(world: World, key: str) -> Article | None:
    every = (article for draft in world.state.drafts.all() for article in draft.articles)
    return next((article for article in every if article.key == key), None)


def _day(world: World, key: str) -> str:
    """When it went out, by the calendar in Beijing; nothing for a draft."""
    place = world.state.published.place_of(key)
    publication = world.state.published.get(place[0]) if place else None
    return time.strftime("%Y-%m-%d %H:%M", time.gmtime(publication.at + _BEIJING)) if publication else ""
