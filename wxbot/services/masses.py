"""Calls that reach many at once: each is written down before it is made, and repeated under the same id after a crash.

A tick brings every running broadcast of these kinds a step further; any number of workers may do so at once.
"""

import datetime as dt
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wxbot.client import drafts, mass, publishing
from wxbot.client.api import Api
from wxbot.errors import ContentError, ErrorClass, Remedy, StateUnavailable, WechatError, WxbotError
from wxbot.services import Db, audiences, broadcasts, outcomes, preferences, quotas, rosters, uploading
from wxbot.services.audiences import MASS
from wxbot.store import broadcasts as rows
from wxbot.store import calls, chunks, sends
from wxbot.store.broadcasts import Broadcast, Kind, State
from wxbot.store.calls import Call, Way
from wxbot.store.calls import State as CallState
from wxbot.store.database import Database

log = logging.getLogger(__name__)

LIST = mass.MOST  # Openids of one call.
LEASE = dt.timedelta(seconds=mass.PATIENCE + 5)  # After it a call is made again: WeChat hears its id once a minute.
_PREPARING = dt.timedelta(minutes=3)
_PAGES = 20  # Pages of an audience that one tick writes down.
_PASSING = (ErrorClass.RETRY, ErrorClass.MINUTE, ErrorClass.TOKEN)


@dataclass(frozen=True, slots=True)
class Sender:
    database: Database
    api: Api
    folder: Path  # Of media.
    account: str  # The kind of account.


def send_due(our: Sender, now: dt.datetime) -> None:
    with our.database.read() as db:
        if preferences.load(db).sending_stopped:
            return
        running = [row for row in rows.in_state(db, State.SENDING) if row.kind in (*MASS, Kind.PUBLISH)]
    for row in running:
        try:
            _advance(our, row, now)
        except StateUnavailable as error:  # No token could be had: nothing was called.
            log.warning("A broadcast waits: %s", error)
        except ContentError as error:  # The account is of another kind than when this was signed; others go on.
            _hold_up(our, row.id, error, now)


def _advance(our: Sender, row: Broadcast, now: dt.datetime) -> None:
    if not _written(our, row, now) or outcomes.finish_ready(our.database, row.id, now):
        return
    prepared = row.prepared or _prepare(our, row, now)
    if prepared is None:
        return
    with our.database.read() as db:
        due = calls.to_make(db, row.id, now)
    for call in due:
        _make(our, row, prepared, call, now)
    outcomes.finish_ready(our.database, row.id, now)


def _written(our: Sender, row: Broadcast, now: dt.datetime) -> bool:
    """Whether all its calls are in the ledger. Those of a list are written once the list is frozen."""
    audience = audiences.parse(row.audience)
    if audiences.way(our.account, Kind(row.kind), audience) is not audiences.Way.LIST:
        return True
    if row.cursor != rosters.END and not rosters.write(our.database, row.id, now, LIST, pages=_PAGES):
        return False
    with our.database.read() as db:
        made = {call.position for call in calls.of_broadcast(db, row.id)}
        missing = [part for part in chunks.of_broadcast(db, row.id) if part.number not in made]
    if missing:
        with our.database.write() as db:
            for part in missing:
                calls.write(db, row.id, part.number, Way.LIST, now, size=part.size)
    return True


def _prepare(our: Sender, row: Broadcast, now: dt.datetime) -> dict[str, Any] | None:
    """What WeChat has been given of it; None while another worker sees to that, or when it cannot be done now."""
    with our.database.write() as db:
        if rows.lease(db, row.id, now, now + _PREPARING) is None:
            return None
    try:
        return uploading.prepare(our.database, our.api, our.folder, row.id)
    except StateUnavailable:
        raise
    except WxbotError as error:
        _hold_up(our, row.id, error, now)
        return None


def _hold_up(our: Sender, broadcast_id: int, error: WxbotError, now: dt.datetime) -> None:
    """What passes is tried again when the lease is over; for the rest staff must do something."""
    log.warning("A broadcast could not be prepared: %s", error)
    passing = isinstance(error, WechatError) and (error.kind in _PASSING or error.kind is ErrorClass.UNKNOWN)
    with our.database.write() as db:
        row = broadcasts.hold(db, broadcast_id)
        row.leased_until = now + dt.timedelta(minutes=1) if passing else None
        if not passing:
            broadcasts.stop(db, row, error, now)


def _make(our: Sender, row: Broadcast, prepared: dict[str, Any], call: Call, now: dt.datetime) -> None:
    was_called = call.state == CallState.CALLING
    with our.database.write() as db:
        if not _may_go_on(db, row.id) or not calls.claim(db, call, now + LEASE):
            return
    try:
        if was_called and not _may_repeat(our, row, call, now):
            return
        media_id = call.media_id or (_draft(our, call, prepared) if row.kind in uploading.DRAFTED else "")
        if not _begin(our, row.id, call.id, now):
            return
        accepted = _call(our, row, call, prepared, media_id)
    except WechatError as error:
        _settle_refusal(our, row.id, call.id, error, was_called, now)
        return
    with our.database.write() as db:
        outcomes.accept(db, call.id, accepted.msg_id, accepted.msg_data_id, now)


