"""The delivered content and the store: what differs, and what of it is taken over.

Files seed, the database rules: what staff signed is never overwritten unless that is asked for.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from wxbot.edition.kinds import Kind
from wxbot.services import Db, items
from wxbot.services.items import Draft
from wxbot.store import items as rows
from wxbot.store.items import DELIVERED


class Change(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    EDITED = "edited by staff, kept"
    GONE = "not in the files, kept"


@dataclass(frozen=True, slots=True)
class Difference:
    """One item in which the files and the store differ; ``draft`` is the files' side, None when they lack it."""

    change: Change
    name: str
    draft: Draft | None
    live: Draft | None = None  # The store's side, None when nothing is live.


def compare(db: Db, delivered: Sequence[Draft]) -> list[Difference]:
    """What loading would do, item by item, in the order of the files."""
    differences = [found for new in delivered if (found := _compare_one(db, new)) is not None]
    names = {new.name for new in delivered}
    live = (f"{row.kind}/{row.slug}.{row.language}" for row in rows.live_rows(db))
    return differences + [Difference(Change.GONE, name, None) for name in live if name not in names]


def _compare_one(db: Db, new: Draft) -> Difference | None:
    item = rows.find(db, new.kind, new.slug, new.language)
    if item is None:
        return Difference(Change.NEW, new.name, new)
    live = rows.revision(db, item.live_id)
    if live is not None and live.sha256 == new.sha256:
        return None
    # An item that staff took down has no live revision, and stays down.
    edited = live is None or items.edited_by_staff(db, live)
    shown = items.draft_of(item, live) if live is not None else None
    return Difference(Change.EDITED if edited else Change.CHANGED, new.name, new, shown)


def load(db: Db, differences: Sequence[Difference], now: dt.datetime, overwrite: bool = False) -> int:
    """Takes over what is new or changed, and with ``overwrite`` what staff edited; returns how many items."""
    wanted = {Change.NEW, Change.CHANGED} | ({Change.EDITED} if overwrite else set())
    taken = [found.draft for found in differences if found.change in wanted and found.draft is not None]
    # Every row is locked before the first line of audit, whose lock others may hold while they wait for a row.
    for new in taken:
        rows.hold(db, new.kind, new.slug, new.language)
    for new in taken:
        items.go_live(db, new, author=DELIVERED, signer=DELIVERED, now=now)
    if taken:
        items.bump(db)
    return len(taken)


def export(db: Db) -> list[Draft]:
    """Every live item as it would stand in the files."""
    return [
        items.draft(
            Kind(row.kind), row.slug, row.language, row.title, row.body, f"{row.kind}/{row.slug}.{row.language}"
        )
        for row in rows.live_rows(db)
    ]
