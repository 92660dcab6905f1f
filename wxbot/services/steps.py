"""What the steps of a revision's life share: the rules that they can break, the lock, and what is written down.

Each step locks the item's row first, so that the second of two who act at once sees what the first one did.
"""

import datetime as dt
from collections.abc import Collection
from enum import StrEnum

from wxbot.errors import RuleError, WxbotError
from wxbot.services import Db, alarms, items, preferences, wording
from wxbot.services.findings import Finding
from wxbot.store import audit
from wxbot.store import items as rows
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
    WORDING = "its wording must be mended first"
    WARNINGS = "the warnings about its wording must be read first"


def hold(db: Db, revision_id: int, *states: State) -> tuple[Item, Revision]:
    """The revision and its item, both as they are now that nobody else can change them."""
    found = rows.revision(db, revision_id)
    item = rows.hold_id(db, found.item_id) if found is not None else None
    if found is None or item is None:
        raise RuleError(Why.GONE)
    db.refresh(found)
    if found.state not in states:
        raise RuleError(Why.MOVED)
    return item, found


def expect_ahead(instant: dt.datetime | None, now: dt.datetime) -> None:
    if instant is not None and instant <= now:
        raise RuleError(Why.PAST)


def settle(db: Db, item: Item, now: dt.datetime) -> None:
    items.settle(db, item, now)
    quiet(db, item)


def quiet(db: Db, item: Item) -> None:
    if item.state != State.APPROVED:
        alarms.silence(db, f"{STUCK}/{items.name_of(item)}")


def note(db: Db, item: Item, revision: Revision, actor: str, action: str, now: dt.datetime, **more: object) -> None:
    details = {"revision": revision.number, "sha256": revision.sha256}
    details |= {name: value for name, value in more.items() if value is not None}
    audit.add(db, now, actor, action, items.name_of(item), details)


def written(instant: dt.datetime | None) -> str | None:
    return instant.astimezone(dt.UTC).isoformat() if instant is not None else None


def findings(db: Db, item: Item, revision: Revision, hosts: Collection[str] = ()) -> tuple[Finding, ...]:
    """What the wording check says now; ``hosts`` may be linked to besides those that staff trust.

    Raises ContentError when the revision fits its kind no more.
    """
    trusted = (*hosts, *preferences.load(db).trusted_hosts)
    return wording.check(db, items.draft_of(item, revision), trusted)


def ring_stuck(db: Db, item: Item, error: WxbotError, now: dt.datetime) -> bool:
    """Tells staff that an approved revision did not go live at its time; returns whether they did not know yet."""
    return alarms.ring(db, f"{STUCK}/{items.name_of(item)}", {"why": str(error)}, now)
