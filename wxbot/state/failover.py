"""The two trips over Redis while it answers, and within this process while it does not."""

from collections.abc import Callable
from typing import TypeVar

from wxbot.errors import StateUnavailable
from wxbot.state.local import LocalTurns
from wxbot.state.turn import Closing, Finish, Opening, Turn, Turns

T = TypeVar("T")


class FailoverTurns:
    """Never raises: where Redis fails, ``local`` goes on with what this process knows."""

    def __init__(self, shared: Turns, local: LocalTurns) -> None:
        self._shared = shared
        self.local = local

    def _try(self, call: Callable[[Turns], T]) -> T:
        try:
            return call(self._shared)
        except StateUnavailable:
            return call(self.local)

    def begin(self, turn: Turn, now: float, again: bool = False) -> Opening:
        return self._try(lambda turns: turns.begin(turn, now, again))

    def finish(self, turn: Turn, closing: Closing, now: float) -> Finish:
        return self._try(lambda turns: turns.finish(turn, closing, now))

    def renew(self, turn: Turn, now: float) -> None:
        self._try(lambda turns: turns.renew(turn, now))

    def promise(self, delivery: str, reply: bytes, late: str) -> bytes:
        return self._try(lambda turns: turns.promise(delivery, reply, late))
