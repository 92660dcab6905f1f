import pytest

from tests.simulator.account import Account
from wxbot.simulator.server import Simulator

HOUR = 3600


def codes(account: Account, count: int) -> list[int]:
    """With a fresh token, since the clock has often moved on."""
    account.token = account.fetch()["access_token"]
    return [account.say("oA", "x")["errcode"] for _ in range(count)]


def test_message_allows_five_answers_in_two_days(wechat: Simulator, account: Account) -> None:
    wechat.text("oA", "hello")
    wechat.clock.advance(48 * HOUR - 60)
    assert codes(account, 6) == [0, 0, 0, 0, 0, 45047]
    wechat.clock.advance(120)
    assert codes(account, 1) == [45015]


@pytest.mark.parametrize("action", ["follow", "tap", "scan"])
def test_other_actions_allow_three_answers_in_a_minute(action: str, wechat: Simulator, account: Account) -> None:
    wechat.followers.ensure("oA", 0)
    actions = {
        "follow": lambda: wechat.follow("oA"),
        "tap": lambda: wechat.tap("oA", "HELP"),
        "scan": lambda: wechat.scan("oA", "desk"),
    }
    actions[action]()
    wechat.clock.advance(58)
    assert codes(account, 4) == [0, 0, 0, 45047]
    wechat.clock.advance(5)
    assert codes(account, 1) == [45015]


@pytest.mark.parametrize("event", ["VIEW", "LOCATION", "pic_weixin"])
def test_other_events_open_nothing(event: str, wechat: Simulator, account: Account) -> None:
    wechat.followers.ensure("oA", 0)
    wechat.event("oA", event, {"EventKey": "x"})
    assert codes(account, 1) == [45015]


def test_allowances_do_not_add_up(wechat: Simulator, account: Account) -> None:
    wechat.text("oA", "hello")
    wechat.tap("oA", "HELP")
    assert codes(account, 6) == [0, 0, 0, 0, 0, 45047]


def test_next_message_starts_the_allowance_afresh(wechat: Simulator, account: Account) -> None:
    wechat.text("oA", "hello")
    assert codes(account, 6)[-1] == 45047
    wechat.text("oA", "again")
    assert codes(account, 6) == [0, 0, 0, 0, 0, 45047]


def test_unfollow_closes_every_window(wechat: Simulator, account: Account) -> None:
    wechat.text("oA", "hello")
    wechat.unfollow("oA")
    assert codes(account, 1) == [45015]


def test_stranger_has_no_window(account: Account) -> None:
    assert codes(account, 1) == [45015]
