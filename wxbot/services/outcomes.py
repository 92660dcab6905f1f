"""What became of a call, told by WeChat's event, by asking, or by a person; nothing stays open for more than a day."""

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from wxbot.client import mass, publishing
from wxbot.client.api import Api
from wxbot.errors import RuleError, StateUnavailable, WechatError
from wxbot.services import Db, alarms, broadcasts, rosters
from wxbot.services.broadcasts import Why
from wxbot.store import broadcasts as rows
from wxbot.store import calls, chunks, sends
from wxbot.store.broadcasts import Broadcast
from wxbot.store.calls import UNSETTLED, Call, State, Way
from wxbot.store.database import Database
from wxbot.store.sends import State as SendState

log = logging.getLogger(__name__)

PATIENCE = dt.timedelta(hours=23)  # After which a person must look: WeChat forgets a call's id after a day.
CONFIRMING = dt.timedelta(minutes=35)  # WeChat's administrator has half an hour.
_FIRST_LOOK, _LAST_LOOK = dt.timedelta(minutes=10), dt.timedelta(hours=2)  # WeChat allows few questions a day.
SUCCESS = "send success"  # WeChat's words in its event.
_ASKED = "asked"  # In place of WeChat's words where it was asked.


def _held(db: Db, call_id: int) -> Call:
    found = calls.of_id(db, call_id, lock=True)
    if found is None:
        raise RuleError(Why.GONE)
    return found


def _of_call(db: Db, call_id: int) -> int:
    """The number of its broadcast, which everybody locks before its calls."""
    found = calls.of_id(db, call_id)
    if found is None:
        raise RuleError(Why.GONE)
    return found.broadcast_id


def accept(db: Db, call_id: int, message_id: str, data_id: str, now: dt.datetime) -> None:
    """WeChat took it. A preview has no number, and nothing more is told of it."""
    call = _held(db, call_id)
    if call.state not in (*UNSETTLED, State.UNKNOWN):
        return
    call.message_id, call.data_id, call.error = message_id, data_id, {}
    call.state, call.due_at = State.ACCEPTED, now + _FIRST_LOOK
    _settle_sends(db, call, SendState.SENT, "", now, message_id)
    if not message_id:
        _settle(call, State.FINISHED, "", now)
    _silence(db, call)


def _settle(call: Call, state: State, status: str, now: dt.datetime) -> None:
    call.state, call.settled_at = state, call.settled_at or now
    call.status = status[:60] or call.status


def finish(db: Db, call: Call, body: Mapping[str, Any], now: dt.datetime) -> None:
    """As MASSSENDJOBFINISH tells it. What asking had told already gets its figures."""
    call.total, call.filtered = int(body["total"]), int(body["filtered"])
    call.sent, call.failed = int(body["sent"]), int(body["failed"])
    call.urls = list(body["urls"]) or call.urls
    if call.state == State.RECALLED:
        return
    if body["status"] == SUCCESS:
        _settle(call, State.FINISHED, SUCCESS, now)
        _settle_sends(db, call, SendState.SENT, "", now)
        _silence(db, call)
    else:
        fail(db, call.id, str(body["status"]), now)


def fail(db: Db, call_id: int, status: str, now: dt.datetime) -> None:
    call = _held(db, call_id)
    _settle(call, State.FAILED, status, now)
    _settle_sends(db, call, SendState.FAILED, (status or str(call.error.get("code") or ""))[:80], now)
    _silence(db, call)


def _settle_sends(db: Db, call: Call, state: SendState, why: str, now: dt.datetime, message_id: str = "") -> None:
    """What became of a call to a list became of all who are in it."""
    if call.way == Way.LIST:
        sends.settle_chunk(db, call.broadcast_id, call.position, state, message_id, why, now)
        chunks.recount(db, call.broadcast_id, [call.position])


def _silence(db: Db, call: Call) -> None:
    """The alarm ends with the last call of which nobody could tell whether it went out."""
    db.flush()
    if not any(each.state == State.UNKNOWN for each in calls.of_broadcast(db, call.broadcast_id)):
        alarms.silence(db, f"{broadcasts.UNKNOWN}/{call.broadcast_id}")


def publish(db: Db, call_id: int, found: publishing.State, now: dt.datetime) -> None:
    """As PUBLISHJOBFINISH tells it, or WeChat when it is asked."""
    call = _held(db, call_id)
    if call.state == State.RECALLED or found.status is publishing.Status.RUNNING:
        return
    call.article_id, call.urls = found.article_id or call.article_id, list(found.urls) or call.urls
    state = State.FINISHED if found.status is publishing.Status.PUBLISHED else State.FAILED
    _settle(call, state, found.status.name.lower(), now)


def give_up(db: Db, call_id: int, now: dt.datetime) -> None:
    """Nobody can tell whether it went out: a person must look."""
    call = _held(db, call_id)
    _settle(call, State.UNKNOWN, "", now)
    _settle_sends(db, call, SendState.UNKNOWN, "", now)
    alarms.ring(db, f"{broadcasts.UNKNOWN}/{call.broadcast_id}", {"call": call.id}, now)


