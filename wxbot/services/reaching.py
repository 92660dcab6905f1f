"""How many of an audience a notice can reach: those who agreed to it."""

from collections.abc import Mapping
from typing import Any

from wxbot.errors import ContentError
from wxbot.services import Db, audiences, consents


def agreed(db: Db, raw: Mapping[str, Any], template_id: str) -> int:
    """Nobody where the audience is not whole yet."""
    try:
        chosen = audiences.chosen(audiences.parse(raw))
    except ContentError:
        return 0
    return consents.count(db, template_id, chosen) if chosen is not None else 0
