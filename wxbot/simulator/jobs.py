"""What the platform does by itself after a call was answered: send, publish, and tell the account how it went."""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable

from wxbot.simulator.clock import Clock
from wxbot.simulator.inbound import Inbound

log = logging.getLogger(__name__)

_SOON = 5.0
Deliver = Callable[[Inbound], object]
Run = Callable[[], object]


def _nowhere(_inbound: Inbound) -> None:
    """Until there is a post."""


class Jobs:
    """One thread, started with the first job, works off what is due by the simulated clock.

    ``deliver`` takes the events that tell of results; while they are held back, they gather for one burst.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due: list[tuple[float, int, Run]] = []
        self._held: list[Inbound] = []
        self._holding = False
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._busy = False
        self.deliver: Deliver = _nowhere
        clock.watch(self._wake)

    def later(self, seconds: float, run: Run) -> None:
        with self._changed:
            heapq.heappush(self._due, (self._clock.now() + seconds, next(self._numbers), run))
            if self._thread is None and not self._stopped:
                self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def tell(self, inbound: Inbound) -> None:
        with self._changed:
            if self._holding:
                self._held.append(inbound)
                return
        self.deliver(inbound)

    def hold(self, on: bool) -> None:
        """Keeps the events of results back; those that have gathered go out all at once when that ends."""
        with self._changed:
            self._holding = on
            released, self._held = (self._held, []) if not on else ([], self._held)
        for inbound in released:
            self.deliver(inbound)

    def idle(self, timeout: float) -> None:
        """Waits until nothing is due within the next seconds, and none is at work."""
        until = time.monotonic() + timeout
        with self._changed:
            while (self._busy or self._soon()) and time.monotonic() < until:
                self._changed.wait(0.02)

    def _soon(self) -> bool:
        return bool(self._due) and self._due[0][0] - self._clock.now() < _SOON

    def clear(self) -> None:
        with self._changed:
            self._due, self._held, self._holding = [], [], False

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        if self._thread:
            self._thread.join()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _work(self) -> None:
        while (run := self._next()) is not None:
            try:
                run()
            except Exception:
                log.exception("A job of the platform has failed")
            with self._changed:
                self._busy = False
                self._changed.notify_all()

    def _next(self) -> Run | None:
        """Blocks until a job is due, or for good until there is one; nothing at the end."""
        with self._changed:
            while not self._stopped:
                left = self._due[0][0] - self._clock.now() if self._due else None
                if left is not None and left <= 0:
                    self._busy = True
                    return heapq.heappop(self._due)[2]
                self._changed.wait(left)
        return None
