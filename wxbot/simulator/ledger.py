"""What the account did: its API calls, the custom messages it sent, and the alarms it caused."""

import threading
from collections import Counter
from dataclasses import dataclass

from wxbot.simulator.bubbles import Bubble
from wxbot.simulator.pushes import Push, Pushes

_ALARM_SPAN = 300


@dataclass(frozen=True)
class ApiCall:
    path: str
    errcode: int
    at: float
    rid: str


@dataclass(frozen=True)
class CustomMessage:
    openid: str
    bubble: Bubble
    at: float


class Ledger:
    def __init__(self, pushes: Pushes) -> None:
        self._pushes = pushes
        self._calls: list[ApiCall] = []
        self._sent: list[CustomMessage] = []
        self._alarms: Counter[int] = Counter()
        self._lock = threading.Lock()

    @property
    def pushes(self) -> tuple[Push, ...]:
        return self._pushes.all()

    @property
    def calls(self) -> tuple[ApiCall, ...]:
        with self._lock:
            return tuple(self._calls)

    @property
    def custom(self) -> tuple[CustomMessage, ...]:
        with self._lock:
            return tuple(self._sent)

    @property
    def alarms(self) -> dict[int, int]:
        """How many job events were answered badly, by the start of their five minutes."""
        with self._lock:
            return dict(self._alarms)

    def called(self, call: ApiCall) -> None:
        with self._lock:
            self._calls.append(call)

    def sent(self, message: CustomMessage) -> None:
        with self._lock:
            self._sent.append(message)

    def alarm(self, now: float) -> None:
        with self._lock:
            self._alarms[int(now) // _ALARM_SPAN * _ALARM_SPAN] += 1
