"""WeChat's API in a box, and a store with the delivered content."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.client.gateway import Gateway
from tests.services.broadcasting import ACCOUNT
from tests.services.post import follower
from wxbot.client.api import Api
from wxbot.client.token import Tokens
from wxbot.services.masses import Sender
from wxbot.simulator.server import Simulator
from wxbot.simulator.settings import Settings
from wxbot.store.database import Database


@pytest.fixture(scope="session")
def box() -> Iterator[Simulator]:
    with Simulator(Settings(port=0)) as wechat:
        yield wechat


@pytest.fixture
def wechat(box: Simulator) -> Simulator:
    """The platform with nothing in it: no call, no follower, no menu."""
    box.reset()
    return box


@pytest.fixture
def api(wechat: Simulator, redis_client: redis.Redis) -> Api:
    settings = wechat.settings
    tokens = Tokens(redis_client, wechat.url, settings.app_id, settings.app_secret, wechat.clock.now)
    return Api(wechat.url, settings.app_id, tokens)


@pytest.fixture
def unheard(wechat: Simulator) -> None:
    """Nobody listens to its events, so that it need not wait for anybody to answer them."""
    wechat.faults.set(jobs_lost=True)


@pytest.fixture
def now(wechat: Simulator) -> dt.datetime:
    """The simulator's own, since it counts what it remembers by it."""
    return dt.datetime.fromtimestamp(wechat.clock.now(), dt.UTC)


@pytest.fixture
def sender(database: Database, api: Api, tmp_path: Path) -> Sender:
    """What sends to many."""
    return Sender(database, api, tmp_path, ACCOUNT)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """Something that answers in the platform's place."""
    with Gateway() as gateway:
        yield gateway


@pytest.fixture
def strayed(gateway: Gateway, wechat: Simulator, redis_client: redis.Redis) -> Api:
    """The client whose calls end at the gateway; its token is good."""
    settings = wechat.settings
    tokens = Tokens(redis_client, wechat.url, settings.app_id, settings.app_secret, wechat.clock.now)
    return Api(gateway.url, settings.app_id, tokens)


@pytest.fixture
def alice(wechat: Simulator) -> str:
    """She follows and has just written."""
    return follower(wechat, "oAlice")


@pytest.fixture
def loaded(loaded_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    """A store with everything that is delivered."""
    shutil.copy(loaded_sqlite, tmp_path / "loaded.db")
    database = Database(f"sqlite:///{tmp_path}/loaded.db", 5)
    yield database
    database.close()
