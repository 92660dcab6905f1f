"""A store filled as ``flask load`` fills it, and what stories change in it."""

import datetime as dt

import redis
from sqlalchemy import func, insert, select

from tests.rig.account import ROOT
from wxbot.edition.kinds import Kind
from wxbot.services import delivery, editions, files, items
from wxbot.state import version
from wxbot.store.database import Database
from wxbot.store.schema import METADATA


def load_delivered(url: str) -> None:
    database = Database(url, 30)
    with database.write() as db:
        delivery.load(db, delivery.compare(db, files.read(ROOT)), dt.datetime.now(dt.UTC))
    database.close()


def copy_store(source: str, target: str) -> None:
    """Every row of one store into another that is empty and has the same schema."""
    from_, to = Database(source, 30), Database(target, 30)
    with from_.read() as old, to.write() as new:
        for table in METADATA.sorted_tables:
            rows = [dict(row) for row in old.execute(select(table)).mappings()]
            if rows:
                new.execute(table.delete())
                new.execute(insert(table), rows)
            if to.engine.dialect.name == "postgresql" and table.autoincrement_column is not None:
                column = table.autoincrement_column
                if last := new.scalar(select(func.max(column))):
                    new.execute(select(func.setval(func.pg_get_serial_sequence(table.name, column.name), last)))
    from_.close()
    to.close()


def publish(database: Database, redis_url: str, kind: Kind, slug: str, title: str, **fields: object) -> int:
    """A Chinese item that an editor wrote and the director signed, live at once; returns the edition's number."""
    draft = items.draft(kind, slug, "zh", title, fields, "the story")
    with database.write() as db:
        items.go_live(db, draft, author="chen", signer="director li", now=dt.datetime.now(dt.UTC))
        items.bump(db)
    with database.read() as db:
        number = editions.version(db)
    with redis.Redis.from_url(redis_url) as client:
        version.announce(client, number)
    return number
