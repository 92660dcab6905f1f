"""Sending what waits in the outbox: claimed before the call, and never sent twice, since WeChat cannot tell."""

import datetime as dt
import logging

from wxbot.client import custom
from wxbot.client.api import Api
from wxbot.errors import ErrorClass, StateUnavailable, WechatError
from wxbot.store import outbox
from wxbot.store.database import Database
from wxbot.store.outbox import Status

log = logging.getLogger(__name__)

BATCH = 20
_LAPSED = dt.timedelta(minutes=10)  # Far longer than the calls of a whole batch may take.
_BACKOFF = dt.timedelta(seconds=60)

# These say that WeChat did nothing and may do it later.
_LATER = (ErrorClass.MINUTE, ErrorClass.RETRY, ErrorClass.DAY, ErrorClass.CONFIGURATION, ErrorClass.TOKEN)


def send_due(database: Database, api: Api, now: dt.datetime) -> int:
    """Sends what is due, in order; returns how many messages WeChat took."""
    with database.write() as db:
        if abandoned := outbox.abandon(db, now - _LAPSED):
            log.warning("%s messages may or may not have been sent; a person must look", abandoned)
    with database.read() as db:
        waiting = outbox.due(db, now, BATCH)
    return sum(_send(database, api, row_id, now) for row_id in waiting)


def _send(database: Database, api: Api, row_id: int, now: dt.datetime) -> bool:
    with database.write() as db:
        row = outbox.claim(db, row_id, now)
    if row is None:
        return False
    status, error, due_at = Status.SENT, "", None
    try:
        custom.send(api, row.openid, row.message)
    except StateUnavailable as failure:  # No token could be had, so no call was made that took the message.
        status, due_at, error = Status.DUE, now + _BACKOFF, str(failure)
    except WechatError as failure:
        status, due_at = _after(failure, now)
        error = f"{failure.code} {failure.kind} rid {failure.rid}"
        log.warning("A customer-service message was not sent", extra={"code": failure.code, "rid": failure.rid})
    with database.write() as db:
        outbox.settle(db, row_id, status, error, due_at)
    return status is Status.SENT


def _after(failure: WechatError, now: dt.datetime) -> tuple[Status, dt.datetime | None]:
    if failure.kind in _LATER:
        return Status.DUE, now + _BACKOFF
    if failure.kind is ErrorClass.UNKNOWN:
        return Status.UNKNOWN, None
    return Status.REFUSED, None
