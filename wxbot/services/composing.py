"""From what staff chose to what goes out word for word, with everything that the check finds on the way.

The payload is what is signed; nothing is looked up again when it is sent.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wxbot.edition.chat import linked
from wxbot.errors import ContentError
from wxbot.protocol.custom import custom
from wxbot.protocol.replies import TEXT_MAX_BYTES, TextReply, size
from wxbot.services import Db, articles, contents, fillings, layouts, wording
from wxbot.services.compositions import Composed
from wxbot.services.contents import Articles, Filling, Picture, Words
from wxbot.services.findings import Code, Finding
from wxbot.services.sites import Site
from wxbot.services.uploading import NO_PICTURE
from wxbot.store import media, templates
from wxbot.store.broadcasts import Kind
from wxbot.store.media import State

REASONS = (*contents.REASONS, NO_PICTURE, articles.GONE, fillings.NO_TEMPLATE, fillings.FOREIGN, layouts.NONE)

# How a message ends that opens no page of ours: in the chat a tap answers, in a mass message only words do.
_TAPPED = {
    "zh": '不想再收到？<a href="weixin://bizmsgmenu?msgmenucontent=退订&msgmenuid=subscriptions">退订</a>',
    "en": "No more of these? "
    '<a href="weixin://bizmsgmenu?msgmenucontent=unsubscribe&msgmenuid=subscriptions">Unsubscribe</a>',
}
_SAID = {"zh": "不想再收到，请回复“退订”。", "en": "To stop these messages, reply “unsubscribe” (退订)."}


def compose(db: Db, kind: Kind, content: Mapping[str, Any], site: Site, now: dt.datetime) -> Composed:
    """Raises ContentError for what cannot be composed, and names the field."""
    match contents.parse(kind, content):
        case Articles() as chosen:
            return _articles(db, chosen, site, now)
        case Words() as words:
            return _words(db, kind, words, site)
        case Picture(file):
            return _picture(db, file)
        case Filling() as filling:
            return _filling(db, kind, filling, site, now)


def _composed(payload: dict[str, Any], *found: Finding) -> Composed:
    return Composed(payload, tuple(sorted(found, key=lambda finding: not finding.blocks)))


def _check(db: Db, field: str, words: str, language: str, site: Site) -> list[Finding]:
    checked = wording.check_text(db, words, language, site.hosts) if words else ()
    return [replace(finding, field=field) for finding in checked]


def _articles(db: Db, chosen: Articles, site: Site, now: dt.datetime) -> Composed:
    intro = _check(db, "intro", chosen.intro, chosen.language, site)
    made = articles.make(db, chosen, site, now)
    payload = {} if chosen.recurring else {"articles": [article.fields for article in made]}
    return _composed(payload, *intro, *(finding for article in made for finding in article.findings))


def _words(db: Db, kind: Kind, words: Words, site: Site) -> Composed:
    ending = (_TAPPED if kind is Kind.CUSTOM else _SAID)[words.language]
    text = f"{linked(words.text)}\n\n{ending}"
    found = _check(db, "text", words.text, words.language, site)
    if (count := size(text)) > TEXT_MAX_BYTES:
        found.append(Finding(True, "text", Code.TOO_MANY_BYTES, {"count": str(count), "limit": str(TEXT_MAX_BYTES)}))
    return _composed({"message": custom(TextReply(text))} if kind is Kind.CUSTOM else {"text": text}, *found)


def _picture(db: Db, file: str) -> Composed:
    row = media.of_file(db, file)
    if row is None or row.kind != "image" or row.state != State.KEPT:
        raise ContentError(f"file: {NO_PICTURE}")
    return Composed({"file": file})


def _filling(db: Db, kind: Kind, filling: Filling, site: Site, now: dt.datetime) -> Composed:
    filled = fillings.fill(db, templates.Kind(kind.value), filling, site, now)
    found = [*filled.findings]
    for name, words in filled.values.items():
        found += _check(db, f"values.{name}", words, filled.language, site)
    address = "url" if kind is Kind.TEMPLATE else "page"
    payload: dict[str, Any] = {"template_id": filling.template_id, "data": dict(filled.values), address: filled.url}
    if filled.about:
        payload["about"] = dict(filled.about)
    return _composed(payload, *found)