def settle_unknown(db: Db, call_id: int, sent: bool, actor: str, now: dt.datetime) -> Call:
    """A person has looked at WeChat: it went out, or it did not and is made anew unless it was cancelled."""
    row = broadcasts.hold(db, _of_call(db, call_id))
    call = _held(db, call_id)
    if call.state != State.UNKNOWN:
        raise RuleError(Why.MOVED)
    call.settled_at = None
    if sent:
        _settle(call, State.FINISHED, "", now)
    elif row.state == rows.State.CANCELLED:
        _settle(call, State.CANCELLED, "", now)
    else:
        calls.renew(call, now)
        if row.state == rows.State.FINISHED:
            row.state, row.finished_at = rows.State.SENDING, None
    _settle_sends(db, call, SendState.SENT if sent else SendState.DUE, "", now)
    _silence(db, call)
    broadcasts.note(db, row, actor, "broadcast.settled", now, call=call.id, sent=sent)
    return call


def ask_due(database: Database, api: Api, now: dt.datetime, limit: int = 5) -> None:
    """The tick that asks WeChat about what its event has not told, and gives up in time."""
    _abandon(database, now)
    with database.read() as db:
        found = calls.due(db, now, limit, State.ACCEPTED, State.CONFIRMING)
    for call in found:
        with database.write() as db:
            if not calls.claim(db, call, now + _pause(call, now)):
                continue
        try:
            _ask(database, api, call, now)
        except (WechatError, StateUnavailable) as error:
            log.warning("WeChat could not be asked about a call: %s", error)
        with database.write() as db:
            _give_up_late(db, call.id, now)
        finish_ready(database, call.broadcast_id, now)


def _abandon(database: Database, now: dt.datetime) -> None:
    """What was being called when its broadcast was cancelled, or long ago, nobody calls again: a person must look."""
    with database.write() as db:
        for call in calls.abandoned(db, now, now - PATIENCE):
            give_up(db, call.id, now)


def _pause(call: Call, now: dt.datetime) -> dt.timedelta:
    """As long again as it has taken so far."""
    return min(max(now - (call.called_at or now), _FIRST_LOOK), _LAST_LOOK)


def _give_up_late(db: Db, call_id: int, now: dt.datetime) -> None:
    call = _held(db, call_id)
    late = call.called_at is not None and now >= call.called_at + PATIENCE
    if call.state in (State.ACCEPTED, State.CONFIRMING) and (late or not call.message_id):
        give_up(db, call_id, now)


def _ask(database: Database, api: Api, call: Call, now: dt.datetime) -> None:
    if not call.message_id:
        return
    if call.way == Way.PUBLISH:
        told = publishing.state(api, call.message_id)
        with database.write() as db:
            publish(db, call.id, told, now)
        return
    state = mass.state(api, call.message_id)
    with database.write() as db:
        held = _held(db, call.id)
        if held.state not in UNSETTLED:
            return  # The event has come meanwhile, and tells more.
        if state is mass.Status.SENT:
            _settle(held, State.FINISHED, _ASKED, now)
        elif state is mass.Status.FAILED:
            fail(db, call.id, _ASKED, now)
        elif state is mass.Status.DELETED:
            _settle(held, State.RECALLED, _ASKED, now)


def find_published(api: Api, payload: Mapping[str, Any], since: dt.datetime) -> publishing.State | None:
    """The publication that a call without an answer led to: of these titles, and not older than the call."""
    titles = [article["title"] for article in payload["articles"]]
    groups: dict[str, list[publishing.Published]] = {}
    for article in publishing.page(api).articles:
        groups.setdefault(article.article_id, []).append(article)
    for article_id, articles in groups.items():
        new = articles[0].updated_at >= int(since.timestamp()) - 60
        if new and [article.title for article in articles] == titles:
            urls = tuple(article.url for article in articles)
            return publishing.State(publishing.Status.PUBLISHED, article_id, urls, ())
    return None


def finish_ready(database: Database, broadcast_id: int, now: dt.datetime) -> bool:
    """Ends the broadcast when every call of it is settled, or nobody is in its list; returns whether that is so."""
    with database.read() as db:  # Most often it is not; that must not cost a lock each second.
        if not _is_over(db, rows.of_id(db, broadcast_id)):
            return False
    with database.write() as db:
        row = rows.of_id(db, broadcast_id, lock=True)
        if row is None or not _is_over(db, row):
            return False
        broadcasts.finish(db, row, now)
        return True


def _is_over(db: Db, row: Broadcast | None) -> bool:
    if row is None:
        return False
    ledger = calls.of_broadcast(db, row.id)
    nobody = row.cursor == rosters.END and not row.frozen
    return not any(call.state in UNSETTLED for call in ledger) and bool(ledger or nobody)


def recall(database: Database, api: Api, call_id: int, actor: str, now: dt.datetime, index: int = 0) -> None:
    """Takes back what went out: an article, counted from 1, or all. The cards stay in the chats and lead nowhere.

    Raises RuleError or WechatError.
    """
    with database.read() as db:
        call = calls.of_id(db, call_id)
    if call is None or call.state != State.FINISHED or not (call.article_id or call.message_id):
        raise RuleError(Why.MOVED)
    if call.way == Way.PUBLISH:
        publishing.delete(api, call.article_id, index)
    else:
        mass.delete(api, call.message_id, index)
    with database.write() as db:
        row = broadcasts.hold(db, call.broadcast_id)
        held = _held(db, call_id)
        if not index or len(held.urls) <= 1:
            held.state = State.RECALLED
        broadcasts.note(db, row, actor, "broadcast.recalled", now, call=call_id, index=index)


def mark_recalled(db: Db, call_id: int) -> None:
    """Every article of it was taken back one by one. The broadcast is locked."""
    call = _held(db, call_id)
    if call.state == State.FINISHED:
        call.state = State.RECALLED
