"""Which notifications followers agreed to: each yes is worth one message, with no end to its life."""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Template:
    id: str
    chinese: str
    english: str


# What the sheet on the phone offers while the account has no templates of its own.
SAMPLES = (
    Template("TPL-SAFETY-0000000000000000000000000000001", "安全提醒通知", "Safety notices"),
    Template("TPL-PROGRESS-00000000000000000000000000002", "办理进度提醒", "Progress of an application"),
    Template("TPL-EVENT-0000000000000000000000000000003", "活动开始提醒", "Start of an event"),
)


class Subscriptions:
    def __init__(self) -> None:
        self._left: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def accept(self, openid: str, template: str, times: int = 1) -> None:
        with self._lock:
            self._left[openid, template] += times

    def refuse(self, openid: str, template: str) -> None:
        """What was allowed before is withdrawn."""
        with self._lock:
            self._left.pop((openid, template), None)

    def forget(self, openid: str) -> None:
        with self._lock:
            for key in [key for key in self._left if key[0] == openid]:
                del self._left[key]

    def spend(self, openid: str, template: str) -> bool:
        """Takes one message; whether there was one to take."""
        with self._lock:
            if self._left[openid, template] <= 0:
                return False
            self._left[openid, template] -= 1
            return True

    def left(self, openid: str) -> Mapping[str, int]:
        """How many messages each template may still bring."""
        with self._lock:
            return {template: left for (whose, template), left in self._left.items() if whose == openid and left > 0}
