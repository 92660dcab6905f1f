"""The newest articles as Atom 1.0, for whoever follows the account with a program of his own."""

import datetime as dt
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from flask import Blueprint, Response, abort, render_template

from wxbot.edition.kinds import Article, Kind
from wxbot.edition.live import Live
from wxbot.pages.addresses import TAGS, Address
from wxbot.pages.articles import text_of
from wxbot.pages.reader import ARTICLES, Reader, reader
from wxbot.pages.responses import document
from wxbot.protocol.xml import printable

ENTRIES = 40

_FRESH = 300  # Seconds.
_NOTHING_YET = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # A feed must say when it changed, even an empty one.


@dataclass(frozen=True, slots=True)
class Entry:
    live: Live[Article]
    updated: dt.datetime
    html: str


def everything() -> Response:
    who = reader()
    return _feed(who, ARTICLES, Address("/feed.atom"), Address("/"), who.phrase("page-site-name"))


def of_section(kind: str) -> Response:
    if kind not in {article.value for article in ARTICLES}:
        abort(404)
    who, section = reader(), Kind(kind)
    return _feed(who, (section,), Address(f"/feed/{kind}.atom"), Address(f"/{kind}"), who.label(section))


def _feed(who: Reader, kinds: tuple[Kind, ...], here: Address, shown: Address, title: str) -> Response:
    entries = [Entry(live, _updated(who, live), text_of(live)) for live in _newest(who, kinds)]
    updated = max((entry.updated for entry in entries), default=_NOTHING_YET)
    text = render_template(
        "pages/feed.xml", who=who, here=here, shown=shown, title=title, entries=entries, updated=updated, tags=TAGS
    )
    return document(printable(text), "application/atom+xml", _FRESH)


def _newest(who: Reader, kinds: tuple[Kind, ...]) -> list[Live[Any]]:
    """Only what is written in the reader's language: a program cannot say that the Chinese text follows."""
    own = (live for kind in kinds for live in who.all(kind) if live.language == who.language)
    return nlargest(ENTRIES, own, key=lambda live: (_updated(who, live), live.key))


def _updated(who: Reader, live: Live[Article]) -> dt.datetime:
    """When it appeared: the beginning of its day, or the instant from which it is shown."""
    begins = dt.datetime.combine(live.body.date, dt.time(0), who.zone)
    return max(begins, live.body.valid_from) if live.body.valid_from else begins


def register(pages: Blueprint) -> None:
    pages.add_url_rule("/feed.atom", view_func=everything)
    pages.add_url_rule("/feed/<kind>.atom", view_func=of_section)
