"""How many of an audience a notice can reach: those who agreed to it."""

from collections.abc import Mapping
from typing import Any

from wxbot.errors import ContentError
from wxbot.services import Db, audiences, consents

_PAGE = 500


def agreed(db: Db, raw: Mapping[str, Any], template_id: str) -> int:
    """Counted page by page, so that memory does not grow with the audience; nobody where it is not whole yet."""
    try:
        audience = audiences.parse(raw)
    except ContentError:
        return 0
    found, after = 0, ""
    while page := audiences.page(db, audience, after, _PAGE):
        found += len(consents.agreed(db, template_id, page))
        after = page[-1]
    return found
