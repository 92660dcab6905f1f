"""The tags that the account gives to followers; who has which is written at the follower."""

import itertools
import threading

from wxbot.simulator.errors import ApiError, require

_FIRST_OWN = 100
_SYSTEM = {0: "未分组", 1: "黑名单", 2: "星标组"}
_MOST = 100
_NAME_BYTES = 30


class Tags:
    def __init__(self) -> None:
        self._names: dict[int, str] = dict(_SYSTEM)
        self._ids = itertools.count(_FIRST_OWN)
        self._lock = threading.Lock()

    def create(self, name: str) -> int:
        """Raises ApiError."""
        with self._lock:
            self._check_name(name)
            require(len(self._names) < _MOST + len(_SYSTEM), 45056)
            tag = next(self._ids)
            self._names[tag] = name
            return tag

    def rename(self, tag: int, name: str) -> None:
        with self._lock:
            self._check_own(tag)
            if self._names[tag] != name:
                self._check_name(name)
            self._names[tag] = name

    def delete(self, tag: int) -> None:
        with self._lock:
            self._check_own(tag)
            del self._names[tag]

    def all(self) -> dict[int, str]:
        with self._lock:
            return dict(self._names)

    def check(self, tag: int) -> None:
        if tag not in self._names:
            raise ApiError(45159)

    def _check_own(self, tag: int) -> None:
        require(tag not in _SYSTEM, 45058)
        self.check(tag)

    def _check_name(self, name: str) -> None:
        require(name and name not in self._names.values(), 45157)
        require(len(name.encode()) <= _NAME_BYTES, 45158)
