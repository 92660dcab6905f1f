"""What WeChat's events tell of messages it took: kept as they come, and written to the rows they belong to by a tick.

An event may come before the row knows the message's number, twice, or thousands in a second.
"""

import datetime as dt
import json
import logging
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from wxbot.client import publishing
from wxbot.services import Db, outcomes
from wxbot.store import calls, chunks, sends
from wxbot.store import results as store
from wxbot.store.calls import Call
from wxbot.store.database import Database
from wxbot.store.results import Result
from wxbot.store.sends import Send, State

log = logging.getLogger(__name__)

BATCH = 500
_DELIVERED = "success"
_PAUSE, _LONGEST = dt.timedelta(seconds=2), dt.timedelta(hours=1)
_KEEP = dt.timedelta(days=2)  # After which nothing of ours will ever have that number.


class Kind(StrEnum):
    MASS = "mass"
    PUBLISH = "publish"
    TEMPLATE = "template"
    NOTICE = "notice"


def record(
    db: Db, delivery: str, kind: Kind, message_id: str, openid: str, body: Mapping[str, Any], at: dt.datetime
) -> bool:
    """Keeps what an event told; returns whether it is new. A delivery that names several has a place for each."""
    return store.add(db, delivery, kind, message_id[:64], openid[:64], json.dumps(body, ensure_ascii=False)[:4000], at)


def apply_due(database: Database, now: dt.datetime) -> int:
    """Writes what can be written; returns how much was. Whose row does not know its number yet waits a little."""
    with database.write() as db:
        waiting = store.due(db, now, BATCH)
        done = [row for row in waiting if _apply_call(db, row, now)] + _apply_sends(db, waiting)
        told = {row.id for row in done}
        store.remove(db, told)
        _put_off(db, [row for row in waiting if row.id not in told], now)
        touched = {call.broadcast_id for call in _calls(db, done)}
    for broadcast_id in touched:
        outcomes.finish_ready(database, broadcast_id, now)
    return len(told)


def _calls(db: Db, done: Sequence[Result]) -> list[Call]:
    found = [calls.of_message(db, row.message_id) for row in done if row.kind in (Kind.MASS, Kind.PUBLISH)]
    return [call for call in found if call is not None]


def _apply_call(db: Db, row: Result, now: dt.datetime) -> bool:
    if row.kind not in (Kind.MASS, Kind.PUBLISH):
        return False
    call = calls.of_message(db, row.message_id, lock=True)
    if call is None:
        return False
    body = json.loads(row.body)
    if row.kind == Kind.MASS:
        outcomes.finish(db, call, body, now)
    else:
        status = publishing.Status(int(body["status"]))
        told = publishing.State(status, body["article_id"], tuple(body["urls"]), tuple(body["failed"]))
        outcomes.publish(db, call.id, told, now)
    return True


def _apply_sends(db: Db, waiting: Sequence[Result]) -> list[Result]:
    templates = {row.message_id: row for row in waiting if row.kind == Kind.TEMPLATE}
    found = [(templates[send.message_id], send) for send in sends.of_messages(db, templates)]
    notices = [row for row in waiting if row.kind == Kind.NOTICE]
    for row in notices:
        send = sends.of_notice(db, row.openid, str(json.loads(row.body)["template_id"]))
        found += [(row, send)] if send is not None else []
    touched: dict[int, set[int]] = {}
    for row, send in found:
        _tell(send, str(json.loads(row.body)["status"]))
        touched.setdefault(send.broadcast_id, set()).add(send.chunk)
    for broadcast_id, numbers in sorted(touched.items()):
        chunks.recount(db, broadcast_id, numbers)
    return [row for row, _ in found]


def _tell(send: Send, status: str) -> None:
    if send.state not in (State.SENT, State.UNKNOWN, State.SENDING):
        return
    send.state, send.why = (State.DELIVERED, "") if status == _DELIVERED else (State.FAILED, status[:80])


def _put_off(db: Db, waiting: Sequence[Result], now: dt.datetime) -> None:
    for row in waiting:
        row.tries += 1
        row.due_at = now + min(_PAUSE * 2 ** min(row.tries, 12), _LONGEST)
    old = {row.id for row in waiting if row.at < now - _KEEP}
    if old:
        log.info("%s results belong to no message of ours", len(old))
        store.remove(db, old)
