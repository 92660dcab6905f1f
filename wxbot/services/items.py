"""Items: what is signed, and how what citizens see changes. The hash covers exactly what they will see.

What staff write goes through ``revisions``; here is what both it and the delivered content need.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wxbot.edition.edition import LANGUAGES
from wxbot.edition.kinds import BODIES, Body, Kind, parse_body
from wxbot.errors import ContentError
from wxbot.services import Db
from wxbot.store import audit, counters, items, revisions
from wxbot.store.items import DELIVERED, IN_WORK, Item, Revision, Signature, State

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
SLUG_MAX, TITLE_MAX = 80, 200  # Characters that the store has room for.


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to become a revision: checked already, not yet kept."""

    kind: Kind
    slug: str
    language: str
    title: str
    body: Body

    @property
    def name(self) -> str:
        return f"{self.kind}/{self.slug}.{self.language}"

    @property
    def fields(self) -> dict[str, Any]:
        """The body as JSON, without what only repeats a default."""
        return self.body.model_dump(mode="json", exclude_defaults=True) | self._discriminators()

    def _discriminators(self) -> dict[str, Any]:
        # An answer's type is its default, but without it the body could not be read back.
        answers = self.body.model_dump(mode="json").get("answers")
        return {"answers": answers} if answers else {}

    @property
    def sha256(self) -> str:
        return digest(self.title, self.fields)


def digest(title: str, body: Mapping[str, Any]) -> str:
    """SHA-256 over JSON in UTF-8 with sorted keys: what a signature vouches for."""
    signed = json.dumps({"title": title, "body": body}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(signed.encode()).hexdigest()


def draft(kind: Kind, slug: str, language: str, title: str, fields: Mapping[str, object], where: str) -> Draft:
    """Raises ContentError, beginning with ``where``, when a name or the fields do not fit."""
    if not SLUG.match(slug) or len(slug) > SLUG_MAX:
        raise ContentError(
            f"{where}: {slug!r} must be small letters, digits and single hyphens, {SLUG_MAX} at the most"
        )
    if language not in LANGUAGES:
        raise ContentError(f"{where}: the language {language!r} must be one of {', '.join(LANGUAGES)}")
    if not 1 <= len(title.strip()) <= TITLE_MAX:
        raise ContentError(f"{where}: title: must have 1 to {TITLE_MAX} characters")
    body = parse_body(kind, fields, where)
    if "\0" in title or "\\u0000" in body.model_dump_json():
        raise ContentError(f"{where}: a character in it cannot be kept")
    return Draft(kind, slug, language, title.strip(), body)


def draft_of(item: Item, revision: Revision) -> Draft:
    """The revision as a draft. Raises ContentError when it fits its kind no more."""
    where = name_of(item)
    return draft(Kind(item.kind), item.slug, item.language, revision.title, revision.body, where)


def name_of(item: Item) -> str:
    return f"{item.kind}/{item.slug}.{item.language}"


def live_revision(db: Db, kind: Kind, slug: str, language: str) -> Revision | None:
    item = items.find(db, kind, slug, language)
    return items.revision(db, item.live_id) if item else None


def edited_by_staff(db: Db, revision: Revision) -> bool:
    """Whether somebody but the delivery signed what is live, chose it over a newer one, or works on the next."""
    if any(signer != DELIVERED for signer in items.signers(db, revision.id)):
        return True
    return revisions.has_newer(db, revision)


def go_live(db: Db, new: Draft, author: str, signer: str, now: dt.datetime) -> Revision:
    """A new revision, signed and shown from this transaction's end on. The caller announces the edition afterwards."""
    item = items.hold(db, new.kind, new.slug, new.language)
    supersede(db, item)
    revision = add_revision(db, item, new, author, now)
    db.add(Signature(revision_id=revision.id, signer=signer, sha256=revision.sha256, signed_at=now))
    make_live(db, item, revision, now)
    audit.add(db, now, signer, "item.live", new.name, {"revision": revision.number, "sha256": revision.sha256})
    return revision


def add_revision(db: Db, item: Item, new: Draft, author: str, now: dt.datetime) -> Revision:
    former = items.newest(db, item)
    revision = Revision(
        item_id=item.id,
        number=former.number + 1 if former else 1,
        title=new.title,
        body=new.fields,
        sha256=new.sha256,
        author=author,
        created_at=now,
        state=State.DRAFT,
    )
    db.add(revision)
    db.flush()
    return revision


def supersede(db: Db, item: Item) -> None:
    """What was worked on stays in the history and goes no further."""
    for revision in revisions.open_ones(db, item.id):
        revision.state = State.SUPERSEDED


def make_live(db: Db, item: Item, revision: Revision, now: dt.datetime) -> None:
    """The caller has locked the item and checked the signatures; he writes the audit and counts up the edition."""
    _retire(db, item)
    revision.state, revision.live_at = State.LIVE, now
    item.live_id, item.live_at = revision.id, now
    settle(db, item, now)


def take_down(db: Db, kind: Kind, slug: str, language: str, actor: str, now: dt.datetime) -> None:
    """Citizens no longer see the item; its revisions stay. The caller counts up the edition."""
    found = items.find(db, kind, slug, language)
    item = items.hold_id(db, found.id) if found is not None else None
    if item is not None and item.live_id is not None:
        live = _retire(db, item)
        item.expires_at = None
        settle(db, item, now)
        details = {"revision": live.number, "sha256": live.sha256} if live is not None else {}
        audit.add(db, now, actor, "item.down", name_of(item), details)


def _retire(db: Db, item: Item) -> Revision | None:
    live = items.revision(db, item.live_id)
    if live is not None:
        live.state = State.FORMER
    item.live_id = item.live_at = None
    return live


def settle(db: Db, item: Item, now: dt.datetime) -> None:
    """Repeats in the item what lists show of it."""
    shown = shown_revision(db, item)
    if shown is not None:
        item.title, item.state, item.changed_at = shown.title, shown.state, now


def shown_revision(db: Db, item: Item) -> Revision | None:
    """The one that staff see first: that which is in work, or else the live one, or else the newest."""
    newest = items.newest(db, item)
    if newest is not None and newest.state in IN_WORK:
        return newest
    return items.revision(db, item.live_id) or newest


def bump(db: Db) -> int:
    """The next edition's number, in the transaction that changed what is live."""
    return counters.next_value(db, counters.EDITION)


KINDS = tuple(BODIES)
