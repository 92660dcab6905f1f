"""How many of an audience can be reached: by a notice who agreed to it, by a customer-service message who was heard of
so lately that WeChat may have a window open."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from wxbot.errors import ContentError
from wxbot.services import Db, audiences, consents, windows
from wxbot.store import audiences as rows
from wxbot.store.audiences import Chosen


def agreed(db: Db, raw: Mapping[str, Any], template_id: str) -> int:
    """Nobody where the audience is not whole yet."""
    chosen = _chosen(raw)
    return consents.count(db, template_id, chosen) if chosen is not None else 0


def heard(db: Db, raw: Mapping[str, Any], now: dt.datetime) -> int:
    """Nobody where the audience is not whole yet."""
    chosen = _chosen(raw)
    return rows.count_heard(db, chosen, now - windows.LONGEST) if chosen is not None else 0


def _chosen(raw: Mapping[str, Any]) -> Chosen | None:
    try:
        return audiences.chosen(audiences.parse(raw))
    except ContentError:
        return None
