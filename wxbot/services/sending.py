"""The calls of a turn, made at the same time, and how each of them ended."""

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

from wxbot.client import custom, notices, templates
from wxbot.client.api import Api
from wxbot.errors import ErrorClass, StateUnavailable, WechatError
from wxbot.services.endings import Call, Ending
from wxbot.services.turns import Turn
from wxbot.store.broadcasts import Kind

log = logging.getLogger(__name__)


def make_all(api: Api, callers: Executor, turn: Turn) -> list[Ending]:
    payload = turn.payload or {}
    return list(callers.map(lambda call: _make(api, turn.kind, payload, call), turn.calls))


def _make(api: Api, kind: Kind, payload: dict[str, Any], call: Call) -> Ending:
    try:
        return Ending(call, send(api, kind, payload, call.openid, call.number))
    except StateUnavailable:  # No token could be had, so no call was made that WeChat took.
        return Ending(call, untouched=True)
    except WechatError as failure:
        log.debug("A push was not taken", extra={"code": failure.code, "rid": failure.rid})
        return Ending(call, failure=failure)
    except Exception as error:  # One call's fault must not cost the others their endings.
        log.exception("A push ended in an error of ours")
        return Ending(call, failure=WechatError(ErrorClass.UNKNOWN, None, type(error).__name__))


def send(api: Api, kind: Kind, payload: Mapping[str, Any], openid: str, number: str) -> str:
    """WeChat's number of the message, where it gives one; it knows a template message again by ours.

    Raises WechatError or StateUnavailable.
    """
    if kind is Kind.TEMPLATE:
        return templates.send(api, openid, payload["template_id"], payload["data"], number, payload.get("url", ""))
    if kind is Kind.NOTICE:
        return notices.send(api, openid, payload["template_id"], payload["data"], payload.get("page", ""))
    custom.send(api, openid, payload["message"])
    return ""


_ENOUGH_TO_TELL = 3  # Calls that all ended alike before the cause is sought in what they have in common.
_SILENT = 8


def common_cause(endings: Sequence[Ending]) -> WechatError | None:
    """An error that every further call would meet: the account's, or one of what is sent."""
    for ending in endings:
        if ending.failure is not None and ending.failure.account_wide:
            return ending.failure
    wrong = [ending for ending in endings if ending.is_of(ErrorClass.FIX)]
    return wrong[0].failure if len(wrong) == len(endings) >= _ENOUGH_TO_TELL else None


def silence(endings: Sequence[Ending]) -> bool:
    """Whether WeChat answers nobody."""
    return len(endings) >= _SILENT and all(ending.unanswered for ending in endings)
