"""What is counted by the day in Beijing: who came and went, what followers wrote, and which articles were opened."""

import threading
from collections import Counter, defaultdict

from wxbot.simulator.inbound import Inbound
from wxbot.simulator.quotas import day_of

SEARCH, QR_CODE, OTHER = 1, 30, 0
# As the platform numbers the types of messages.
TYPES = {"text": 1, "image": 2, "voice": 3, "video": 4, "shortvideo": 4, "link": 6}


class Figures:
    def __init__(self) -> None:
        self._came: Counter[tuple[int, int]] = Counter()
        self._went: Counter[int] = Counter()
        self._wrote: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        self._opened: defaultdict[tuple[int, str], Counter[str]] = defaultdict(Counter)
        self._lock = threading.Lock()

    def note(self, inbound: Inbound, now: float) -> None:
        """A push by a follower, at its beginning."""
        event, day = inbound.event.lower(), day_of(now)
        with self._lock:
            if event == "subscribe":
                self._came[day, QR_CODE if inbound.key else SEARCH] += 1
            elif event == "unsubscribe":
                self._went[day] += 1
            elif not event:
                self._wrote[day, TYPES.get(inbound.type, 6)][inbound.from_user] += 1

    def open(self, key: str, reader: str, now: float) -> None:
        """Somebody reads the article of this key."""
        with self._lock:
            self._opened[day_of(now), key][reader] += 1

    def came(self, day: int) -> dict[int, int]:
        """By the way in which they came."""
        with self._lock:
            return {source: count for (when, source), count in self._came.items() if when == day}

    def went(self, day: int) -> int:
        return self._went[day]

    def gained_after(self, day: int) -> int:
        with self._lock:
            came = sum(count for (when, _), count in self._came.items() if when > day)
            return came - sum(count for when, count in self._went.items() if when > day)

    def wrote(self, day: int) -> dict[int, tuple[int, int]]:
        """By the type of message: how many people, and how many messages."""
        with self._lock:
            found = {kind: people for (when, kind), people in self._wrote.items() if when == day}
            return {kind: (len(people), people.total()) for kind, people in found.items()}

    def opened(self, key: str, day: int) -> tuple[int, int]:
        """How many people opened the article on that day, and how often."""
        with self._lock:
            people = self._opened.get((day, key), Counter())
            return len(people), people.total()
