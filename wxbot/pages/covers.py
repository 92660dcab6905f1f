"""A cover for every card: drawn from the item's name when somebody asks for it."""

from flask import Blueprint, Response, abort

from wxbot.pages.articles import section_named
from wxbot.pages.reader import reader
from wxbot.services.covers import SIZE, SMALL, draw


def cover(kind: str, slug: str) -> Response:
    return _response(kind, slug, SIZE)


def small_cover(kind: str, slug: str) -> Response:
    return _response(kind, slug, SMALL)


def _response(kind: str, slug: str, size: tuple[int, int]) -> Response:
    section = section_named(kind)
    if reader().find(section, slug) is None:
        abort(404)
    response = Response(draw(section, slug, size), mimetype="image/png")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def register(pages: Blueprint) -> None:
    pages.add_url_rule("/covers/<kind>/<slug>.png", view_func=cover)
    pages.add_url_rule("/covers/small/<kind>/<slug>.png", view_func=small_cover)
