"""The simulated time: the machine's clock plus an offset, so that days can pass within a test."""

import threading
import time
from collections.abc import Callable


class Clock:
    def __init__(self) -> None:
        self._offset = 0.0
        self._lock = threading.Lock()
        self._watchers: list[Callable[[], None]] = []

    def watch(self, moved: Callable[[], None]) -> None:
        """Is called after every jump, for those who wait for an instant."""
        self._watchers.append(moved)

    @property
    def offset(self) -> float:
        return self._offset

    def now(self) -> float:
        return time.time() + self._offset

    def advance(self, seconds: float) -> None:
        with self._lock:
            self._offset += seconds
        self._tell()

    def shift(self, offset: float) -> None:
        """Sets the whole offset at once."""
        with self._lock:
            self._offset = offset
        self._tell()

    def set(self, now: float) -> None:
        """Makes it this instant; time runs on from there."""
        self.shift(now - time.time())

    def _tell(self) -> None:
        for moved in self._watchers:
            moved()
