"""Items as the articles of a mass send: laid out, cut to what WeChat takes, and checked once more."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from wxbot.edition import chat
from wxbot.edition.kinds import Article, Faq
from wxbot.edition.personal import hide
from wxbot.errors import ContentError
from wxbot.services import Db, covers, facts, labels, layouts, lives, markup, wording
from wxbot.services.contents import Articles, Picked
from wxbot.services.findings import Code, Finding
from wxbot.services.layouts import Layout, Related, Slots
from wxbot.services.limits import CONTENT_MAX, DIGEST_MAX, TITLE_MAX
from wxbot.services.lives import Found
from wxbot.services.markup import NAMED, Body
from wxbot.services.sites import Site
from wxbot.store import media, submissions
from wxbot.store.media import State

AUTHOR_MAX = 16  # Characters.
BYTES_MAX = 1_000_000  # Of an article's HTML.
RELATED = 3

GONE = "is not live any more: choose another one"

_CUT = "…"
_TOLD_ANEW = (Code.TOO_LONG,)  # The check of an item tells of its limits; here those of the article are told.


@dataclass(frozen=True, slots=True)
class Made:
    """An article as the payload has it, and what was found on the way."""

    fields: dict[str, Any]
    findings: tuple[Finding, ...]


def make(db: Db, content: Articles, site: Site, now: dt.datetime) -> list[Made]:
    """Raises ContentError where an item is gone."""
    layout = layouts.named(content.layout)
    found = [_found(db, place, picked, now) for place, picked in enumerate(content.items)]
    made = []
    for place, (picked, item) in enumerate(zip(content.items, found, strict=True)):
        desk = _Desk(db, site, layout, now, f"items.{place}", content.intro if place == 0 else "")
        made.append(desk.article(picked, item))
    return made


def _found(db: Db, place: int, picked: Picked, now: dt.datetime) -> Found:
    found = lives.find(db, picked.name, now)
    if found is None:
        raise ContentError(f"items.{place}: {GONE}")
    return found


def cut(words: str, most: int) -> str:
    """The words, or as many of them as there is room for; a Latin word is not broken."""
    if len(words) <= most:
        return words
    short = words[: most - len(_CUT)]
    if words[len(short)].isascii() and words[len(short)].isalnum() and " " in short:
        short = short[: short.rindex(" ")]
    return short.rstrip(" ,，.。;；:：、-–—") + _CUT


def digest_of(found: Found) -> str:
    match found.draft.body:
        case Article(summary=summary):
            return summary
        case Faq(answer=answer):
            return cut(" ".join(chat.plain(answer).split()), DIGEST_MAX)
    return ""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What one article is made with."""

    db: Db
    site: Site
    layout: Layout
    now: dt.datetime
    field: str  # Where its findings stand.
    intro: str

    def article(self, picked: Picked, found: Found) -> Made:
        draft = found.draft
        title, digest = cut(picked.title or draft.title, TITLE_MAX), cut(picked.digest or digest_of(found), DIGEST_MAX)
        body = self._body(found)
        cover = self._cover(found, body)
        html = self.layout.fill(self._slots(found, title, body, cover), draft.language)
        fields = {
            "title": title,
            "author": self._author(draft.language),
            "digest": digest,
            "html": html,
            "cover": cover,
            "files": [file for file in dict.fromkeys((*body.files, cover)) if f"{NAMED}{file}" in html],
            "source_url": self.site.page(draft.kind, draft.slug, draft.language),
            "item": found.name,
            "sha256": found.sha256,
        }
        named = {"article": hide(draft.title)}  # Of several articles, staff must know which one to mend.
        findings = self._findings(picked, found, fields, body)
        return Made(fields, tuple(replace(finding, words={**finding.words, **named}) for finding in findings))

    def _author(self, language: str) -> str:
        """The account, unless that is too long a name for an author; WeChat shows it beside the article anyway."""
        name = labels.account(self.db, language)
        return name if len(name) <= AUTHOR_MAX else ""

    def _body(self, found: Found) -> Body:
        said = found.draft.body
        text = said.answer if isinstance(said, Faq) else said.text if isinstance(said, Article) else ""
        styles = self.layout.styles[found.draft.language]
        return markup.body(text, styles, self.site.public_url, self._may_show)

    def _may_show(self, file: str) -> bool:
        """What our own pages would show: the account's pictures, and those of followers that staff approved."""
        known = media.uses(self.db, file) or submissions.shows(self.db, file)
        return known and self.site.holds(file)

    def _cover(self, found: Found, body: Body) -> str:
        """Its first picture that WeChat has or is about to have; otherwise one that is drawn."""
        for file in body.files:
            row = media.of_file(self.db, file)
            if row is not None and row.kind == "image" and row.state != State.REFUSED:
                return file
        return covers.keep(self.site.folder, found.draft.kind, found.draft.slug)

    def _slots(self, found: Found, title: str, body: Body, cover: str) -> Slots:
        draft = found.draft
        more = lives.related(self.db, found, self.now, RELATED)
        return Slots(
            headline=draft.title,
            card=title,
            section=labels.section(self.db, draft.kind, draft.language),
            day=facts.day(draft),
            summary=draft.body.summary if isinstance(draft.body, Article) else "",
            facts=facts.facts(self.db, draft, self.site),
            intro=tuple(line.strip() for line in self.intro.splitlines() if line.strip()),
            cover=f"{NAMED}{cover}",
            body=Markup(body.html),  # noqa: S704 - it comes cleaned from ``markup.body``, which escapes all it writes
            links=body.links,
            source=draft.body.source_name if isinstance(draft.body, Article) else "",
            related=tuple(Related(other.draft.title, facts.day(other.draft)) for other in more),
            account=labels.account(self.db, draft.language),
        )

    def _findings(self, picked: Picked, found: Found, fields: dict[str, Any], body: Body) -> Iterator[Finding]:
        draft = found.draft
        if draft.language != picked.name.language:
            yield self._finding(False, "language", Code.UNTRANSLATED)
        for name, whole in (("title", picked.title or draft.title), ("digest", picked.digest or digest_of(found))):
            if fields[name] != whole:
                yield self._finding(False, name, Code.CUT, shown=fields[name], limit=str(len(fields[name])))
        for address in body.lost:
            yield self._finding(False, "text", Code.PICTURE_LOST, url=address)
        yield from self._size(fields["html"])
        yield from self._wording(picked, draft.language, wording.check(self.db, draft, self.site.hosts))

    def _size(self, html: str) -> Iterator[Finding]:
        for count, limit, code in (
            (len(html), CONTENT_MAX - 1, Code.TOO_LONG),
            (len(html.encode()), BYTES_MAX - 1, Code.TOO_MANY_BYTES),
        ):
            if count > limit:
                yield self._finding(True, "text", code, count=str(count), limit=str(limit))

    def _wording(self, picked: Picked, language: str, checked: Sequence[Finding]) -> Iterator[Finding]:
        """What the item's own check finds, and that of staff's words for its card."""
        for finding in checked:
            if finding.code not in _TOLD_ANEW:
                yield replace(finding, field=f"{self.field}.{finding.field}")
        for name, words in (("title", picked.title), ("digest", picked.digest)):
            for finding in wording.check_text(self.db, words, language, self.site.hosts) if words else ():
                yield replace(finding, field=f"{self.field}.{name}")

    def _finding(self, blocks: bool, name: str, code: Code, **words: str) -> Finding:
        return Finding(blocks, f"{self.field}.{name}", code, words)
