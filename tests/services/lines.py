"""Journal entries as the webhook writes them."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import redis

from tests.services.drafts import NOON
from wxbot.services import journal
from wxbot.services.journal import Line
from wxbot.state.keys import JOURNAL
from wxbot.store.database import Database

ALICE = "oAlice0000000000000000000001"
BEIJING = ZoneInfo("Asia/Shanghai")
TEXT = {"msgtype": "text", "text": {"content": "您好"}}


def entry(delivery: str = "d1", **fields: Any) -> bytes:
    plain = {
        "delivery": delivery,
        "openid": ALICE,
        "at": NOON.isoformat(),
        "source": "text",
        "asked": "护照丢了",
        "hit": "faq/lost-passport",
        "reply": "TextReply",
        "decision": {"hit": "faq/lost-passport", "why": "exact"},
        "rest": [],
    }
    return json.dumps({**plain, **fields}, ensure_ascii=False).encode()


def line(delivery: str = "d1", late: str = "", **fields: Any) -> Line:
    (read,) = journal.parse([(entry(delivery, **fields), late)])
    return read


def keep(database: Database, *lines: Line) -> int:
    with database.write() as db:
        return journal.keep(db, lines, BEIJING)


def append(client: redis.Redis, *entries: bytes, late: str = "") -> None:
    """As a delivery's second trip does."""
    for stored in entries:
        client.xadd(JOURNAL, {"entry": stored, "late": late})