def _may_go_on(db: Db, broadcast_id: int) -> bool:
    row = rows.of_id(db, broadcast_id, lock=True)
    return row is not None and row.state == State.SENDING and not preferences.load(db).sending_stopped


def _draft(our: Sender, call: Call, prepared: dict[str, Any]) -> str:
    media_id = uploading.add_draft(our.api, prepared)
    with our.database.write() as db:
        calls.keep_draft(db, call.id, media_id)
    return media_id


def _begin(our: Sender, broadcast_id: int, call_id: int, now: dt.datetime) -> bool:
    """Written down at the last moment before the call: from here on it may have happened."""
    with our.database.write() as db:
        if not _may_go_on(db, broadcast_id):
            return False
        return calls.begin(db, call_id, now, now + LEASE)


def _call(our: Sender, row: Broadcast, call: Call, prepared: dict[str, Any], media_id: str) -> mass.Accepted:
    if call.way == Way.PUBLISH:
        submitted = publishing.submit(our.api, media_id)
        return mass.Accepted(submitted.publish_id, submitted.msg_data_id, duplicate=False)
    message = uploading.message(Kind(row.kind), prepared, media_id)
    match call.way:
        case Way.ALL:
            return mass.send_to_all(our.api, message, call.client_id)
        case Way.TAG:
            return mass.send_to_tag(our.api, call.tag, message, call.client_id)
    openids = _openids(our, call)
    if len(openids) >= mass.LEAST:
        return mass.send_to_list(our.api, openids, message, call.client_id)
    if openids:  # WeChat takes no list of one; to one follower a preview is the message itself.
        mass.preview(our.api, openids[0], message)
    return mass.Accepted("", "", duplicate=False)


def _openids(our: Sender, call: Call) -> list[str]:
    with our.database.read() as db:
        return sends.of_chunk(db, call.broadcast_id, call.position)


def _may_repeat(our: Sender, row: Broadcast, call: Call, now: dt.datetime) -> bool:
    """Whether a call that may have been made can be made again without a second message to anybody.

    A mass send can, under its id, while WeChat remembers that. A preview to one follower cannot, and a list of which
    one alone is left would become one. What is published uses up its draft.
    """
    late = now >= (call.called_at or now) + outcomes.PATIENCE
    if call.way != Way.PUBLISH and (late or (call.way == Way.LIST and len(_openids(our, call)) < mass.LEAST)):
        _give_up(our, call.id, now)
        return False
    if call.way != Way.PUBLISH or _is_there(our.api, call.media_id):
        return True
    found = outcomes.find_published(our.api, row.payload, call.called_at or now)
    with our.database.write() as db:
        if found:
            outcomes.publish(db, call.id, found, now)
        elif late:
            outcomes.give_up(db, call.id, now)
    return False


def _give_up(our: Sender, call_id: int, now: dt.datetime) -> None:
    with our.database.write() as db:
        outcomes.give_up(db, call_id, now)


def _is_there(api: Api, media_id: str) -> bool:
    try:
        return bool(drafts.get(api, media_id))
    except WechatError as error:
        if error.remedy is Remedy.MEDIA:
            return False
        raise


def _settle_refusal(
    our: Sender, broadcast_id: int, call_id: int, error: WechatError, was_called: bool, now: dt.datetime
) -> None:
    """``was_called`` says that an earlier call had no clear answer: a refusal of this one does not undo that one."""
    log.warning("A call of a broadcast was not taken", extra={"code": error.code, "rid": error.rid})
    with our.database.write() as db:
        row = broadcasts.hold(db, broadcast_id)
        call = calls.of_id(db, call_id, lock=True)
        assert call is not None, "calls are kept for good"
        forgotten = error.remedy is Remedy.MEDIA and call.tries == 0 and call.error.get("remedy") != Remedy.MEDIA
        call.error = broadcasts.told(error)
        if error.kind is ErrorClass.PENDING:
            call.state, call.due_at = CallState.CONFIRMING, now + outcomes.CONFIRMING
        elif error.kind in _PASSING or mass.in_doubt(error):
            call.due_at = now + LEASE * max(1, min(call.tries, 10))
        elif error.account_wide:
            call.due_at = now
            if not was_called:
                call.state, call.called_at = CallState.WAITING, None
            broadcasts.stop(db, row, error, now, quotas.free_at(db, our.account, error, now))
        elif forgotten:  # WeChat lost a picture that it had: it gets all of them once more.
            uploading.forget_covers(db, row.payload)
            row.prepared, row.leased_until, call.due_at = {}, None, now
        elif was_called:
            outcomes.give_up(db, call_id, now)
        else:
            outcomes.fail(db, call_id, "", now)
