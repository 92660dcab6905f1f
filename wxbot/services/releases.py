"""How a signed revision becomes what citizens see, and how it ceases to be.

Each of these counts up the edition; the caller announces it when the transaction has ended.
"""

import datetime as dt

from wxbot.edition.kinds import Kind
from wxbot.errors import ContentError, RuleError
from wxbot.services import Db, items, preferences, steps
from wxbot.services.steps import Why
from wxbot.store import items as rows
from wxbot.store import revisions as store
from wxbot.store.items import Item, Revision, State


def go_live(db: Db, revision_id: int, actor: str, now: dt.datetime) -> Revision:
    """Shows a revision that enough people signed, whatever time it was to wait for."""
    item, revision = steps.hold(db, revision_id, State.SUBMITTED, State.APPROVED)
    needed = preferences.load(db).signatures_of(Kind(item.kind))
    _make_live(db, item, revision, actor, "item.live", now, needed)
    return revision


def schedule(db: Db, revision_id: int, due_at: dt.datetime, actor: str, now: dt.datetime) -> Revision:
    """Another time at which it goes live, once it is signed."""
    item, revision = steps.hold(db, revision_id, State.SUBMITTED, State.APPROVED)
    steps.expect_ahead(due_at, now)
    revision.due_at = due_at
    steps.settle(db, item, now)
    steps.note(db, item, revision, actor, "item.scheduled", now, due_at=steps.written(due_at))
    return revision


def roll_back(db: Db, revision_id: int, actor: str, now: dt.datetime) -> Revision:
    """Shows a former revision again; it was signed when it went live, and no signature is older than its words."""
    item, revision = steps.hold(db, revision_id, State.FORMER)
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


def try_live(db: Db, item: Item, revision: Revision, signer: str, now: dt.datetime, needed: int) -> None:
    try:
        _make_live(db, item, revision, signer, "item.live", now, needed)
    except (RuleError, ContentError) as error:
        steps.ring_stuck(db, item, error, now)


def _make_live(db: Db, item: Item, revision: Revision, actor: str, action: str, now: dt.datetime, needed: int) -> None:
    _expect_signed(db, revision, needed)
    if any(finding.blocks for finding in steps.findings(db, item, revision)):
        raise RuleError(Why.WORDING)
    replaced = rows.revision(db, item.live_id)
    items.make_live(db, item, revision, now)
    steps.quiet(db, item)
    steps.note(db, item, revision, actor, action, now, replaced=replaced.number if replaced is not None else None)
    items.bump(db)


def _expect_signed(db: Db, revision: Revision, needed: int) -> None:
    """The words are hashed anew, since a signature vouches for them and not for what a row says of itself."""
    signatures = store.signatures(db, revision.id)
    words = items.digest(revision.title, revision.body)
    if any(each.sha256 != words for each in signatures):
        raise RuleError(Why.TAMPERED)
    if len(signatures) < needed:
        raise RuleError(Why.UNSIGNED)
