"""WeChat in a box, a shared Redis, and our client between them."""

from collections.abc import Iterator

import pytest
import redis

from tests.client.gateway import Gateway
from wxbot.client.api import Api
from wxbot.client.token import Tokens
from wxbot.simulator.server import Simulator
from wxbot.simulator.settings import Settings


@pytest.fixture(scope="session")
def box() -> Iterator[Simulator]:
    with Simulator(Settings(port=0)) as simulator:
        yield simulator


@pytest.fixture
def wechat(box: Simulator) -> Simulator:
    """The platform with nothing in it: no token, no call, no follower."""
    box.reset()
    return box


@pytest.fixture
def tokens(wechat: Simulator, redis_client: redis.Redis) -> Tokens:
    """On the platform's own clock, so that two hours can pass at once."""
    settings = wechat.settings
    return Tokens(redis_client, wechat.url, settings.app_id, settings.app_secret, wechat.clock.now)


@pytest.fixture
def api(wechat: Simulator, tokens: Tokens) -> Api:
    return Api(wechat.url, wechat.settings.app_id, tokens)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """Something between us and the platform that answers in its place."""
    with Gateway() as gateway:
        yield gateway


@pytest.fixture
def strayed(gateway: Gateway, tokens: Tokens) -> Api:
    """The client whose calls end at the gateway; its token is good."""
    return Api(gateway.url, "wx0", tokens)
