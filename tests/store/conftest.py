"""Databases before their first migration, as a new account has them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.postgresql import PostgresqlServer
from wxbot.store.database import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Without any table, on each of the two databases."""
    url = f"sqlite:///{tmp_path}/bare.db"
    if request.param == "postgresql":
        server: PostgresqlServer = request.getfixturevalue("postgresql")
        url = server.create()
    database = Database(url, 5)
    yield database
    database.close()
