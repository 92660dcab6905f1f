"""Every call ends clearly: an answer, a second try where that does no harm, or an error that says what to do."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.client.counting import SEND, STABLE_TOKEN, TAGS, calls, open_window
from tests.client.gateway import Gateway
from wxbot.client import api as module
from wxbot.client import custom, media, tags
from wxbot.client.api import Api
from wxbot.client.token import Tokens
from wxbot.errors import ErrorClass, WechatError
from wxbot.simulator.server import Simulator

HELLO = {"msgtype": "text", "text": {"content": "hello"}}


def failure(call: Callable[[], object]) -> WechatError:
    with pytest.raises(WechatError) as failed:
        call()
    return failed.value


def test_busy_platform_is_asked_once_more(wechat: Simulator, api: Api) -> None:
    wechat.faults.refuse(TAGS, -1)
    assert tags.all_tags(api)
    assert calls(wechat, TAGS) == 2


def test_platform_that_stays_busy_is_asked_no_third_time(wechat: Simulator, api: Api) -> None:
    wechat.faults.refuse(TAGS, -1, times=10)
    assert failure(lambda: tags.all_tags(api)).kind is ErrorClass.RETRY
    assert calls(wechat, TAGS) == 2


def test_message_to_a_busy_platform_is_not_sent_again(wechat: Simulator, api: Api) -> None:
    open_window(wechat, "oAlice")
    wechat.faults.refuse(SEND, -1, times=10)
    assert failure(lambda: custom.send(api, "oAlice", HELLO)).code == -1
    assert calls(wechat, SEND) == 1


def test_call_that_is_cut_off_is_made_once_more(wechat: Simulator, api: Api, tokens: Tokens) -> None:
    tokens.current()
    wechat.faults.set(reset=1)
    assert tags.all_tags(api)


def test_call_that_stays_cut_off_is_made_no_third_time(wechat: Simulator, api: Api, tokens: Tokens) -> None:
    tokens.current()
    wechat.faults.set(reset=10)
    error = failure(lambda: tags.all_tags(api))
    assert (error.kind, error.code) == (ErrorClass.RETRY, None)
    assert wechat.faults.plan.reset == 8


def test_message_that_is_cut_off_is_unknown_and_not_sent_again(wechat: Simulator, api: Api, tokens: Tokens) -> None:
    open_window(wechat, "oAlice")
    tokens.current()
    wechat.faults.set(reset=10)
    error = failure(lambda: custom.send(api, "oAlice", HELLO))
    assert (error.kind, error.code) == (ErrorClass.UNKNOWN, None)
    assert wechat.faults.plan.reset == 9


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, wechat: Simulator, api: Api, tokens: Tokens) -> Api:
    """Waits for a quarter of a second; the platform takes twice as long."""
    tokens.current()
    monkeypatch.setattr(module, "_TIMEOUT", (1.0, 0.25))
    wechat.faults.set(slow=0.5)
    return api


def test_message_without_an_answer_in_time_is_unknown(impatient: Api, wechat: Simulator) -> None:
    open_window(wechat, "oAlice")
    assert failure(lambda: custom.send(impatient, "oAlice", HELLO)).kind is ErrorClass.UNKNOWN


def test_message_without_an_answer_in_time_arrives_once(impatient: Api, wechat: Simulator) -> None:
    open_window(wechat, "oAlice")
    failure(lambda: custom.send(impatient, "oAlice", HELLO))
    time.sleep(0.8)
    assert (calls(wechat, SEND), len(wechat.ledger.custom)) == (1, 1)


def test_other_call_without_an_answer_in_time_is_made_twice(impatient: Api, wechat: Simulator) -> None:
    assert failure(lambda: tags.all_tags(impatient)).kind is ErrorClass.RETRY
    time.sleep(0.8)
    assert calls(wechat, TAGS) == 2


def test_message_without_a_token_was_surely_not_sent(wechat: Simulator, api: Api) -> None:
    open_window(wechat, "oAlice")
    wechat.faults.refuse(STABLE_TOKEN, -1, times=10)
    assert failure(lambda: custom.send(api, "oAlice", HELLO)).kind is ErrorClass.RETRY
    assert calls(wechat, SEND) == 0


PAGES = {
    "a bad gateway": (502, "text/html", b"<html>Bad gateway</html>"),
    "a login page": (200, "text/html; charset=utf-8", b"<html>Sign in</html>"),
    "a word": (200, "text/plain", b"ok"),
    "half an answer": (200, "application/json", b'{"errcode": 0, "tags'),
    "nothing": (200, "", b""),
}


@pytest.fixture(params=PAGES.values(), ids=list(PAGES))
def lost(request: pytest.FixtureRequest, gateway: Gateway) -> Gateway:
    gateway.status, gateway.content_type, gateway.body = request.param
    return gateway


def test_page_in_place_of_an_answer_leaves_a_message_unknown(lost: Gateway, strayed: Api) -> None:
    assert failure(lambda: custom.send(strayed, "oAlice", HELLO)).kind is ErrorClass.UNKNOWN
    assert len(lost.calls) == 1


def test_page_in_place_of_an_answer_is_asked_for_again(lost: Gateway, strayed: Api) -> None:
    assert failure(lambda: tags.all_tags(strayed)).kind is ErrorClass.RETRY
    assert len(lost.calls) == 2


def test_page_in_place_of_a_file_is_no_file(lost: Gateway, strayed: Api) -> None:
    assert failure(lambda: media.download(strayed, "M")).kind is ErrorClass.RETRY


def test_port_where_nobody_listens_is_an_error(tokens: Tokens) -> None:
    assert failure(lambda: tags.all_tags(Api("http://127.0.0.1:9", "wx0", tokens))).kind is ErrorClass.RETRY


def test_error_keeps_its_code_words_and_request_id(wechat: Simulator, api: Api) -> None:
    wechat.faults.refuse(TAGS, 45009)
    error = failure(lambda: tags.all_tags(api))
    assert (error.kind, error.code) == (ErrorClass.DAY, 45009)
    assert "reach max api daily quota limit" in error.message
    assert error.rid == wechat.ledger.calls[-1].rid


def test_control_characters_in_an_answer_are_survived(wechat: Simulator, api: Api) -> None:
    tags.create(api, "English")
    wechat.faults.set(control_characters=True)
    assert any("English" in tag.name for tag in tags.all_tags(api))


def test_threads_share_one_client(wechat: Simulator, api: Api) -> None:
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(lambda _: tags.all_tags(api), range(24)))
    assert (calls(wechat, TAGS), calls(wechat, STABLE_TOKEN)) == (24, 1)
