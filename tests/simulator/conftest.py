"""A webhook, a simulator that pushes to it, and the account's own API session."""

from collections.abc import Iterator

import pytest

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
