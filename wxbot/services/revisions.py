"""The life of a revision: saved, submitted, signed, live. Nothing goes live that others than its author did not sign.

Each step locks the item's row first, so that the second of two who act at once sees what the first one did. Who counts
up the edition here leaves it to the caller to announce it when the transaction has ended.
"""

import datetime as dt
from enum import StrEnum

from wxbot.edition.kinds import Kind
from wxbot.errors import ConflictError, RuleError
from wxbot.services import Db, alarms, items, preferences
from wxbot.services.items import Draft
from wxbot.store import audit
from wxbot.store import items as rows
from wxbot.store import revisions as store
from wxbot.store.items import Item, Revision, State

STUCK = "item-stuck"  # The alarm of an approved revision that did not go live at its time.


class Why(StrEnum):
    """The rules that a step can break."""

    GONE = "there is no such revision"
    MOVED = "somebody was quicker: this step cannot be taken any more"
    OWN = "nobody signs what they wrote or submitted themselves"
    OTHER_WORDS = "what is kept is not what was shown for signing"
    TAMPERED = "what is kept is not what was signed"
    UNSIGNED = "not enough people have signed it"
    REASON = "a refusal needs a reason"
    PAST = "the time must lie ahead"


def save(db: Db, new: Draft, base: int, author: str, now: dt.datetime) -> Revision:
    """The next revision. ``base`` is the number of the newest one that its author knew of, 0 for a new item.

    Raises ConflictError when there is a newer one: nothing of either is lost, and its author decides.
    """
    item = rows.hold(db, new.kind, new.slug, new.language)
    newest = rows.newest(db, item)
    if newest is not None and _same(newest, new, author):
        return newest
    number = newest.number if newest is not None else 0
    if base != number:
        raise ConflictError(number)
    items.supersede(db, item)
    revision = items.add_revision(db, item, new, author, now)
    item.owner = item.owner if newest is not None else author
    _settle(db, item, now)
    _note(db, item, revision, author, "item.saved", now)
    return revision


def _same(newest: Revision, new: Draft, author: str) -> bool:
    """Whether it is saved already, as when somebody presses the button twice."""
    return (newest.state, newest.author, newest.sha256) == (State.DRAFT, author, new.sha256)


def submit(
    db: Db, revision_id: int, actor: str, now: dt.datetime, due_at: dt.datetime | None = None, note: str = ""
) -> Revision:
    """Asks others to sign it; it goes live at ``due_at``, or as soon as it is signed."""
    item, revision = _hold(db, revision_id, State.DRAFT)
    _expect_ahead(due_at, now)
    revision.state, revision.submitted_by, revision.submitted_at = State.SUBMITTED, actor, now
    revision.due_at, revision.note = due_at, note.strip()
    _settle(db, item, now)
    _note(db, item, revision, actor, "item.submitted", now, due_at=_written(due_at))
    return revision


def withdraw(db: Db, revision_id: int, actor: str, now: dt.datetime) -> Revision:
    """Takes it back before it is live: it is a draft again, and who signed it signs anew."""
    item, revision = _hold(db, revision_id, State.SUBMITTED, State.APPROVED)
    store.unsign(db, revision.id)
    revision.state, revision.due_at = State.DRAFT, None
    _settle(db, item, now)
    _note(db, item, revision, actor, "item.withdrawn", now)
    return revision


def discard(db: Db, revision_id: int, actor: str, now: dt.datetime) -> Revision:
    """Gives up a draft, or one that was refused; it stays in the history."""
    item, revision = _hold(db, revision_id, State.DRAFT, State.REFUSED)
    revision.state = State.SUPERSEDED
    _settle(db, item, now)
    _note(db, item, revision, actor, "item.discarded", now)
    return revision


def refuse(db: Db, revision_id: int, actor: str, reason: str, now: dt.datetime) -> Revision:
    item, revision = _hold(db, revision_id, State.SUBMITTED, State.APPROVED)
    if not reason.strip():
        raise RuleError(Why.REASON)
    revision.state, revision.reason = State.REFUSED, reason.strip()
    revision.refused_by, revision.refused_at = actor, now
    _settle(db, item, now)
    _note(db, item, revision, actor, "item.refused", now, reason=revision.reason)
    return revision


