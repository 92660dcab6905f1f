"""A call whose token is refused gets one other token and one more chance."""

import pytest

from tests.client.counting import SEND, STABLE_TOKEN, TAGS, calls, open_window
from wxbot.client import custom, tags
from wxbot.client.api import Api
from wxbot.client.token import Tokens
from wxbot.errors import ErrorClass, WechatError
from wxbot.simulator.server import Simulator

TOKEN_CODES = [40001, 40014, 42001]


def test_call_goes_on_with_another_token_when_all_were_revoked(wechat: Simulator, api: Api) -> None:
    tags.all_tags(api)
    wechat.tokens.revoke()
    assert tags.all_tags(api)
    assert (calls(wechat, TAGS), calls(wechat, STABLE_TOKEN)) == (3, 2)


@pytest.mark.parametrize("code", TOKEN_CODES)
def test_call_refused_once_is_made_twice(wechat: Simulator, api: Api, code: int) -> None:
    wechat.faults.refuse(TAGS, code)
    assert tags.all_tags(api)
    assert calls(wechat, TAGS) == 2


def test_call_refused_once_leaves_another_token(wechat: Simulator, api: Api, tokens: Tokens) -> None:
    first = tokens.current()
    wechat.faults.refuse(TAGS, 40001)
    tags.all_tags(api)
    assert tokens.current() != first


@pytest.mark.parametrize("code", TOKEN_CODES)
def test_call_refused_twice_is_a_matter_of_configuration(wechat: Simulator, api: Api, code: int) -> None:
    wechat.faults.refuse(TAGS, code, times=10)
    with pytest.raises(WechatError) as refused:
        tags.all_tags(api)
    assert (refused.value.kind, refused.value.code) == (ErrorClass.CONFIGURATION, code)


@pytest.mark.parametrize("code", TOKEN_CODES)
def test_call_refused_twice_is_not_made_a_third_time(wechat: Simulator, api: Api, code: int) -> None:
    wechat.faults.refuse(TAGS, code, times=10)
    with pytest.raises(WechatError):
        tags.all_tags(api)
    assert calls(wechat, TAGS) == 2


def test_message_whose_token_is_refused_is_sent_once(wechat: Simulator, api: Api) -> None:
    open_window(wechat, "oAlice")
    wechat.faults.refuse(SEND, 40001)
    custom.send(api, "oAlice", {"msgtype": "text", "text": {"content": "hello"}})
    assert (calls(wechat, SEND), len(wechat.ledger.custom)) == (2, 1)


def test_refused_credentials_end_a_call_before_it_is_made(wechat: Simulator, api: Api) -> None:
    wechat.change(secret_frozen=True)
    with pytest.raises(WechatError) as refused:
        tags.all_tags(api)
    assert refused.value.kind is ErrorClass.CONFIGURATION
    assert (calls(wechat, TAGS), calls(wechat, STABLE_TOKEN)) == (0, 1)


def test_token_that_ran_out_is_never_used(wechat: Simulator, api: Api) -> None:
    tags.all_tags(api)
    wechat.clock.advance(7201)
    tags.all_tags(api)
    assert [call.errcode for call in wechat.ledger.calls] == [0] * 4
