"""The people who write and sign, and the steps that they take, each in a transaction of its own."""

import datetime as dt
from collections.abc import Callable

from sqlalchemy import select

from tests.services.drafts import NOON, news
from wxbot.services import editions, revisions
from wxbot.services.items import Draft
from wxbot.services.wording import Level
from wxbot.store import items as rows
from wxbot.store.audit import Line
from wxbot.store.database import Database, Db
from wxbot.store.items import Item, Revision
from wxbot.store.wordings import Wording

CHEN, WANG, LI, ZHAO = "chen@example.org", "wang@example.org", "li@example.org", "zhao@example.org"
LATER = NOON + dt.timedelta(hours=1)


def save(database: Database, new: Draft | None = None, base: int = 0, author: str = CHEN) -> Revision:
    with database.write() as db:
        return revisions.save(db, new or news(), base, author, NOON)


def submit(database: Database, revision: Revision, due_at: dt.datetime | None = None, actor: str = CHEN) -> Revision:
    with database.write() as db:
        return revisions.submit(db, revision.id, actor, NOON, due_at)


def sign(database: Database, revision: Revision, signer: str = LI, needed: int = 1, sha256: str = "") -> Revision:
    with database.write() as db:
        return revisions.sign(db, revision.id, sha256 or revision.sha256, signer, needed, NOON)


def published(database: Database, new: Draft | None = None, base: int = 0) -> Revision:
    """Written, submitted and signed."""
    return sign(database, submit(database, save(database, new, base)))


def approved(database: Database, due_at: dt.datetime = LATER, new: Draft | None = None, base: int = 0) -> Revision:
    """Signed, and waiting for its time."""
    return sign(database, submit(database, save(database, new, base), due_at))


def item(database: Database, slug: str = "visit", language: str = "zh") -> Item:
    with database.read() as db:
        found = rows.find(db, "news", slug, language)
        assert found is not None
        return found


def state(database: Database, revision: Revision) -> str:
    with database.read() as db:
        return db.get_one(Revision, revision.id).state


def live_title(database: Database) -> str | None:
    """What citizens see."""
    with database.read() as db:
        live = [row.title for row in rows.live_rows(db)]
        return live[0] if live else None


def actions(database: Database) -> list[tuple[str, str]]:
    with database.read() as db:
        return [(line.action, line.actor) for line in db.scalars(select(Line).order_by(Line.id))]


def edition(database: Database) -> int:
    with database.read() as db:
        return editions.version(db)


def tamper(database: Database, revision: Revision) -> None:
    """As somebody would who reaches the database and not the console."""
    with database.write() as db:
        row = db.get_one(Revision, revision.id)
        row.body = {**row.body, "text": "Words that nobody signed."}


def cut_off(database: Database, step: Callable[[Db], object]) -> None:
    """A transaction that dies after its last statement, before it is kept."""
    with database.write() as db:
        step(db)
        raise ZeroDivisionError


def forbid(database: Database, wrong: str, level: Level = Level.BLOCK) -> None:
    """A wording of the list that the check finds."""
    with database.write() as db:
        db.add(Wording(wrong=wrong, folded=wrong, preferred="", language="", level=level, note=""))


def allow(database: Database, wrong: str) -> None:
    with database.write() as db:
        db.delete(db.scalars(select(Wording).where(Wording.wrong == wrong)).one())
