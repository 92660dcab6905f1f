"""Why a reply is what it is: what the simulator saw on the wire, and what the bot says about its decision."""

import time
from typing import Any

import requests

from wxbot.simulator.pushes import Push
from wxbot.simulator.settings import Settings

_PATIENCE = 2.0
_PAUSE = 0.2


def trace(push: Push, settings: Settings) -> dict[str, Any]:
    return {**push.as_json(), "decision": _decision(push, settings.trace_url)}


def _decision(push: Push, url: str) -> Any:
    """The bot may write its decision down a moment after it answered, so an absent one is asked for again."""
    if not url or not push.delivery_key:
        return None
    until = time.monotonic() + _PATIENCE
    while True:
        found = _ask(url, push.delivery_key)
        if found or time.monotonic() + _PAUSE > until:
            return found
        time.sleep(_PAUSE)


def _ask(url: str, key: str) -> Any:
    with requests.Session() as session:
        session.trust_env = False
        try:
            response = session.get(url, params={"delivery": key}, timeout=_PATIENCE)
            return response.json() if response.status_code == 200 else None
        except (requests.RequestException, ValueError):
            return None
