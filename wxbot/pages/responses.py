"""A page as a response: nothing in it may run, nothing is remembered, nobody else may frame it."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, make_response, render_template, request

from wxbot.pages.addresses import TAGS, Address
from wxbot.pages.reader import ARTICLES, Reader
from wxbot.services.labels import SECTIONS

_FRESH = "public, max-age=60"
_LATER = 60  # Seconds after which a page that cannot be shown now is worth another try.


@cache
def style() -> str:
    """Which style sheet and pictures a page wants, so that a browser may keep them for long."""
    files = sorted((Path(__file__).parent / "static").iterdir())
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]


def secured(response: Response, frame: str = "'none'") -> Response:
    """``frame`` says who may show it in a frame."""
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self' https:; media-src 'self'; base-uri 'none'; "
        f"form-action 'none'; frame-ancestors {frame}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def page(template: str, who: Reader, address: Address, status: int = 200, **places: Any) -> Response:
    known = {"sections": SECTIONS, "articles": ARTICLES, "tags": TAGS, "style": style()}
    text = render_template(template, who=who, address=address, **known, **places)
    response = make_response(text, status)
    response.headers["Cache-Control"] = _FRESH
    # A simulator's phone shows the page in a frame; nobody else may.
    simulated = who.room.runtime.settings.simulated
    secured(response, "http://127.0.0.1:* http://localhost:*" if simulated else "'none'")
    return kept(response) if status == 200 else response


def document(text: str, mimetype: str, fresh: int) -> Response:
    """Something that no citizen reads but a program: a feed, a map of the site."""
    response = Response(text, mimetype=mimetype)
    response.headers["Cache-Control"] = f"public, max-age={fresh}"
    return kept(secured(response))


def kept(response: Response) -> Response:
    """Whoever has the very same already is told just that."""
    response.add_etag()
    response.make_conditional(request)
    return response


def unavailable(who: Reader, address: Address) -> Response:
    response = page("pages/unavailable.html", who, address, 503)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = str(_LATER)
    return response
