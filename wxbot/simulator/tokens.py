"""Access tokens in their two independent spaces: ``token`` mints at every call, ``stable_token`` when it must."""

import secrets
import threading
from dataclasses import dataclass, replace

from wxbot.simulator.errors import ApiError

LIFE = 7200
_GRACE = 300
_FORCES_PER_DAY = 20
_FORCE_PAUSE = 30
_DAY = 86400
_BEIJING = 8 * 3600


@dataclass(frozen=True)
class Token:
    """A newer token of its space ends it early: ``replaced`` is when that takes effect."""

    text: str
    minted: float
    replaced: float = float("inf")

    @property
    def expires(self) -> float:
        return self.minted + LIFE


class Tokens:
    def __init__(self) -> None:
        self._tokens: dict[str, Token] = {}
        self._newest: dict[str, str] = {}
        self._forced: list[float] = []
        self._lock = threading.Lock()

    def plain(self, now: float, length: int) -> tuple[str, int]:
        """A new token with its seconds to live; the one before stays good for the grace only."""
        with self._lock:
            self._retire("plain", now)
            return self._mint("plain", now, length), LIFE

    def stable(self, now: float, length: int, force: bool = False) -> tuple[str, int]:
        """The same token until shortly before its end, unless a new one is forced. Raises ApiError."""
        with self._lock:
            current = self._tokens.get(self._newest.get("stable", ""))
            if force and self._may_force(now):
                self._retire("stable", now)
                current = None
            if current is None or now >= current.expires - _GRACE:
                return self._mint("stable", now, length), LIFE
            return current.text, int(current.expires - now)

    def check(self, text: str, now: float) -> None:
        """Raises ApiError unless the token is good at this moment."""
        token = self._tokens.get(text)
        if not text:
            raise ApiError(41001)
        if token is None or now >= token.replaced:
            raise ApiError(40001)
        if now >= token.expires:
            raise ApiError(42001)

    def revoke(self) -> None:
        """Makes every token invalid at once, as a reset secret does."""
        with self._lock:
            self._tokens.clear()
            self._newest.clear()

    def _may_force(self, now: float) -> bool:
        """Too soon after the last force nothing happens; too often in a day is an error."""
        if self._forced and now - self._forced[-1] < _FORCE_PAUSE:
            return False
        today = [at for at in self._forced if (at + _BEIJING) // _DAY == (now + _BEIJING) // _DAY]
        if len(today) >= _FORCES_PER_DAY:
            raise ApiError(45009)
        self._forced = [*today, now]
        return True

    def _retire(self, space: str, now: float) -> None:
        text = self._newest.get(space)
        if text in self._tokens:
            self._tokens[text] = replace(self._tokens[text], replaced=now + _GRACE)

    def _mint(self, space: str, now: float, length: int) -> str:
        text = f"{len(self._tokens) % 90 + 10}_" + secrets.token_urlsafe(length)[: length - 3]
        self._tokens[text] = Token(text, now)
        self._newest[space] = text
        return text
