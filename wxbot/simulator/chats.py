"""Every follower's chat, as the phone shows it."""

import threading
from dataclasses import asdict, dataclass
from typing import Any

from wxbot.simulator.bubbles import Bubble


@dataclass(frozen=True)
class Message:
    """``side`` is me, account or system; ``push`` is the push it belongs to, 0 when none."""

    id: int
    side: str
    bubble: Bubble
    at: float
    push: int

    def as_json(self) -> dict[str, Any]:
        rest = {name: value for name, value in asdict(self.bubble).items() if value}
        return {"id": self.id, "side": self.side, "at": self.at, "push": self.push, **rest}


class Chats:
    def __init__(self) -> None:
        self._chats: dict[str, list[Message]] = {}
        self._typing: dict[str, float] = {}
        self._lock = threading.Lock()

    def add(self, openid: str, side: str, bubble: Bubble, at: float, push: int = 0) -> None:
        with self._lock:
            chat = self._chats.setdefault(openid, [])
            chat.append(Message(len(chat) + 1, side, bubble, at, push))
            if side == "account":
                self._typing.pop(openid, None)

    def of(self, openid: str, after: int = 0) -> tuple[Message, ...]:
        with self._lock:
            return tuple(self._chats.get(openid, [])[max(0, after) :])

    def typing_until(self, openid: str) -> float:
        return self._typing.get(openid, float("-inf"))

    def set_typing(self, openid: str, until: float) -> None:
        with self._lock:
            self._typing[openid] = until
