"""The account's clock: real time, moved by an offset when a simulator leads it. Whoever needs to know now asks here."""

import datetime as dt
import time
from dataclasses import dataclass


@dataclass
class Clock:
    """``offset`` is in seconds; only the thread that follows a simulator's clock sets it."""

    offset: float = 0.0

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time() + self.offset

    def instant(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.now(), dt.UTC)
