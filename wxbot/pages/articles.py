"""A page for every article and every consular question, and the list of each section."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request

from wxbot.edition.edition import LANGUAGES, Edition
from wxbot.edition.kinds import Kind
from wxbot.edition.live import Live
from wxbot.pages import markdown
from wxbot.runtime import Runtime

# What a section's list is headed by, as a standing phrase.
SECTIONS = {Kind.NEWS: "label-news", Kind.SPEECH: "label-speeches", Kind.FAQ: "label-consular"}

_FRESH = "public, max-age=60"


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads a page: in which language, and from which edition."""

    runtime: Runtime
    language: str

    @property
    def edition(self) -> Edition:
        return self.runtime.edition

    def phrase(self, slug: str, **places: str) -> str:
        return self.edition.phrase(slug, self.language, **places)

    def all(self, kind: Kind) -> list[Live[Any]]:
        return self.edition.all(kind, self.language, self.runtime.clock.instant())

    def find(self, kind: Kind, slug: str) -> Live[Any] | None:
        return self.edition.find(kind, slug, self.language, self.runtime.clock.instant())


def reader() -> Reader:
    language = request.args.get("lang", LANGUAGES[0])
    return Reader(current_app.extensions["wxbot"], language if language in LANGUAGES else LANGUAGES[0])


def _kind(name: str) -> Kind:
    if name not in {kind.value for kind in SECTIONS}:
        abort(404)
    return Kind(name)


def _page(template: str, who: Reader, status: int = 200, **places: Any) -> Response:
    other = next(language for language in LANGUAGES if language != who.language)
    public_url = who.runtime.settings.public_url
    text = render_template(template, who=who, other=other, public_url=public_url, sections=SECTIONS, **places)
    response = make_response(text, status)
    response.headers["Cache-Control"] = _FRESH
    # A simulator's phone shows the page in a frame; nobody else may.
    frame = "http://127.0.0.1:* http://localhost:*" if who.runtime.settings.simulated else "'none'"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self' https:; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {frame}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def article(kind: str, slug: str) -> Response:
    who = reader()
    live = who.find(_kind(kind), slug)
    if live is None:
        return not_found()
    text = live.body.answer if live.kind is Kind.FAQ else live.body.text
    return _page("pages/article.html", who, live=live, html=markdown.render(text))


def section(kind: str) -> Response:
    who = reader()
    return _page("pages/section.html", who, kind=_kind(kind), lives=who.all(_kind(kind)))


def not_found(_error: Exception | None = None) -> Response:
    return _page("pages/not_found.html", reader(), 404)


def register(pages: Blueprint) -> None:
    pages.add_url_rule("/<kind>/<slug>", view_func=article)
    pages.add_url_rule("/<kind>", view_func=section)
    pages.app_errorhandler(404)(not_found)
