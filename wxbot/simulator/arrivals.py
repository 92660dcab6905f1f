"""What reached whom: every message that the account sent by itself, follower by follower, as a proof for tests."""

import hashlib
import json
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from wxbot.simulator.bubbles import Bubble


@dataclass(frozen=True)
class Arrival:
    """``kind`` is mass, preview, template, notice or custom; ``client_id`` is the account's own id of the call.

    Two arrivals with the same digest said the same thing.
    """

    openid: str
    kind: str
    msg_id: str
    client_id: str
    digest: str
    at: float


def digest_of(content: object) -> str:
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def digest_of_bubble(bubble: Bubble) -> str:
    return digest_of({name: value for name, value in asdict(bubble).items() if value})


class Arrivals:
    def __init__(self) -> None:
        self._all: list[Arrival] = []
        self._counts: Counter[str] = Counter()
        self._of: defaultdict[str, list[Arrival]] = defaultdict(list)
        self._lock = threading.Lock()

    def add(self, *arrivals: Arrival) -> None:
        with self._lock:
            self._all.extend(arrivals)
            self._counts.update(arrival.kind for arrival in arrivals)
            for arrival in arrivals:
                self._of[arrival.openid].append(arrival)

    @property
    def total(self) -> int:
        return len(self._all)

    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        with self._lock:
            return dict(self._counts)

    def all(self, kind: str = "", after: int = 0, most: int = 0) -> tuple[Arrival, ...]:
        """In their order, from the one after the first so many; everything unless there is a limit."""
        with self._lock:
            some = self._all[after : after + most if most else None]
        return tuple(one for one in some if kind in ("", one.kind))

    def of(self, openid: str, kind: str = "") -> tuple[Arrival, ...]:
        with self._lock:
            return tuple(one for one in self._of.get(openid, ()) if kind in ("", one.kind))

    def twice(self, kind: str = "") -> tuple[str, ...]:
        """Whom the same content of the same kind reached more than once."""
        seen = Counter((one.openid, one.kind, one.digest) for one in self.all(kind))
        return tuple(dict.fromkeys(openid for (openid, _, _), times in seen.items() if times > 1))

    def forgotten(self, openids: Iterable[str], kind: str = "", digest: str = "") -> tuple[str, ...]:
        """Which of them nothing of this kind reached, nor this content when a digest is given."""
        reached = {one.openid for one in self.all(kind) if digest in ("", one.digest)}
        return tuple(openid for openid in openids if openid not in reached)

    def summary(self) -> dict[str, Any]:
        """By kind: how many arrivals, at how many followers, and who got the same twice."""
        every = self.all()
        kinds = Counter(one.kind for one in every)
        people = {kind: len({one.openid for one in every if one.kind == kind}) for kind in kinds}
        return {
            kind: {"arrivals": count, "followers": people[kind], "twice": self.twice(kind)}
            for kind, count in kinds.items()
        }
