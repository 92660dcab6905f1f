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
_MOST, _WORDS = 4_000, 200  # Characters of a body as it is kept, and of each of its words.
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
    return store.add(db, delivery, kind, message_id[:64], openid[:64], _written(body), at)


def _written(body: Mapping[str, Any]) -> str:
    """JSON that fits into its column: of very long addresses the last ones are left out."""
    short = {name: value[:_WORDS] if isinstance(value, str) else value for name, value in body.items()}
    while len(words := json.dumps(short, ensure_ascii=False)) > _MOST and short.get("urls"):
        short["urls"] = short["urls"][:-1]
    return words[:_MOST]


# What each kind must tell. WeChat may change its events one day; one that makes no sense must not hold up the others.
_FIELDS: Mapping[str, Mapping[str, type]] = {
    Kind.MASS: {"status": str, "total": int, "filtered": int, "sent": int, "failed": int, "urls": list},
    Kind.PUBLISH: {"status": int, "article_id": str, "urls": list, "failed": list},
    Kind.TEMPLATE: {"status": str},
    Kind.NOTICE: {"template_id": str, "status": str},
}


def _makes_sense(row: Result) -> bool:
    try:
        body = json.loads(row.body)
    except ValueError:
        return False
    fields = _FIELDS.get(row.kind, {})
    typed = fields and all(isinstance(body.get(name), kind) for name, kind in fields.items())
    return bool(typed) and (row.kind != Kind.PUBLISH or body["status"] in set(publishing.Status))


def apply_due(database: Database, now: dt.datetime) -> int:
    """Writes what can be written; returns how much was. Whose row does not know its number yet waits a little."""
    with database.write() as db:
        found = store.due(db, now, BATCH)
        waiting = [row for row in found if _makes_sense(row)]
        if len(waiting) < len(found):
            log.warning("%s results make no sense", len(found) - len(waiting))
        done = [row for row in waiting if _apply_call(db, row, now)] + _apply_sends(db, waiting)
        told = {row.id for row in done}
        store.remove(db, told | {row.id for row in found} - {row.id for row in waiting})
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
    for row, send in found:
        _tell(send, row)
    for row in waiting:
        named = _notice(db, row) if row.kind == Kind.NOTICE else None
        found += [(row, named)] if named is not None else []
    touched: dict[int, set[int]] = {}
    for _, send in found:
        touched.setdefault(send.broadcast_id, set()).add(send.chunk)
    for broadcast_id, numbers in sorted(touched.items()):
        chunks.recount(db, broadcast_id, numbers)
    return [row for row, _ in found]


def _notice(db: Db, row: Result) -> Send | None:
    """The notice that it is about. It is told at once, so that the next one of that template is about another one."""
    send = sends.of_notice(db, row.openid, str(json.loads(row.body)["template_id"]))
    if send is not None:
        _tell(send, row)
        db.flush()
    return send


def _tell(send: Send, row: Result) -> None:
    status = str(json.loads(row.body)["status"])
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
