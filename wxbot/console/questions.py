"""Why a person is asked before a broadcast goes out: which items are others now, and which period it falls into."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wxbot.services import Db, uploading
from wxbot.services.starting import Asked
from wxbot.store import freezes
from wxbot.store import items as item_rows
from wxbot.store.broadcasts import HALTED, Broadcast, State
from wxbot.store.freezes import Freeze

# It is composed, and does not go out now.
_ASKED = (State.SUBMITTED, State.SCHEDULED, State.ASKING, *HALTED)


@dataclass(frozen=True, slots=True)
class Changed:
    """An item of which another version is live than the one that goes out; where none is, ``live`` is False."""

    kind: str
    slug: str
    language: str
    title: str
    live: bool


def changed(db: Db, row: Broadcast, now: dt.datetime) -> Sequence[Changed]:
    if row.state not in _ASKED:
        return ()
    titles = {item["item"]: item["title"] for item in uploading.made_of(row.payload)}
    return [_changed(db, name, titles) for name in uploading.current(db, row.payload, now)]


def _changed(db: Db, name: str, titles: Mapping[str, Any]) -> Changed:
    kind, slug, language = name.split("/")
    item = item_rows.find(db, kind, slug, language)
    return Changed(kind, slug, language, str(titles[name]), item is not None and item.live_id is not None)


def freeze(db: Db, row: Broadcast, against: Sequence[Asked], now: dt.datetime) -> Freeze | None:
    """The period that holds it back, or would if it went on; one that was lifted meanwhile holds back nothing."""
    asking = row.state == State.ASKING and row.reason == Asked.FROZEN
    if not asking and Asked.FROZEN not in against:
        return None
    return freezes.at(db, now) or (freezes.at(db, row.due_at) if row.due_at is not None else None)
