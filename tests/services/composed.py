"""Composing as tests need it: a site with a folder for its pictures, and contents with only what they name."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.services.drafts import NOON
from wxbot.services import composing
from wxbot.services.compositions import Composed
from wxbot.services.findings import Code
from wxbot.services.sites import Site
from wxbot.store.broadcasts import Broadcast, Kind, State
from wxbot.store.database import Database

PUBLIC_URL = "https://account.example"


def site(folder: Path) -> Site:
    return Site(PUBLIC_URL, ZoneInfo("Asia/Shanghai"), folder, ("account.example",))


def compose(database: Database, folder: Path, kind: Kind, content: Mapping[str, Any]) -> Composed:
    with database.read() as db:
        return composing.compose(db, kind, content, site(folder), NOON)


def picked(*slugs: str, language: str = "zh", layout: str = "news", **more: Any) -> dict[str, Any]:
    """News that are to be sent as articles."""
    return {
        "layout": layout,
        "language": language,
        "items": [{"kind": "news", "slug": slug} for slug in slugs],
        "intro": "",
        **more,
    }


def articles(composed: Composed) -> list[dict[str, Any]]:
    return list(composed.payload["articles"])


def codes(composed: Composed, blocks: bool | None = None) -> set[tuple[str, Code]]:
    """Where something was found, and what."""
    return {(each.field, each.code) for each in composed.findings if blocks is None or each.blocks is blocks}


def broadcast(database: Database, **fields: Any) -> int:
    """A row with what it names, whatever its life would be; returns its number."""
    words = dict.fromkeys(("title", "sha256", "cron", "author", "submitted_by", "refused_by", "reason", "cursor"), "")
    words |= dict.fromkeys(("emergency", "reviewed_by"), "")
    plain: dict[str, Any] = {"kind": Kind.ARTICLE, "number": 1, "grace": 30, "frozen": 0, "state": State.SENDING}
    plain |= {"changed_at": NOON, "content": {}, "payload": {}, "audience": {}, "prepared": {}, "trouble": {}}
    plain["findings"] = []
    with database.write() as db:
        row = Broadcast(**{**words, **plain, **fields})
        db.add(row)
        db.flush()
        return row.id
