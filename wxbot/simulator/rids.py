"""Remembers each API call under its request id, for the questions that come afterwards."""

import re
import secrets
import threading
import time
from collections.abc import Mapping
from typing import Any

from wxbot.simulator.errors import ApiError

_LIFE = 7 * 86400
_KEPT = 20_000
_SHAPE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}")


def new_rid() -> str:
    return f"{int(time.time()):08x}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"


class Rids:
    def __init__(self) -> None:
        self._calls: dict[str, tuple[float, Mapping[str, Any]]] = {}
        self._lock = threading.Lock()

    def keep(self, rid: str, now: float, call: Mapping[str, Any]) -> None:
        with self._lock:
            self._calls[rid] = (now, call)
            if len(self._calls) > _KEPT:
                del self._calls[next(iter(self._calls))]

    def find(self, rid: str, now: float) -> Mapping[str, Any]:
        """Raises ApiError."""
        if not _SHAPE.fullmatch(rid):
            raise ApiError(76002)
        if rid not in self._calls:
            raise ApiError(76001)
        at, call = self._calls[rid]
        if now - at > _LIFE:
            raise ApiError(76004)
        return call
