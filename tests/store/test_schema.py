"""The migrations: from nothing to what the models say, and back."""

import datetime as dt
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, select, text

from tests.rig.account import ROOT
from wxbot.errors import StoreUnavailable
from wxbot.store import counters, followers, schema
from wxbot.store.database import Database
from wxbot.store.items import Item, Revision


def _differences(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, schema.METADATA))


def _tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


_NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
_REVISION = "INSERT INTO revisions (id, item_id, number, title, body, sha256, author, created_at, live_at) VALUES "
_LIVE_BEFORE = (
    "INSERT INTO items (id, kind, slug, language, live_id) VALUES (1, 'news', 'visit', 'zh', 2)",
    "INSERT INTO items (id, kind, slug, language, live_id) VALUES (2, 'news', 'talks', 'zh', NULL)",
    *(
        f"{_REVISION} ({key}, {item}, {number}, '{title}', '{{}}', '', 'chen', '2026-11-22 12:00', '2026-11-22 12:00')"
        for key, item, number, title in ((1, 1, 1, "Older"), (2, 1, 2, "Newer"), (3, 2, 1, "Down"))
    ),
)
_ALICE = "('oAlice', 'en', true, false, '[]', '')"


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "wxbot" / "store" / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _downgrade(database: Database) -> None:
    with database.write() as db:
        command.downgrade(_config(db.connection()), "base")


def test_migrated_database_equals_the_models(bare: Database) -> None:
    schema.migrate(bare)
    assert _differences(bare) == []


def test_way_back_leaves_nothing(bare: Database) -> None:
    schema.migrate(bare)
    _downgrade(bare)
    assert _tables(bare) == set()


def test_way_back_can_be_gone_again(bare: Database) -> None:
    schema.migrate(bare)
    _downgrade(bare)
    schema.migrate(bare)
    assert _differences(bare) == []


def test_migrating_again_keeps_what_is_there(database: Database) -> None:
    with database.write() as db:
        counters.next_value(db, "letters")
    schema.migrate(database)
    with database.read() as db:
        assert counters.value(db, "letters") == 1


def test_next_migration_keeps_who_follows(bare: Database) -> None:
    """What is new about him is empty."""
    with bare.write() as db:
        config = _config(db.connection())
        command.upgrade(config, "0001")
        db.execute(text("INSERT INTO followers (openid, language, subscribed, blocked, tags, scene) VALUES " + _ALICE))
    schema.migrate(bare)
    with bare.read() as db:
        alice = followers.find(db, "oAlice")
    assert alice is not None
    assert (alice.language, alice.tagged, alice.quiet) == ("en", "", "")


def test_next_migration_keeps_what_is_live(bare: Database) -> None:
    """And lists show it, as well as what was taken down."""
    with bare.write() as db:
        command.upgrade(_config(db.connection()), "0003")
        for statement in _LIVE_BEFORE:
            db.execute(text(statement))
    schema.migrate(bare)
    with bare.read() as db:
        shown = [(item.title, item.state, item.live_at) for item in db.scalars(select(Item).order_by(Item.id))]
        states = db.scalars(select(Revision.state).order_by(Revision.id)).all()
    assert shown == [("Newer", "live", _NOON), ("Down", "former", None)]
    assert states == ["former", "live", "former"]


def test_newest_schema_is_known_as_such(bare: Database) -> None:
    assert not schema.is_current(bare)
    schema.migrate(bare)
    assert schema.is_current(bare)


def test_unreachable_database_is_told_as_unavailable(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/no/such/folder/wxbot.db", "postgresql://wxbot@127.0.0.1:9/wxbot"):
        database = Database(url, 1)
        with pytest.raises(StoreUnavailable):
            schema.migrate(database)
        with pytest.raises(StoreUnavailable):
            schema.is_current(database)
        database.close()
