"""What fills a template's fields: staff's words with places in braces, for which the item's own words are put."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from wxbot.edition.kinds import Article, Event
from wxbot.errors import ContentError
from wxbot.services import Db, articles, labels, links, lives, templates
from wxbot.services.contents import Filling, Name
from wxbot.services.findings import Code, Finding
from wxbot.services.lives import Found
from wxbot.services.sites import Site
from wxbot.store.templates import Kind, Template

PLACES = ("title", "summary", "date", "time", "place", "section", "account")

NO_TEMPLATE = "choose a template that the account has"
FOREIGN = "must be a page of ours or of a trusted host"

_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """``url`` is the page that a tap opens: it tells how to unsubscribe, which a template has no room for; ``about``
    names the item that its places were filled from, as it was."""

    values: Mapping[str, str]
    url: str
    language: str
    about: Mapping[str, str]
    findings: tuple[Finding, ...]


def fill(db: Db, kind: Kind, content: Filling, site: Site, now: dt.datetime) -> Filled:
    """Raises ContentError where template or item are gone, or the address is not one that may be given out."""
    template = _template(db, kind, content.template_id)
    found = _about(db, content.about, now)
    language = found.draft.language if found is not None else "zh"
    known = _words(db, found, language)
    values = {name: _put(text, known) for name, text in content.values.items()}
    findings = [*_languages(content.about, found)]
    for name, text in content.values.items():
        findings += _places(f"values.{name}", text, known)
    told = {finding.field for finding in findings}
    findings += [finding for finding in templates.check(template, values) if finding.field not in told]
    return Filled(values, _url(content, found, site), language, _named(found), tuple(findings))


def _named(found: Found | None) -> Mapping[str, str]:
    return {"item": found.name, "title": found.draft.title, "sha256": found.sha256} if found is not None else {}


def _template(db: Db, kind: Kind, template_id: str) -> Template:
    template = templates.find(db, kind, template_id)
    if template is None or template.gone_at is not None:
        raise ContentError(f"template_id: {NO_TEMPLATE}")
    return template


def _about(db: Db, name: Name | None, now: dt.datetime) -> Found | None:
    found = lives.find(db, name, now) if name is not None else None
    if name is not None and found is None:
        raise ContentError(f"about: {articles.GONE}")
    return found


def _words(db: Db, found: Found | None, language: str) -> Mapping[str, str]:
    """What each place stands for; those that the item does not say are empty."""
    known = dict.fromkeys(PLACES, "") | {"account": labels.account(db, language)}
    if found is None:
        return known
    draft, body = found.draft, found.draft.body
    known |= {"title": draft.title, "summary": articles.digest_of(found)}
    known["section"] = labels.section(db, draft.kind, language)
    if isinstance(body, Event):
        known |= {"date": _date(body.opens.date(), language), "time": f"{body.opens:%H:%M}", "place": body.place}
    elif isinstance(body, Article):
        known["date"] = _date(body.date, language)
    return known


def _date(date: dt.date, language: str) -> str:
    """As a field of the type date takes it."""
    return f"{date.year}年{date.month}月{date.day}日" if language == "zh" else date.isoformat()


def _put(text: str, known: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: known.get(place[1], place[0]), text)


def _places(field: str, text: str, known: Mapping[str, str]) -> Iterator[Finding]:
    for name in dict.fromkeys(_PLACE.findall(text)):
        if name not in known:
            words = {"place": f"{{{name}}}", "places": ", ".join(f"{{{place}}}" for place in PLACES)}
            yield Finding(True, field, Code.PLACE_UNKNOWN, words)
        elif not known[name]:
            yield Finding(True, field, Code.PLACE_EMPTY, {"place": f"{{{name}}}"})


def _languages(name: Name | None, found: Found | None) -> Iterator[Finding]:
    if name is not None and found is not None and found.draft.language != name.language:
        yield Finding(False, "about", Code.UNTRANSLATED, {})


def _url(content: Filling, found: Found | None, site: Site) -> str:
    if content.url:
        host = urlsplit(content.url).hostname or ""
        if urlsplit(content.url).scheme not in ("http", "https") or not links.is_trusted(host, site.hosts):
            raise ContentError(f"url: {FOREIGN}")
        return _pushed(content.url, site)
    if found is None:
        return site.door("zh")
    return site.page(found.draft.kind, found.draft.slug, found.draft.language, pushed=True)


def _pushed(url: str, site: Site) -> str:
    """A page of ours tells whoever was led to it how to unsubscribe."""
    if urlsplit(url).netloc != urlsplit(site.public_url).netloc or "from=push" in url:
        return url
    bare, _, fragment = url.partition("#")
    return f"{bare}{'&' if '?' in bare else '?'}from=push" + (f"#{fragment}" if fragment else "")
