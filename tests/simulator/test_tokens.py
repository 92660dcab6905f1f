import re
from dataclasses import replace

import pytest

from tests.simulator.account import Account
from wxbot.simulator.server import Simulator

RID = re.compile(r" rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$")


def works(account: Account, token: str) -> int:
    return int(account.call("user/get", access_token=token).get("errcode", 0))


def test_plain_token_is_new_every_time_and_the_old_one_lives_five_minutes(wechat: Simulator, account: Account) -> None:
    first, second = account.token, account.fetch()["access_token"]
    assert first != second
    wechat.clock.advance(299)
    assert works(account, first) == 0
    wechat.clock.advance(2)
    assert works(account, first) == 40001
    assert works(account, second) == 0


def test_token_expires_after_two_hours(wechat: Simulator, account: Account) -> None:
    answer = account.fetch()
    assert answer["expires_in"] == 7200
    assert "errcode" not in answer
    wechat.clock.advance(7201)
    assert works(account, answer["access_token"]) == 42001


def test_stable_token_stays_while_its_time_runs_down(wechat: Simulator, account: Account) -> None:
    first = account.stable()
    wechat.clock.advance(3600)
    second = account.stable()
    assert first["access_token"] == second["access_token"]
    assert 3590 <= second["expires_in"] <= 3600


def test_stable_token_is_renewed_shortly_before_its_end_and_both_work(wechat: Simulator, account: Account) -> None:
    first = account.stable()["access_token"]
    wechat.clock.advance(7200 - 299)
    second = account.stable()["access_token"]
    assert first != second
    assert [works(account, first), works(account, second)] == [0, 0]


def test_the_two_kinds_of_token_do_not_end_each_other(wechat: Simulator, account: Account) -> None:
    stable = account.stable()["access_token"]
    account.fetch()
    account.fetch()
    wechat.clock.advance(400)
    assert works(account, stable) == 0


def test_forced_token_ends_the_old_one_after_the_grace(wechat: Simulator, account: Account) -> None:
    first, second = account.stable()["access_token"], account.stable(force=True)["access_token"]
    assert first != second
    assert works(account, first) == 0
    wechat.clock.advance(301)
    assert works(account, first) == 40001


def test_force_within_half_a_minute_changes_nothing(wechat: Simulator, account: Account) -> None:
    first = account.stable(force=True)["access_token"]
    assert account.stable(force=True)["access_token"] == first
    wechat.clock.advance(31)
    assert account.stable(force=True)["access_token"] != first


def test_force_is_limited_by_the_day(wechat: Simulator, account: Account) -> None:
    wechat.clock.set(1_760_000_000)
    account.stable()
    for _ in range(20):
        wechat.clock.advance(31)
        assert "access_token" in account.stable(force=True)
    wechat.clock.advance(31)
    assert account.stable(force=True)["errcode"] == 45009


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"grant_type": "password"}, 40002),
        ({"appid": ""}, 41002),
        ({"appid": "wx-other"}, 40013),
        ({"secret": ""}, 41004),
        ({"secret": "wrong"}, 40125),
    ],
)
def test_bad_credentials_have_their_codes(changes: dict[str, str], errcode: int, account: Account) -> None:
    answer = account.fetch(**changes)
    assert answer["errcode"] == errcode
    assert RID.search(answer["errmsg"])


def test_caller_outside_the_whitelist_is_told_its_address(wechat: Simulator, account: Account) -> None:
    wechat.change(allowed_ips=["10.1.2.3"])
    answer = account.fetch()
    assert answer["errcode"] == 40164
    assert answer["errmsg"].startswith("invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: ")


def test_frozen_secret_gives_no_token(wechat: Simulator, account: Account) -> None:
    wechat.change(secret_frozen=True)
    assert account.fetch()["errcode"] == 40243


def test_token_can_be_as_long_as_the_platform_allows(wechat: Simulator, account: Account) -> None:
    wechat.change(token_length=512)
    token = account.fetch()["access_token"]
    assert len(token) == 512
    assert works(account, token) == 0


@pytest.mark.parametrize(("token", "errcode"), [("", 41001), ("made-up", 40001)])
def test_missing_and_unknown_tokens_have_their_codes(token: str, errcode: int, account: Account) -> None:
    assert works(account, token) == errcode


def test_settings_refuse_a_length_that_no_token_has(wechat: Simulator) -> None:
    with pytest.raises(ValueError, match="token length"):
        replace(wechat.settings, token_length=513)
