"""What became of a call, told by WeChat's event, by asking, or by a person; nothing stays open for more than a day."""

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from wxbot.client import mass, publishing
from wxbot.client.api import Api
from wxbot.errors import RuleError, StateUnavailable, WechatError
from wxbot.services import Db, alarms, broadcasts
from wxbot.services.broadcasts import Why
from wxbot.store import broadcasts as rows
from wxbot.store import calls, chunks, sends
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


def accept(db: Db, call_id: int, message_id: str, data_id: str, now: dt.datetime) -> None:
    """WeChat took it. A preview has no number, and nothing more is told of it."""
    call = _held(db, call_id)
    if call.state not in UNSETTLED:
        return
    call.message_id, call.data_id, call.error = message_id, data_id, {}
    call.state, call.due_at = State.ACCEPTED, now + _FIRST_LOOK
    if call.way == Way.LIST:
        sends.settle_chunk(db, call.broadcast_id, call.position, SendState.SENT, message_id, "", now)
        chunks.recount(db, call.broadcast_id, [call.position])
    if not message_id:
        _settle(call, State.FINISHED, "", now)


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
    else:
        fail(db, call.id, str(body["status"]), now)


def fail(db: Db, call_id: int, status: str, now: dt.datetime) -> None:
    call = _held(db, call_id)
    _settle(call, State.FAILED, status, now)
    if call.way == Way.LIST:
        why = status or str(call.error.get("code") or "")
        sends.settle_chunk(db, call.broadcast_id, call.position, SendState.FAILED, "", why[:80], now)
        chunks.recount(db, call.broadcast_id, [call.position])


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
    if call.way == Way.LIST:
        sends.settle_chunk(db, call.broadcast_id, call.position, SendState.UNKNOWN, "", "", now)
        chunks.recount(db, call.broadcast_id, [call.position])
    alarms.ring(db, f"{broadcasts.UNKNOWN}/{call.broadcast_id}", {"call": call.id}, now)


def settle_unknown(db: Db, call_id: int, sent: bool, actor: str, now: dt.datetime) -> Call:
    """A person has looked at WeChat: it went out, or it did not and is made anew."""
    call = _held(db, call_id)
    row = broadcasts.hold(db, call.broadcast_id)
    if call.state != State.UNKNOWN:
        raise RuleError(Why.MOVED)
    call.settled_at = None
    _settle(call, State.FINISHED if sent else State.WAITING, "", now)
    if not sent:
        calls.renew(call, now)
        row.state, row.finished_at = rows.State.SENDING, None
    if call.way == Way.LIST:
        state = SendState.SENT if sent else SendState.DUE
        sends.settle_chunk(db, call.broadcast_id, call.position, state, "", "", now)
        chunks.recount(db, call.broadcast_id, [call.position])
    if not any(each.state == State.UNKNOWN for each in calls.of_broadcast(db, row.id)):
        alarms.silence(db, f"{broadcasts.UNKNOWN}/{row.id}")
    broadcasts.note(db, row, actor, "broadcast.settled", now, call=call.id, sent=sent)
    return call


def ask_due(database: Database, api: Api, now: dt.datetime, limit: int = 5) -> None:
    """The tick that asks WeChat about what its event has not told, and gives up in time."""
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
        if state is mass.Status.SENT:
            _settle(_held(db, call.id), State.FINISHED, _ASKED, now)
        elif state is mass.Status.FAILED:
            fail(db, call.id, _ASKED, now)
        elif state is mass.Status.DELETED:
            _settle(_held(db, call.id), State.RECALLED, _ASKED, now)


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


def finish_ready(database: Database, broadcast_id: int, now: dt.datetime) -> None:
    """Ends the broadcast when every call of it is settled."""
    with database.write() as db:
        row = rows.of_id(db, broadcast_id, lock=True)
        ledger = calls.of_broadcast(db, broadcast_id)
        if row is not None and ledger and not any(call.state in UNSETTLED for call in ledger):
            broadcasts.finish(db, row, now)


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
        held = _held(db, call_id)
        row = broadcasts.hold(db, held.broadcast_id)
        if not index or len(held.urls) <= 1:
            held.state = State.RECALLED
        broadcasts.note(db, row, actor, "broadcast.recalled", now, call=call_id, index=index)
