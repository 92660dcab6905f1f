"""The account's orders to publish a draft, and how far each of them is."""

import threading
from dataclasses import dataclass, replace

PUBLISHED, RUNNING, UNORIGINAL, FAILED, UNFIT, DELETED, BLOCKED = range(7)
OUTCOMES = (UNORIGINAL, FAILED, UNFIT, BLOCKED)


@dataclass(frozen=True)
class Publish:
    """``article_id`` is there once it was published; ``failed`` are the numbers of articles that did not pass."""

    id: str
    draft: str
    at: float
    status: int = RUNNING
    article_id: str = ""
    failed: tuple[int, ...] = ()


class Publishes:
    def __init__(self) -> None:
        self._publishes: dict[str, Publish] = {}
        self._lock = threading.Lock()

    def add(self, publish: Publish) -> None:
        with self._lock:
            self._publishes[publish.id] = publish

    def end(self, publish_id: str, status: int, article_id: str = "", failed: tuple[int, ...] = ()) -> Publish:
        with self._lock:
            ended = replace(self._publishes[publish_id], status=status, article_id=article_id, failed=failed)
            self._publishes[publish_id] = ended
            return ended

    def get(self, publish_id: str) -> Publish | None:
        return self._publishes.get(publish_id)

    def of_article(self, article_id: str) -> Publish | None:
        with self._lock:
            return next((one for one in self._publishes.values() if one.article_id == article_id), None)

    def all(self) -> tuple[Publish, ...]:
        """The newest first."""
        with self._lock:
            return tuple(reversed(self._publishes.values()))
