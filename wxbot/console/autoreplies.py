"""Auto-replies: all rules in the order in which they are tried, and a phone on which staff try what is answered."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from wxbot.console import keys, labels, reasons
from wxbot.console.desk import Desk, desk
from wxbot.console.groups import Group
from wxbot.console.paging import SIZE, asked_key, page
from wxbot.console.responses import render
from wxbot.dispatch.rehearsal import Rehearsal
from wxbot.edition import shadows
from wxbot.edition.edition import LANGUAGES
from wxbot.edition.kinds import Autoreply, Emergency, Kind
from wxbot.edition.live import Live
from wxbot.edition.matcher import Matcher
from wxbot.edition.normalise import normalise
from wxbot.edition.shadows import Finding
from wxbot.errors import ContentError
from wxbot.services import Db, figures, items
from wxbot.services.items import Draft
from wxbot.services.roles import Permission
from wxbot.store import revisions
from wxbot.store.items import Item, Revision

autoreplies = Group("autoreplies")

_TRIED = (Kind.AUTOREPLY, Kind.EMERGENCY)  # Whose drafts can be laid over what is live.
_MOST_DRAFTS = 500
_MOST_WORDS = 600  # Characters of a message that is tried.


@dataclass(frozen=True, slots=True)
class Row:
    """A rule where it is tried, with what never fires of it and what else it answers."""

    place: int
    rule: Live[Autoreply]
    finding: Finding | None
    takes: Sequence[str]


@autoreplies.page("/autoreplies", Permission.ITEMS_READ)
def rules() -> ResponseReturnValue:
    our = desk()
    language = _asked_language(our)
    matcher = our.runtime.edition.matchers.get(language) or Matcher[Autoreply]([])
    found = [row for row in _rows(our, matcher) if _wanted(row)]
    after = asked_key()
    begins = next((place for place, row in enumerate(found, 1) if row.rule.slug == after), 0)
    return render(
        "console/autoreplies/rules.html",
        our=our,
        tongue=language,
        page=page(found[begins : begins + SIZE + 1], lambda row: row.rule.slug),
        count=len(matcher),
        troubled=sum(1 for row in _rows(our, matcher) if row.finding is not None and row.finding.hidden),
        said=_first_words,
    )


def _asked_language(our: Desk) -> str:
    asked = request.args.get("language", LANGUAGES[0])
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _rows(our: Desk, matcher: Matcher[Autoreply]) -> list[Row]:
    alarms = tuple(our.runtime.edition.emergencies.values())
    since = _same_since((matcher, *alarms), our.now)
    findings, takes = _survey(matcher, alarms, tuple(our.runtime.decider.words), since)
    return [
        Row(place, rule, findings.get(rule.slug), takes.get(rule.slug, ()))
        for place, rule in enumerate(matcher.rules, 1)
    ]


_BEGINNING = dt.datetime.min.replace(tzinfo=dt.UTC)


def _same_since(matchers: Iterable[Matcher[Any]], now: dt.datetime) -> dt.datetime:
    """When one of the rules last began or ended: what is to be said of them has been the same since then."""
    bodies = (rule.body for matcher in matchers for rule in matcher.rules)
    changes = (at for body in bodies for at in (body.valid_from, body.ends) if at is not None and at <= now)
    return max(changes, default=_BEGINNING)


@lru_cache(maxsize=2 * len(LANGUAGES))
def _survey(
    matcher: Matcher[Autoreply], alarms: tuple[Matcher[Emergency], ...], words: tuple[str, ...], now: dt.datetime
) -> tuple[Mapping[str, Finding], Mapping[str, list[str]]]:
    """Once for as long as the same rules are shown, however many pages of them are turned: it is much work."""
    findings = {finding.rule.slug: finding for finding in shadows.survey(matcher, alarms, now)}
    return findings, shadows.hides(matcher, words, now)


def _wanted(row: Row) -> bool:
    if request.args.get("troubled") and (row.finding is None or not row.finding.hidden):
        return False
    plain = normalise(request.args.get("words", "")[:_MOST_WORDS]).plain
    return not plain or any(plain in text.casefold() for text in _texts(row.rule))


def _texts(rule: Live[Autoreply]) -> list[str]:
    answers = [getattr(answer, "text", "") or getattr(answer, "title", "") for answer in rule.body.answers]
    return [rule.title, rule.slug, *answers, *(word for each in rule.body.conditions for word in each.words)]


def _first_words(rule: Live[Autoreply]) -> str:
    """What the rule answers, as far as words can tell it."""
    answer = rule.body.answers[0]
    return str(getattr(answer, "text", "") or getattr(answer, "title", ""))


@autoreplies.page("/autoreplies/try", Permission.ITEMS_READ)
def attempt() -> ResponseReturnValue:
    our = desk()
    words = request.args.get("words", "").strip()[:_MOST_WORDS]
    key = request.args.get("key", "").strip()[:200]
    with our.database.read() as db:
        drafts = _drafts(db)
    found = _rehearse(our, words, key, drafts) if words or key else None
    return render(
        "console/autoreplies/try.html",
        our=our,
        words=words,
        key=key,
        tried=found,
        drafts=drafts,
        told=reasons.told,
        called=lambda name: _called(our, name, drafts),
    )


def _rehearse(our: Desk, words: str, key: str, drafts: Sequence[Draft]) -> Rehearsal:
    language = request.args.get("language", "")
    return our.runtime.rehearse(words, key, language if language in LANGUAGES else "", drafts, _asked_instant(our))


def _asked_instant(our: Desk) -> dt.datetime | None:
    """On the account's own clock; now, where nobody said another or it cannot be read."""
    try:
        return dt.datetime.fromisoformat(request.args.get("at", "")).replace(tzinfo=our.zone)
    except ValueError:
        return None


def _drafts(db: Db) -> list[Draft]:
    """What is to be laid over what is live: one revision, or all that are worked on, or nothing."""
    number = request.args.get("revision", "")
    if number:
        return [_one_draft(db, number)]
    if request.args.get("set") != "drafts":
        return []
    found = revisions.open_of_kinds(db, _TRIED, _MOST_DRAFTS)
    return [draft for item, revision in found if (draft := _readable(item, revision)) is not None]


def _one_draft(db: Db, number: str) -> Draft:
    known = number.isascii() and number.isdecimal() and len(number) < 19
    found = revisions.with_item(db, int(number)) if known else None
    draft = _readable(*found) if found is not None else None
    if draft is None:
        abort(404)
    return draft


def _readable(item: Item, revision: Revision) -> Draft | None:
    """None for what an older version wrote and its kind does not allow any more."""
    try:
        return items.draft_of(item, revision)
    except ContentError:
        return None


def _called(our: Desk, name: str, drafts: Sequence[Draft]) -> str:
    """What decisions name, as people call it."""
    kind, _, slug = name.partition("/")
    for draft in drafts:
        if (draft.kind, draft.slug) == (kind, slug):
            return draft.title
    for section in our.runtime.decider.sections:
        if section.name == name:
            return keys.section_label(section, our.language)
    return keys.title(our, kind, slug) or str(labels.section(figures.section(name)))
