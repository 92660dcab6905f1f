"""Whether there is a newer edition: every process hears of it from Redis at once, or from SQL a little later."""

import fcntl
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wxbot.errors import Unavailable
from wxbot.services import editions
from wxbot.state import version
from wxbot.state.connection import Redis
from wxbot.store.database import Database

log = logging.getLogger(__name__)

EVERY = 0.5  # Seconds between two looks at the edition's number in Redis.
_STORE = 10.0  # Seconds between two looks in SQL, for a number that Redis lost.
_AGAIN = 10.0  # Seconds before an edition that could not be built is tried again.


@dataclass
class Watch:
    """One process's."""

    redis: Redis
    database: Database
    _store_due: float = 0.0
    _build_due: float = 0.0

    def look(self, present: Callable[[], int], refresh: Callable[[], None]) -> None:
        """Builds when there is a newer one than the present; ``present`` is its number, 0 while there is none."""
        newest = self._newest(present())
        if newest > present() and time.monotonic() >= self._build_due:
            refresh()
            if present() < newest:
                self._build_due = time.monotonic() + _AGAIN

    def _newest(self, present: int) -> int:
        """From Redis; from SQL now and then, or when Redis does not answer."""
        announced = 0
        try:
            announced = version.newest(self.redis)
            if time.monotonic() < self._store_due and present:
                return announced
        except Unavailable:
            pass
        self._store_due = time.monotonic() + _STORE
        return max(announced, self._stored())

    def _stored(self) -> int:
        try:
            with self.database.read() as db:
                return editions.version(db)
        except Unavailable:
            return 0

    def announce(self) -> None:
        """Tells every process that there is a newer edition. Without Redis they find out from SQL a little later."""
        try:
            with self.database.read() as db:
                number = editions.version(db)
            version.announce(self.redis, number)
        except Unavailable as error:
            log.debug("The edition could not be announced: %s", error)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """The processes of one host build in turn, so that a change does not take every core at once.

    The lock is on this very file: every process of the host has it, and nothing is left behind.
    """
    with Path(__file__).open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
