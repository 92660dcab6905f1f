"""A store filled as ``flask load`` fills it, and what stories change in it."""

import datetime as dt

import redis

from tests.rig.account import ROOT
from wxbot.edition.kinds import Kind
from wxbot.services import delivery, editions, files, items
from wxbot.state import version
from wxbot.store.database import Database


def load_delivered(url: str) -> None:
    database = Database(url, 30)
    with database.write() as db:
        delivery.load(db, delivery.compare(db, files.read(ROOT)), dt.datetime.now(dt.UTC))
    database.close()


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
