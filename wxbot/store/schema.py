"""All tables in one metadata, and the way to the newest of them: Alembic's migrations, run from here."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from wxbot.store import (
    alarms,
    audiences,
    audit,
    broadcasts,
    calendar,
    calls,
    canned,
    chunks,
    consents,
    counters,
    datacube,
    figures,
    followers,
    freezes,
    items,
    journal,
    letters,
    marks,
    media,
    outbox,
    preferences,
    publications,
    published,
    reads,
    results,
    sends,
    staff,
    submissions,
    subscriptions,
    syncs,
    tags,
    templates,
    uploads,
    wordings,
)
from wxbot.store.columns import Table
from wxbot.store.database import Database

# Importing them fills the metadata.
NOUNS = (
    *(audit, consents, counters, followers, items, journal, letters, marks, media, outbox, preferences, reads, staff),
    *(submissions, subscriptions, wordings),
    *(alarms, publications),
    *(figures, tags),
    *(calendar, canned),
    *(audiences, broadcasts, calls, chunks, freezes, results, sends),
    *(datacube, published, syncs, templates, uploads),
)
METADATA = Table.metadata


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def migrate(database: Database) -> None:
    """Brings the database to the newest schema; one that is there already stays as it is."""
    config = _config()
    with database.write() as db:
        config.attributes["connection"] = db.connection()
        command.upgrade(config, "head")


def is_current(database: Database) -> bool:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with database.read() as db:
        return MigrationContext.configure(db.connection()).get_current_revision() == head