def sign(db: Db, revision_id: int, sha256: str, signer: str, needed: int, now: dt.datetime) -> Revision:
    """Signs what the signer was shown, which ``sha256`` is of. With the last one of ``needed`` signatures it is
    approved, and live at once unless it was submitted for a later time."""
    item, revision = _hold(db, revision_id, State.SUBMITTED, State.APPROVED)
    if signer in (revision.author, revision.submitted_by):
        raise RuleError(Why.OWN)
    if not sha256 == revision.sha256 == items.digest(revision.title, revision.body):
        raise RuleError(Why.OTHER_WORDS)
    if not store.sign(db, revision.id, signer, sha256, now):
        return revision
    _note(db, item, revision, signer, "item.signed", now)
    if len(store.signatures(db, revision.id)) >= needed:
        revision.state = State.APPROVED
        if revision.due_at is None or revision.due_at <= now:
            _make_live(db, item, revision, signer, "item.live", now, needed)
    _settle(db, item, now)
    return revision


def go_live(db: Db, revision_id: int, actor: str, now: dt.datetime) -> Revision:
    """Shows a revision that enough people signed, whatever time it was to wait for."""
    item, revision = _hold(db, revision_id, State.SUBMITTED, State.APPROVED)
    needed = preferences.load(db).signatures_of(Kind(item.kind))
    _make_live(db, item, revision, actor, "item.live", now, needed)
    return revision


def schedule(db: Db, revision_id: int, due_at: dt.datetime, actor: str, now: dt.datetime) -> Revision:
    """Another time at which it goes live, once it is signed."""
    item, revision = _hold(db, revision_id, State.SUBMITTED, State.APPROVED)
    _expect_ahead(due_at, now)
    revision.due_at = due_at
    _settle(db, item, now)
    _note(db, item, revision, actor, "item.scheduled", now, due_at=_written(due_at))
    return revision


def roll_back(db: Db, revision_id: int, actor: str, now: dt.datetime) -> Revision:
    """Shows a former revision again; it was signed when it went live, and no signature is older than its words."""
    item, revision = _hold(db, revision_id, State.FORMER)
    _make_live(db, item, revision, actor, "item.rolled-back", now, needed=1)
    return revision


def take_down(db: Db, item_id: int, actor: str, now: dt.datetime) -> bool:
    """Citizens no longer see the item; returns whether they did."""
    item = rows.hold_id(db, item_id)
    if item is None or item.live_id is None:
        return False
    items.take_down(db, Kind(item.kind), item.slug, item.language, actor, now)
    items.bump(db)
    return True


def _hold(db: Db, revision_id: int, *states: State) -> tuple[Item, Revision]:
    """The revision and its item, both as they are now that nobody else can change them."""
    found = rows.revision(db, revision_id)
    item = rows.hold_id(db, found.item_id) if found is not None else None
    if found is None or item is None:
        raise RuleError(Why.GONE)
    db.refresh(found)
    if found.state not in states:
        raise RuleError(Why.MOVED)
    return item, found


def _make_live(db: Db, item: Item, revision: Revision, actor: str, action: str, now: dt.datetime, needed: int) -> None:
    _expect_signed(db, revision, needed)
    replaced = rows.revision(db, item.live_id)
    items.make_live(db, item, revision, now)
    _quiet(db, item)
    _note(db, item, revision, actor, action, now, replaced=replaced.number if replaced is not None else None)
    items.bump(db)


def _expect_signed(db: Db, revision: Revision, needed: int) -> None:
    """The words are hashed anew, since a signature vouches for them and not for what a row says of itself."""
    signatures = store.signatures(db, revision.id)
    words = items.digest(revision.title, revision.body)
    if any(each.sha256 != words for each in signatures):
        raise RuleError(Why.TAMPERED)
    if len(signatures) < needed:
        raise RuleError(Why.UNSIGNED)


def _expect_ahead(instant: dt.datetime | None, now: dt.datetime) -> None:
    if instant is not None and instant <= now:
        raise RuleError(Why.PAST)


def _settle(db: Db, item: Item, now: dt.datetime) -> None:
    items.settle(db, item, now)
    _quiet(db, item)


def _quiet(db: Db, item: Item) -> None:
    if item.state != State.APPROVED:
        alarms.silence(db, f"{STUCK}/{items.name_of(item)}")


def _note(db: Db, item: Item, revision: Revision, actor: str, action: str, now: dt.datetime, **more: object) -> None:
    details = {"revision": revision.number, "sha256": revision.sha256}
    details |= {name: value for name, value in more.items() if value is not None}
    audit.add(db, now, actor, action, items.name_of(item), details)


def _written(instant: dt.datetime | None) -> str | None:
    return instant.astimezone(dt.UTC).isoformat() if instant is not None else None
