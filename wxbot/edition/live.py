"""One item as citizens see it: its live revision, parsed, with the time for which it is shown."""

import datetime as dt
from dataclasses import dataclass
from typing import Generic, TypeVar

from wxbot.edition.kinds import Body, Kind

B = TypeVar("B", bound=Body, covariant=True)


@dataclass(frozen=True, slots=True)
class Live(Generic[B]):
    revision_id: int
    kind: Kind
    slug: str
    language: str
    title: str
    body: B

    @property
    def key(self) -> str:
        """What a menu button or a tapped link names it by."""
        return f"{self.kind}/{self.slug}"

    def shown(self, now: dt.datetime) -> bool:
        """Valid-from is the first instant, valid-to the first one after."""
        return self.body.shown(now)
