"""Messages that wait in the outbox, and what of them reached the followers."""

from typing import Any

from sqlalchemy import select

from tests.services.drafts import NOON
from wxbot.simulator.server import Simulator
from wxbot.store.database import Database
from wxbot.store.outbox import Outgoing, Status

SEND = "/cgi-bin/message/custom/send"


def say(words: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": words}}


def follower(wechat: Simulator, openid: str) -> str:
    """Follows and has just written."""
    now = wechat.clock.now()
    wechat.followers.follow(openid, now)
    wechat.windows.open(openid, "message", now)
    return openid


def put(database: Database, openid: str, *messages: dict[str, Any]) -> None:
    """Due at noon."""
    with database.write() as db:
        for message in messages:
            position = len(db.scalars(select(Outgoing.id)).all())
            row = Outgoing(delivery="d1", position=position, openid=openid, message=message, error="")
            row.status, row.due_at, row.claimed_at = Status.DUE, NOON, None
            db.add(row)
            db.flush()


def rows(database: Database) -> list[Outgoing]:
    with database.read() as db:
        return list(db.scalars(select(Outgoing).order_by(Outgoing.id)))


def statuses(database: Database) -> list[str]:
    return [row.status for row in rows(database)]


def received(wechat: Simulator) -> list[tuple[str, str]]:
    return [(message.openid, message.bubble.text) for message in wechat.ledger.custom]


def calls(wechat: Simulator) -> int:
    return sum(call.path == SEND for call in wechat.ledger.calls)
