"""How many messages the account may still send to a follower, and until when."""

import threading
from dataclasses import dataclass

_HOUR = 3600
_ALLOWANCES = {"message": (5, 48 * _HOUR), "click": (3, 60), "follow": (3, 60), "scan": (3, 60)}
_CLICKS = {"click", "scancode_push", "scancode_waitmsg"}


@dataclass(frozen=True)
class Window:
    action: str
    left: int
    until: float


def action_of(event: str) -> str:
    """The action that a push stands for, or nothing; an empty event means a message."""
    name = event.lower()
    if not name:
        return "message"
    if name in _CLICKS:
        return "click"
    return {"subscribe": "follow", "scan": "scan"}.get(name, "")


class Windows:
    """Allowances do not add up: a message counts in every live window, so the largest one rules."""

    def __init__(self) -> None:
        self._windows: dict[str, dict[str, Window]] = {}
        self._seen: dict[str, float] = {}
        self._lock = threading.Lock()

    def open(self, openid: str, action: str, now: float) -> None:
        """Each action starts its own window afresh."""
        with self._lock:
            self._seen[openid] = now
            if action in _ALLOWANCES:
                count, life = _ALLOWANCES[action]
                self._windows.setdefault(openid, {})[action] = Window(action, count, now + life)

    def close(self, openid: str) -> None:
        with self._lock:
            self._windows.pop(openid, None)

    def live(self, openid: str, now: float) -> tuple[Window, ...]:
        with self._lock:
            return tuple(window for window in self._windows.get(openid, {}).values() if window.until > now)

    def spend(self, openid: str, now: float) -> str:
        """Takes one message: ``ok``, ``closed`` when no window is live, ``empty`` when all live ones are used up."""
        with self._lock:
            mine = self._windows.get(openid, {})
            live = [window for window in mine.values() if window.until > now]
            if not live:
                return "closed"
            if not any(window.left for window in live):
                return "empty"
            for window in live:
                mine[window.action] = Window(window.action, max(0, window.left - 1), window.until)
            return "ok"

    def last_seen(self, openid: str) -> float:
        """When the follower last did anything; minus infinity when never."""
        with self._lock:
            return self._seen.get(openid, float("-inf"))
