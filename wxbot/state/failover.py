"""The two trips over Redis while it answers, and within this process while it does not."""

from collections.abc import Callable
from typing import TypeVar

from wxbot.errors import StateUnavailable
from wxbot.state.local import LocalTurns
from wxbot.state.turn import Closing, Finish, Opening, Turns

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

    def begin(self, delivery: str, openid: str, owner: str, now: float, again: bool = False) -> Opening:
        return self._try(lambda turns: turns.begin(delivery, openid, owner, now, again))

    def finish(self, delivery: str, openid: str, owner: str, closing: Closing, now: float) -> Finish:
        return self._try(lambda turns: turns.finish(delivery, openid, owner, closing, now))

    def renew(self, delivery: str, owner: str, now: float) -> None:
        self._try(lambda turns: turns.renew(delivery, owner, now))

    def promise(self, delivery: str, reply: bytes, late: str) -> bytes:
        return self._try(lambda turns: turns.promise(delivery, reply, late))
