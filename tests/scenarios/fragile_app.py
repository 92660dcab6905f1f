"""The account whose processes are killed, as by ``kill -9``, at a point in the handling of one follower's next message.

The folder in ``KILLS`` holds a file named after the follower, and in it the point's name; it is gone once it struck.
"""

import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app import create_app
from wxbot import logs
from wxbot.config import load
from wxbot.runtime import Runtime
from wxbot.state.failover import FailoverTurns


def _strike(point: str, openid: str) -> None:
    order = Path(os.environ["KILLS"]) / openid
    if order.exists() and order.read_text() == point:
        order.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


def _wrap() -> None:
    begin, finish, carry_out = FailoverTurns.begin, FailoverTurns.finish, Runtime._carry_out

    def fragile_begin(self: FailoverTurns, turn: Any, now: float, again: bool = False) -> Any:
        opening = begin(self, turn, now, again)
        if not opening.reply:
            _strike("begun", turn.openid)
        return opening

    def fragile_finish(self: FailoverTurns, turn: Any, closing: Any, now: float) -> Any:
        _strike("finishing", turn.openid)
        finished = finish(self, turn, closing, now)
        _strike("finished", turn.openid)
        return finished

    def fragile_carry_out(self: Runtime, effects: Sequence[Any], openid: str, delivery: str, now: Any) -> Any:
        receipts = carry_out(self, effects, openid, delivery, now)
        _strike("kept", openid)
        return receipts

    FailoverTurns.begin, FailoverTurns.finish = fragile_begin, fragile_finish  # type: ignore[method-assign]
    Runtime._carry_out = fragile_carry_out  # type: ignore[method-assign]


_wrap()
logs.configure()
app = create_app(load())
