"""What composing has to know of the account beside its words: where its pages and files are, and whom it trusts."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from wxbot.edition.kinds import Kind


@dataclass(frozen=True, slots=True)
class Site:
    """``folder`` is MEDIA_DIR; ``hosts`` are those that may be linked to."""

    public_url: str
    zone: ZoneInfo
    folder: Path
    hosts: Collection[str] = ()

    def page(self, kind: Kind, slug: str, language: str, *, pushed: bool = False) -> str:
        """An item's page; one that was pushed to its reader tells how to be spared the next."""
        query = {"lang": language, **({"from": "push"} if pushed else {})}
        return f"{self.public_url}/{kind}/{slug}?{urlencode(query)}"

    def door(self, language: str) -> str:
        """The first page, for a push that is about no item."""
        return f"{self.public_url}/?{urlencode({'lang': language, 'from': 'push'})}"

    def holds(self, file: str) -> bool:
        return (self.folder / file).is_file()

    def local(self, instant: dt.datetime) -> dt.datetime:
        return instant.astimezone(self.zone)
