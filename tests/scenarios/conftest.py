"""Whole accounts: gunicorn with several workers, the worker and beat, Redis, a loaded store, and the simulator.

Most stories share one account, each with followers of its own; those that break something start their own.
"""

import itertools
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.rig.account import AES_KEY, APP_ID, PREVIOUS_AES_KEY, ROOT, TOKEN, environment
from tests.rig.chromium import launched
from tests.rig.postgresql import PostgresqlServer
from tests.rig.redis import RedisServer
from tests.rig.store import copy_store
from tests.rig.web import Process, Web, free_port
from wxbot.simulator.server import Simulator
from wxbot.simulator.settings import Settings
from wxbot.store import schema
from wxbot.store.database import Database

_followers = itertools.count(1)


@dataclass
class Stack:
    """One running account; ``env`` is what its processes were started with."""

    wechat: Simulator
    web: Web
    redis: RedisServer
    env: dict[str, str]

    @contextmanager
    def store(self) -> Iterator[Database]:
        database = Database(self.env["DATABASE_URL"], 10)
        try:
            yield database
        finally:
            database.close()


StackMaker = Callable[..., Stack]


def start_stack(
    exits: ExitStack, folder: Path, loaded: Path, app: str = "app:app", worker: bool = False, **changes: str
) -> Stack:
    """Everything up and answering; ``changes`` are settings, and ``port`` the web's own."""
    port = int(changes.pop("port", "0"))
    redis = RedisServer().start()
    exits.callback(redis.stop)
    shutil.copy(loaded, folder / "wxbot.db")
    key = changes.get("WECHAT_ENCODING_AES_KEY", "")
    kind = changes.get("WECHAT_ACCOUNT_KIND", "service-verified")
    settings = Settings(port=0, token=TOKEN, app_id=APP_ID, aes_key=key, kind=kind)
    wechat = exits.enter_context(Simulator(settings))
    simulated = {"WECHAT_API_BASE_URL": wechat.url, "CLOCK_URL": f"{wechat.url}/control/clock"}
    own = {"PYTHONPATH": str(ROOT), "MEDIA_DIR": str(folder / "media"), "WEB_WORKERS": "1"}
    env = environment(redis.url, f"sqlite:///{folder}/wxbot.db", **{**own, **simulated, **changes})
    web = Web(env, app=app, port=port).start()
    exits.callback(web.stop, signal.SIGKILL)  # The story is over; nobody waits for an orderly end.
    wechat.change(webhook_url=f"{web.url}/wechat", trace_url=f"{web.url}/trace")
    if worker:
        _start_worker(exits, env, folder)
    return Stack(wechat, web, redis, env)


def _start_worker(exits: ExitStack, env: dict[str, str], folder: Path) -> None:
    common = ["celery", "--quiet", "-A", "app:celery"]
    worker = [*common, "worker", "--queues", "wxbot,push", "--concurrency", "1", "--loglevel", "WARNING"]
    beat = ["--beat", "--schedule", f"{folder}/beat"]  # Inside, since a process more takes seconds to start.
    exits.callback(Process([*worker, *beat], env).end, signal.SIGKILL)


@pytest.fixture(scope="package")
def account(tmp_path_factory: pytest.TempPathFactory, loaded_sqlite: Path) -> Iterator[Stack]:
    """The account that most stories share: three web processes, safe mode with a current and a previous key."""
    keys = {"WECHAT_ENCODING_AES_KEY": AES_KEY, "WECHAT_PREVIOUS_AES_KEY": PREVIOUS_AES_KEY, "WEB_WORKERS": "3"}
    with ExitStack() as exits:
        yield start_stack(exits, tmp_path_factory.mktemp("account"), loaded_sqlite, worker=True, **keys)


@pytest.fixture(scope="package")
def plain(tmp_path_factory: pytest.TempPathFactory, loaded_sqlite: Path) -> Iterator[Stack]:
    """One in plaintext mode, without a worker, that many stories share too. It is flooded by them."""
    with ExitStack() as exits:
        folder = tmp_path_factory.mktemp("plain")
        yield start_stack(exits, folder, loaded_sqlite, WEB_WORKERS="2", FLOOD_LIMIT="10000")


@pytest.fixture(scope="module")
def opened(make_shared: StackMaker) -> Stack:
    """One whose pages are where its cards say, so that they can be opened from the phone; its menus are published."""
    port = str(free_port())
    address = {"PUBLIC_URL": f"http://127.0.0.1:{port}", "port": port}
    stack = make_shared(worker=True, WECHAT_ENCODING_AES_KEY=AES_KEY, **address)
    assert "published" in Process(["flask", "publish-menu"], stack.env).finish()
    return stack


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with launched() as chromium:
        yield chromium


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """With no page open, since open pages go on working."""
    yield chromium
    for context in chromium.contexts:
        context.close()


@contextmanager
def _maker(folder: Path, loaded: Path) -> Iterator[StackMaker]:
    with ExitStack() as exits:

        def make(app: str = "app:app", worker: bool = False, **changes: str) -> Stack:
            return start_stack(exits, folder, loaded, app, worker, **changes)

        yield make


@pytest.fixture
def make_stack(tmp_path: Path, loaded_sqlite: Path) -> Iterator[StackMaker]:
    """An account of the story's own, to be broken."""
    with _maker(tmp_path, loaded_sqlite) as make:
        yield make


@pytest.fixture(scope="module")
def make_shared(tmp_path_factory: pytest.TempPathFactory, loaded_sqlite: Path) -> Iterator[StackMaker]:
    """An account that the stories of a file share."""
    with _maker(tmp_path_factory.mktemp("shared"), loaded_sqlite) as make:
        yield make


@pytest.fixture
def own_postgresql() -> Iterator[PostgresqlServer]:
    """A server that no other story needs, to be stopped."""
    server = PostgresqlServer()
    yield server
    server.remove()


@pytest.fixture
def on_postgresql(make_stack: StackMaker, own_postgresql: PostgresqlServer, loaded_sqlite: Path) -> Stack:
    url = own_postgresql.create()
    database = Database(url, 30)
    schema.migrate(database)
    database.close()
    copy_store(f"sqlite:///{loaded_sqlite}", url)
    return make_stack(worker=True, DATABASE_URL=url, WEB_WORKERS="3")


@pytest.fixture
def alice() -> str:
    """A follower whom no other story knows."""
    return f"oAlice{next(_followers):022d}"
