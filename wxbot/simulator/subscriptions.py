"""Which notifications followers agreed to: each yes is worth one message, with no end to its life."""

import threading
from collections import Counter
from collections.abc import Mapping


class Subscriptions:
    def __init__(self) -> None:
        self._left: dict[str, Counter[str]] = {}
        self._lock = threading.Lock()

    def accept(self, openid: str, template: str, times: int = 1) -> None:
        with self._lock:
            self._left.setdefault(openid, Counter())[template] += times

    def refuse(self, openid: str, template: str) -> None:
        """What was allowed before is withdrawn."""
        with self._lock:
            self._left.get(openid, Counter()).pop(template, None)

    def forget(self, openid: str) -> None:
        with self._lock:
            self._left.pop(openid, None)

    def spend(self, openid: str, template: str, lasting: bool = False) -> bool:
        """Takes one message, none when the yes is a lasting one; whether there was one to take."""
        with self._lock:
            mine = self._left.get(openid, Counter())
            if mine[template] <= 0:
                return False
            mine[template] -= 0 if lasting else 1
            return True

    def left(self, openid: str) -> Mapping[str, int]:
        """How many messages each template may still bring."""
        with self._lock:
            return {template: left for template, left in self._left.get(openid, {}).items() if left > 0}
