"""The real parts every layer's tests stand on: one Redis and one PostgreSQL a session, a fresh store a test."""

import datetime as dt
import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
import redis
from sqlalchemy.engine import make_url

from handlers import ROUTERS
from tests.dispatch.asking import Desk
from tests.rig.account import ROOT, environment
from tests.rig.emptied import EmptiedDatabase
from tests.rig.postgresql import PostgresqlServer
from tests.rig.redis import RedisServer
from tests.rig.store import load_delivered
from wxbot.dispatch.decisions import Decider
from wxbot.edition import edition
from wxbot.edition.edition import Edition
from wxbot.edition.live import Live
from wxbot.services import files
from wxbot.store import schema
from wxbot.store.database import Database


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    server = RedisServer().start()
    yield server
    server.stop()


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """Redis with nothing in it."""
    with redis.Redis.from_url(redis_server.url) as client:
        client.flushall()
    return redis_server.url


@pytest.fixture
def redis_client(redis_url: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    server = PostgresqlServer()
    server.hurry()
    yield server
    server.remove()


def _sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder}/wxbot.db"


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the newest schema and nothing in it, to be copied."""
    folder = tmp_path_factory.mktemp("schema")
    database = Database(_sqlite_url(folder), 30)
    schema.migrate(database)
    database.close()
    return folder / "wxbot.db"


@pytest.fixture(scope="session")
def loaded_sqlite(tmp_path_factory: pytest.TempPathFactory, worker_id: str, empty_sqlite: Path) -> Path:
    """A database file with the delivered content, to be copied; made once for all processes that run tests."""
    base = tmp_path_factory.getbasetemp()
    path = (base if worker_id == "master" else base.parent) / "loaded.db"
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            half = path.with_suffix(".half")
            shutil.copy(empty_sqlite, half)
            load_delivered(f"sqlite:///{half}")
            half.rename(path)
    return path


@pytest.fixture(scope="session")
def empty_postgresql(postgresql: PostgresqlServer) -> str:
    """The name of a database with the newest schema, to be copied."""
    url = postgresql.create()
    database = Database(url, 30)
    schema.migrate(database)
    database.close()
    return str(make_url(url).database)


@pytest.fixture
def sqlite_url(empty_sqlite: Path, tmp_path: Path) -> str:
    shutil.copy(empty_sqlite, tmp_path / "wxbot.db")
    return _sqlite_url(tmp_path)


@pytest.fixture(scope="session")
def emptied_postgresql(postgresql: PostgresqlServer, empty_postgresql: str) -> Iterator[EmptiedDatabase]:
    emptied = EmptiedDatabase(postgresql.create(empty_postgresql))
    yield emptied
    emptied.close()


@pytest.fixture
def postgresql_database(emptied_postgresql: EmptiedDatabase) -> str:
    """The URL of a PostgreSQL database with the newest schema and nothing in it."""
    return emptied_postgresql.empty()


@pytest.fixture(params=["sqlite_url", "postgresql_database"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A store with the newest schema and nothing in it, on each of the two databases."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url, 5)
    yield database
    database.close()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Database]:
    """For rules that do not depend on which database it is."""
    database = Database(sqlite_url, 5)
    yield database
    database.close()


@pytest.fixture
def env(redis_url: str, sqlite_url: str) -> dict[str, str]:
    return environment(redis_url, sqlite_url)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def delivered() -> Edition:
    """The delivered files as an edition, as if they had been loaded."""
    drafts = files.read(ROOT)
    lives = [Live(n, d.kind, d.slug, d.language, d.title, d.body) for n, d in enumerate(drafts, 1)]
    return edition.build(1, lives)


@pytest.fixture
def desk(delivered: Edition) -> Desk:
    """Asks the account's own sections."""
    return Desk(delivered, Decider(ROUTERS, Random(7)), dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))
