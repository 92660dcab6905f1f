"""Items: how a revision is signed and goes live. The hash that is signed covers exactly what citizens will see."""

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
from wxbot.store import audit, counters, items
from wxbot.store.items import DELIVERED, Item, Revision, Signature

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SLUG_MAX, _TITLE_MAX = 80, 200  # Characters that the store has room for.


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
    if not _SLUG.fullmatch(slug) or len(slug) > _SLUG_MAX:
        raise ContentError(
            f"{where}: {slug!r} must be small letters, digits and single hyphens, {_SLUG_MAX} at the most"
        )
    if language not in LANGUAGES:
        raise ContentError(f"{where}: the language {language!r} must be one of {', '.join(LANGUAGES)}")
    if not 1 <= len(title.strip()) <= _TITLE_MAX:
        raise ContentError(f"{where}: title: must have 1 to {_TITLE_MAX} characters")
    return Draft(kind, slug, language, title.strip(), parse_body(kind, fields, where))


def live_revision(db: Db, kind: Kind, slug: str, language: str) -> Revision | None:
    item = items.find(db, kind, slug, language)
    return items.revision(db, item.live_id) if item else None


def edited_by_staff(db: Db, revision: Revision) -> bool:
    """Whether anybody but the delivery signed what is live."""
    return any(signer != DELIVERED for signer in items.signers(db, revision.id))


def go_live(db: Db, new: Draft, author: str, signer: str, now: dt.datetime) -> Revision:
    """A new revision, signed and shown from this transaction's end on. The caller announces the edition afterwards."""
    item = items.find(db, new.kind, new.slug, new.language)
    if item is None:
        item = Item(kind=new.kind, slug=new.slug, language=new.language, live_id=None)
        db.add(item)
        db.flush()
    revision = _add_revision(db, item, new, author, now)
    db.add(Signature(revision_id=revision.id, signer=signer, sha256=revision.sha256, signed_at=now))
    item.live_id = revision.id
    audit.add(db, now, signer, "item.live", new.name, {"revision": revision.number, "sha256": revision.sha256})
    return revision


def _add_revision(db: Db, item: Item, new: Draft, author: str, now: dt.datetime) -> Revision:
    former = items.newest(db, item)
    revision = Revision(
        item_id=item.id,
        number=former.number + 1 if former else 1,
        title=new.title,
        body=new.fields,
        sha256=new.sha256,
        author=author,
        created_at=now,
        live_at=now,
    )
    db.add(revision)
    db.flush()
    return revision


def take_down(db: Db, kind: Kind, slug: str, language: str, actor: str, now: dt.datetime) -> None:
    """Citizens no longer see the item; its revisions stay."""
    item = items.find(db, kind, slug, language)
    if item is not None and item.live_id is not None:
        item.live_id = None
        audit.add(db, now, actor, "item.down", f"{kind}/{slug}.{language}", {})


def bump(db: Db) -> int:
    """The next edition's number, in the transaction that changed what is live."""
    return counters.next_value(db, counters.EDITION)


KINDS = tuple(BODIES)
