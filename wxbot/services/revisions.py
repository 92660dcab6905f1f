"""The life of a revision: saved, submitted, refused or signed. Nothing goes live that only its author vouches for.

With its last signature it is what citizens see, so the caller announces the edition when the transaction has ended.
"""

import datetime as dt

from wxbot.errors import ConflictError, RuleError
from wxbot.services import Db, items, releases, steps
from wxbot.services.items import Draft
from wxbot.services.steps import Why
from wxbot.store import items as rows
from wxbot.store import revisions as store
from wxbot.store.items import Revision, State


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
    steps.settle(db, item, now)
    steps.note(db, item, revision, author, "item.saved", now)
    return revision


def _same(newest: Revision, new: Draft, author: str) -> bool:
    """Whether it is saved already, as when somebody presses the button twice."""
    return (newest.state, newest.author, newest.sha256) == (State.DRAFT, author, new.sha256)


def submit(
    db: Db,
    revision_id: int,
    actor: str,
    now: dt.datetime,
    due_at: dt.datetime | None = None,
    note: str = "",
    heeded: bool = False,
) -> Revision:
    """Asks others to sign it; it goes live at ``due_at``, or as soon as it is signed.

    ``heeded`` says that the actor has read the warnings about its wording, if there are any.
    """
    item, revision = steps.hold(db, revision_id, State.DRAFT)
    steps.expect_ahead(due_at, now)
    found = steps.findings(db, item, revision)
    if any(finding.blocks for finding in found):
        raise RuleError(Why.WORDING)
    if found and not heeded:
        raise RuleError(Why.WARNINGS)
    revision.state, revision.submitted_by, revision.submitted_at = State.SUBMITTED, actor, now
    revision.due_at, revision.note = due_at, note.strip()
    steps.settle(db, item, now)
    steps.note(db, item, revision, actor, "item.submitted", now, due_at=steps.written(due_at))
    return revision


def withdraw(db: Db, revision_id: int, actor: str, now: dt.datetime) -> Revision:
    """Takes it back before it is live: it is a draft again, and who signed it signs anew."""
    item, revision = steps.hold(db, revision_id, State.SUBMITTED, State.APPROVED)
    store.unsign(db, revision.id)
    revision.state, revision.due_at = State.DRAFT, None
    steps.settle(db, item, now)
    steps.note(db, item, revision, actor, "item.withdrawn", now)
    return revision


def discard(db: Db, revision_id: int, actor: str, now: dt.datetime) -> Revision:
    """Gives up a draft, or one that was refused; it stays in the history."""
    item, revision = steps.hold(db, revision_id, State.DRAFT, State.REFUSED)
    revision.state = State.SUPERSEDED
    steps.settle(db, item, now)
    steps.note(db, item, revision, actor, "item.discarded", now)
    return revision


def refuse(db: Db, revision_id: int, actor: str, reason: str, now: dt.datetime) -> Revision:
    item, revision = steps.hold(db, revision_id, State.SUBMITTED, State.APPROVED)
    if not reason.strip():
        raise RuleError(Why.REASON)
    revision.state, revision.reason = State.REFUSED, reason.strip()
    revision.refused_by, revision.refused_at = actor, now
    steps.settle(db, item, now)
    steps.note(db, item, revision, actor, "item.refused", now, reason=revision.reason)
    return revision


def sign(db: Db, revision_id: int, sha256: str, signer: str, needed: int, now: dt.datetime) -> Revision:
    """Signs what the signer was shown, which ``sha256`` is of. With the last one of ``needed`` signatures it is
    approved, and live at once unless it was submitted for a later time or its wording must be mended."""
    item, revision = steps.hold(db, revision_id, State.SUBMITTED, State.APPROVED)
    if signer in (revision.author, revision.submitted_by):
        raise RuleError(Why.OWN)
    if not sha256 == revision.sha256 == items.digest(revision.title, revision.body):
        raise RuleError(Why.OTHER_WORDS)
    if not store.sign(db, revision.id, signer, sha256, now):
        return revision
    steps.note(db, item, revision, signer, "item.signed", now)
    if len(store.signatures(db, revision.id)) >= needed:
        revision.state = State.APPROVED
        if revision.due_at is None or revision.due_at <= now:
            releases.try_live(db, item, revision, signer, now, needed)
    steps.settle(db, item, now)
    return revision
