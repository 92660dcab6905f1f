"""By which names an address says what item it is about."""

from dataclasses import dataclass

from flask import abort, request

from wxbot.console import numbers
from wxbot.edition.edition import LANGUAGES
from wxbot.edition.kinds import Kind
from wxbot.services import Db, items
from wxbot.store import items as rows
from wxbot.store.items import Item


@dataclass(frozen=True, slots=True)
class Names:
    """``new`` tells of one that is only about to be made."""

    kind: Kind
    slug: str
    language: str
    new: bool = False

    @classmethod
    def of(cls, kind: str, slug: str, language: str, new: bool = False) -> "Names":
        """What no item can be called leads nowhere."""
        if kind not in set(Kind) or language not in LANGUAGES or not (new or items.SLUG.match(slug)):
            abort(404)
        return cls(Kind(kind), slug, language, new)

    def find(self, db: Db) -> Item | None:
        return rows.find(db, self.kind, self.slug, self.language)

    def item(self, db: Db) -> Item:
        return self.find(db) or abort(404)


def asked_revision(name: str = "revision") -> int | None:
    """The number of a revision that the address asks for."""
    return numbers.one(request.args.get(name, ""))
