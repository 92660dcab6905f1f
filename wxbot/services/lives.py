"""What is live, read from the store: what goes out is made from exactly this."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from wxbot.edition import countries
from wxbot.edition.edition import LANGUAGES
from wxbot.edition.kinds import Article, Body, Faq, Kind
from wxbot.errors import ContentError
from wxbot.services import Db, items
from wxbot.services.contents import Name
from wxbot.services.items import Draft
from wxbot.store import items as rows
from wxbot.store.items import Item, Revision

_LOOKED_AT = 60  # The newest of each kind among which related ones are sought.


@dataclass(frozen=True, slots=True)
class Found:
    """A live item; ``sha256`` is of the revision that is live, ``first_live`` what is known of when it first was."""

    draft: Draft
    sha256: str
    first_live: dt.datetime

    @property
    def name(self) -> str:
        return f"{self.draft.kind}/{self.draft.slug}/{self.draft.language}"


def find(db: Db, name: Name, now: dt.datetime) -> Found | None:
    """In the language asked for, or else in Chinese; None when citizens cannot see it now."""
    for language in dict.fromkeys((name.language, LANGUAGES[0])):
        found = _found(db, replace(name, language=language))
        if found is not None and found.draft.body.shown(now):
            return found
    return None


def _found(db: Db, name: Name) -> Found | None:
    item = rows.find(db, name.kind, name.slug, name.language)
    revision = rows.revision(db, item.live_id) if item is not None else None
    if item is None or revision is None:
        return None
    return _read(item, revision, item.live_at or revision.created_at)


def _read(item: Item, revision: Revision, first_live: dt.datetime) -> Found | None:
    try:
        draft = items.draft_of(item, revision)
    except ContentError:
        return None  # It fits its kind no more, so that citizens do not see it either.
    return Found(draft, revision.sha256, first_live)


def recent(
    db: Db, kind: Kind, language: str, now: dt.datetime, limit: int, since: dt.datetime | None = None
) -> Iterator[Found]:
    """What is shown of a kind, those that were changed last first."""
    for item, revision, first_live in rows.recent_live(db, kind, language, limit, since):
        found = _read(item, revision, first_live)
        if found is not None and found.draft.body.shown(now):
            yield found


def related(db: Db, found: Found, now: dt.datetime, most: int) -> list[Found]:
    """Those of its kind that share most subjects with it, the newest of them first."""
    mine = subjects(found.draft.body)
    if not mine:
        return []
    others = recent(db, found.draft.kind, found.draft.language, now, _LOOKED_AT)
    shared = [(len(mine & subjects(other.draft.body)), other) for other in others if other.name != found.name]
    best = sorted((pair for pair in shared if pair[0]), key=lambda pair: (-pair[0], -day(pair[1]).toordinal()))
    return [other for _, other in best[:most]]


def day(found: Found) -> dt.date:
    """Its own date, or the one on which it went live."""
    body = found.draft.body
    return body.date if isinstance(body, Article) else found.first_live.date()


def subjects(body: Body) -> frozenset[str]:
    match body:
        case Article(topics=topics, countries=names):
            return frozenset((*topics, *names))
        case Faq(category=category):
            return frozenset((category,))
    return frozenset()


def codes(body: Body) -> frozenset[str]:
    """The countries that it is about, by their two letters."""
    named = body.countries if isinstance(body, Article) else ()
    there = countries.mentioned(getattr(body, "mission", ""))
    return frozenset(code for code in (*map(countries.code_of, named), *there) if code)
