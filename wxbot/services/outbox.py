"""Sending what waits in the outbox: claimed before the call, and never sent twice, since WeChat cannot tell.

A message that holds somebody's affairs is sealed at rest and opened for the call.
"""

import datetime as dt
import json
import logging
from typing import Any

from wxbot.client import custom
from wxbot.client.api import Api
from wxbot.errors import ErrorClass, SealError, StateUnavailable, WechatError
from wxbot.store import outbox
from wxbot.store.database import Database
from wxbot.store.outbox import Outgoing, Status
from wxbot.store.vault import Vault

log = logging.getLogger(__name__)

BATCH = 20
_LAPSED = dt.timedelta(minutes=10)  # Far longer than the calls of a whole batch may take.
_BACKOFF = dt.timedelta(seconds=60)

# These say that WeChat did nothing and may do it later.
_LATER = (ErrorClass.MINUTE, ErrorClass.RETRY, ErrorClass.DAY, ErrorClass.CONFIGURATION, ErrorClass.TOKEN)

_SEALED = "sealed"


def sealed(vault: Vault, message: dict[str, Any]) -> dict[str, Any]:
    return {_SEALED: vault.seal(json.dumps(message, ensure_ascii=False))}


def opened(vault: Vault, message: dict[str, Any]) -> dict[str, Any]:
    """Whether it was sealed or not. Raises SealError."""
    plain: dict[str, Any] = json.loads(vault.open(message[_SEALED])) if _SEALED in message else message
    return plain


def refused_for_window(row: Outgoing) -> bool:
    """Whether WeChat would have taken it at another time: when the follower has written again."""
    return row.status == Status.REFUSED and ErrorClass.WINDOW in row.error.split()


def send_due(database: Database, api: Api, vault: Vault, now: dt.datetime) -> int:
    """Sends what is due, in order; returns how many messages WeChat took."""
    with database.write() as db:
        if abandoned := outbox.abandon(db, now - _LAPSED):
            log.warning("%s messages may or may not have been sent; a person must look", abandoned)
    with database.read() as db:
        waiting = outbox.due(db, now, BATCH)
    return sum(_send(database, api, vault, row_id, now) for row_id in waiting)


def _send(database: Database, api: Api, vault: Vault, row_id: int, now: dt.datetime) -> bool:
    with database.write() as db:
        row = outbox.claim(db, row_id, now)
    if row is None:
        return False
    status, error, due_at = Status.SENT, "", None
    try:
        custom.send(api, row.openid, opened(vault, row.message))
    except SealError as failure:
        status, error = Status.REFUSED, str(failure)
        log.error("A message cannot be opened and is not sent: %s", failure)
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
    if failure.kind in (ErrorClass.UNKNOWN, ErrorClass.PENDING):
        return Status.UNKNOWN, None
    return Status.REFUSED, None
