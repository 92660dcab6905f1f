"""Who keeps an item true, until when somebody reads it again, and whether a translation still says the same."""

import datetime as dt

from wxbot.errors import RuleError
from wxbot.services import Db, items
from wxbot.services.steps import Why
from wxbot.store import audit
from wxbot.store import items as rows
from wxbot.store.items import Item


def assign(db: Db, item_id: int, owner: str, review_by: dt.date | None, actor: str, now: dt.datetime) -> None:
    """``owner`` is an e-mail, or empty for nobody."""
    item = _hold(db, item_id)
    item.owner, item.review_by = owner.strip().casefold(), review_by
    details = {"owner": item.owner, "review_by": review_by.isoformat() if review_by else None}
    audit.add(db, now, actor, "item.assigned", items.name_of(item), details)


def confirm(db: Db, item_id: int, actor: str, now: dt.datetime) -> None:
    """Somebody compared it with the newer text in the other language, and it still says the same."""
    item = _hold(db, item_id)
    item.confirmed_at = now
    audit.add(db, now, actor, "item.confirmed", items.name_of(item), {})


def _hold(db: Db, item_id: int) -> Item:
    item = rows.hold_id(db, item_id)
    if item is None:
        raise RuleError(Why.GONE)
    return item
