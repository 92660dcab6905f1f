"""What WeChat's events tell of messages it took: kept as they come, and written to the rows they belong to by a tick.

An event may come before the row knows the message's number, twice, or thousands in a second.
"""

import datetime as dt
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from wxbot.client import publishing
from wxbot.services import Db, courtesies, outcomes
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


@dataclass(frozen=True, slots=True)
class _Told:
    """An event's row with what it says, read once."""

    row: Result
    body: Mapping[str, Any]


def _read(row: Result) -> _Told | None:
    """None for what makes no sense."""
    try:
        body = json.loads(row.body)
    except ValueError:
        return None
    fields = _FIELDS.get(row.kind, {})
    typed = fields and all(isinstance(body.get(name), kind) for name, kind in fields.items())
    if not typed or (row.kind == Kind.PUBLISH and body["status"] not in set(publishing.Status)):
        return None
    return _Told(row, body)


def apply_due(database: Database, now: dt.datetime, zone: ZoneInfo) -> int:
    """Writes what can be written; returns how much was. Whose row does not know its number yet waits a little."""
    with database.write() as db:
        found = store.due(db, now, BATCH)
        waiting = [told for told in map(_read, found) if told is not None]
        if len(waiting) < len(found):
            log.warning("%s results make no sense", len(found) - len(waiting))
        called = {told.row.id: call for told in waiting if (call := _apply_call(db, told, now)) is not None}
        done = called.keys() | _apply_sends(db, waiting, zone)
        store.remove(db, done | {row.id for row in found} - {told.row.id for told in waiting})
        _put_off(db, [told.row for told in waiting if told.row.id not in done], now)
        touched = {call.broadcast_id for call in called.values()}
    for broadcast_id in touched:
        outcomes.finish_ready(database, broadcast_id, now)
    return len(done)


def _apply_call(db: Db, told: _Told, now: dt.datetime) -> Call | None:
    """The call that it is about, once that knows."""
    if told.row.kind not in (Kind.MASS, Kind.PUBLISH):
        return None
    call, body = calls.of_message(db, told.row.message_id, lock=True), told.body
    if call is not None and told.row.kind == Kind.MASS:
        outcomes.finish(db, call, body, now)
    elif call is not None:
        status = publishing.Status(int(body["status"]))
        state = publishing.State(status, body["article_id"], tuple(body["urls"]), tuple(body["failed"]))
        outcomes.publish(db, call.id, state, now)
    return call


def _apply_sends(db: Db, waiting: Sequence[_Told], zone: ZoneInfo) -> set[int]:
    """Ids of the events of which the sends know now."""
    templates = {told.row.message_id: told for told in waiting if told.row.kind == Kind.TEMPLATE}
    found = [(templates[send.message_id], send) for send in sends.of_messages(db, templates)]
    failed = [send for told, send in found if _tell(send, told)]
    for told in waiting:
        named = _notice(db, told) if told.row.kind == Kind.NOTICE else None
        found += [(told, named)] if named is not None else []
        failed += [named] if named is not None and named.state == State.FAILED else []
    touched: dict[int, set[int]] = {}
    for _, send in found:
        touched.setdefault(send.broadcast_id, set()).add(send.chunk)
    for broadcast_id, numbers in sorted(touched.items()):
        chunks.recount(db, broadcast_id, numbers)
    courtesies.give_back(db, [(send.openid, send.at) for send in failed if send.at is not None], zone)
    return {told.row.id for told, _ in found}


def _notice(db: Db, told: _Told) -> Send | None:
    """The notice that it is about. It is told at once, so that the next one of that template is about another one."""
    send = sends.of_notice(db, told.row.openid, str(told.body["template_id"]))
    if send is not None:
        _tell(send, told)
        db.flush()
    return send


def _tell(send: Send, told: _Told) -> bool:
    """Returns whether it has failed, which is told but once of each."""
    if send.state not in (State.SENT, State.UNKNOWN, State.SENDING):
        return False
    status = str(told.body["status"])
    send.state, send.why = (State.DELIVERED, "") if status == _DELIVERED else (State.FAILED, status[:80])
    return send.state == State.FAILED


def _put_off(db: Db, waiting: Sequence[Result], now: dt.datetime) -> None:
    for row in waiting:
        row.tries += 1
        row.due_at = now + min(_PAUSE * 2 ** min(row.tries, 12), _LONGEST)
    old = {row.id for row in waiting if row.at < now - _KEEP}
    if old:
        log.info("%s results belong to no message of ours", len(old))
        store.remove(db, old)
