"""The simulated time: the machine's clock plus an offset, so that days can pass within a test."""

import threading
import time


class Clock:
    def __init__(self) -> None:
        self._offset = 0.0
        self._lock = threading.Lock()

    @property
    def offset(self) -> float:
        return self._offset

    def now(self) -> float:
        return time.time() + self._offset

    def advance(self, seconds: float) -> None:
        with self._lock:
            self._offset += seconds

    def shift(self, offset: float) -> None:
        """Sets the whole offset at once."""
        with self._lock:
            self._offset = offset

    def set(self, now: float) -> None:
        """Makes it this instant; time runs on from there."""
        self.shift(now - time.time())
