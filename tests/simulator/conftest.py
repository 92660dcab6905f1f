"""A webhook, a simulator that pushes to it, the account's own API session, and a browser with a phone in it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.rig.chromium import WIDE, launched
from tests.simulator.account import Account, account_of
from tests.simulator.webhook import Webhook
from wxbot.simulator.server import Simulator
from wxbot.simulator.settings import Settings


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    with Webhook() as webhook:
        yield webhook


@pytest.fixture
def wechat(webhook: Webhook) -> Iterator[Simulator]:
    """Impatient, so that three failed deliveries take no second."""
    settings = Settings(port=0, webhook_url=f"{webhook.url}/wechat", deadline=0.2, interval=0.2)
    with Simulator(settings) as wechat:
        yield wechat


@pytest.fixture
def account(wechat: Simulator) -> Iterator[Account]:
    with account_of(wechat) as account:
        yield account


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def size() -> ViewportSize:
    return WIDE


@pytest.fixture
def path() -> str:
    """Which page of the simulator is opened."""
    return "/?openid=oA"


@pytest.fixture
def page(size: ViewportSize, path: str, browser: Browser, wechat: Simulator, complaints: list[str]) -> Iterator[Page]:
    """A follower's phone; scripts that fail and addresses outside this machine are complaints."""
    page = browser.new_page(viewport=size)
    page.set_default_timeout(5000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda one: complaints.append(one.url) if _outside(one.url) else None)
    page.goto(wechat.url + path)
    yield page
    page.close()
    assert complaints == []


def _outside(url: str) -> bool:
    return "//127.0.0.1:" not in url and not url.startswith(("blob:", "data:"))
