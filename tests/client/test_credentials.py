"""When WeChat gives no token: what staff must mend, and what passes by itself."""

from collections.abc import Callable

import pytest
import redis

from tests.client.counting import STABLE_TOKEN, calls
from wxbot.client.token import Tokens
from wxbot.errors import ErrorClass, Remedy, WechatError
from wxbot.simulator.server import Simulator


def failure(get: Callable[[], str]) -> WechatError:
    with pytest.raises(WechatError) as failed:
        get()
    return failed.value


def test_wrong_secret_is_a_matter_of_configuration(wechat: Simulator, redis_client: redis.Redis) -> None:
    wrong = Tokens(redis_client, wechat.url, wechat.settings.app_id, "0" * 32, wechat.clock.now)
    error = failure(wrong.current)
    assert (error.kind, error.code) == (ErrorClass.CONFIGURATION, 40125)
    assert calls(wechat, STABLE_TOKEN) == 1


def test_unknown_app_id_is_a_matter_of_configuration(wechat: Simulator, redis_client: redis.Redis) -> None:
    wrong = Tokens(redis_client, wechat.url, "wx0", wechat.settings.app_secret, wechat.clock.now)
    assert failure(wrong.current).code == 40013


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_secret_refused_as_a_credential_is_a_matter_of_configuration(
    wechat: Simulator, tokens: Tokens, code: int
) -> None:
    wechat.faults.refuse(STABLE_TOKEN, code)
    refused = failure(tokens.current)
    assert (refused.kind, refused.remedy) == (ErrorClass.CONFIGURATION, Remedy.SECRET)


def test_frozen_secret_is_a_matter_of_configuration(wechat: Simulator, tokens: Tokens) -> None:
    wechat.change(secret_frozen=True)
    error = failure(tokens.current)
    assert (error.kind, error.code) == (ErrorClass.CONFIGURATION, 40243)


def test_address_that_is_not_allowed_is_named(wechat: Simulator, tokens: Tokens) -> None:
    wechat.change(allowed_ips=["10.0.0.1"])
    error = failure(tokens.current)
    assert (error.kind, error.code) == (ErrorClass.CONFIGURATION, 40164)
    assert "127.0.0.1" in error.message


def test_refused_token_call_keeps_its_request_id(wechat: Simulator, tokens: Tokens) -> None:
    wechat.faults.refuse(STABLE_TOKEN, 40013)
    assert failure(tokens.current).rid == wechat.ledger.calls[-1].rid


def test_token_call_without_an_answer_may_be_tried_again(wechat: Simulator, tokens: Tokens) -> None:
    wechat.faults.set(reset=1)
    assert failure(tokens.current).kind is ErrorClass.RETRY
    assert tokens.current()


def test_failed_fetch_does_not_hold_up_the_next(wechat: Simulator, tokens: Tokens) -> None:
    wechat.faults.refuse(STABLE_TOKEN, -1)
    assert failure(tokens.current).kind is ErrorClass.RETRY
    assert tokens.current()
