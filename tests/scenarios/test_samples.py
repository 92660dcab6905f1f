"""The platform's own samples and vectors, played through a running webhook."""

import time
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
import requests

from tests.protocol import vectors
from tests.protocol.event_samples import ACTIONS
from tests.protocol.job_samples import RESULTS
from tests.protocol.message_samples import MESSAGES
from tests.rig.account import PREVIOUS_AES_KEY
from tests.rig.wire import Wire
from tests.scenarios.conftest import Stack, StackMaker
from tests.scenarios.waiting import until
from wxbot.protocol.replies import SUCCESS
from wxbot.protocol.xml import parse

SAMPLES = {**MESSAGES, **ACTIONS, **RESULTS}
# Those that a follower sees an answer to; every other kind is taken in silence.
ANSWERED = {*MESSAGES, "subscribe", "SCAN", "CLICK", "scancode_waitmsg"}


def fresh(body: bytes) -> bytes:
    """The sample from a follower of its own, so that no former run has answered it."""
    return body.replace(b"oAbCd1EfGh2IjKl3MnOp4QrSt5Uv", f"o{time.time_ns():027d}".encode())


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_taken_in_plaintext(plain: Stack, name: str) -> None:
    response = Wire(plain.web.url).post(fresh(SAMPLES[name][0]))
    assert response.status_code == 200
    if response.content != SUCCESS:
        assert {"ToUserName", "FromUserName", "CreateTime", "MsgType"} <= set(parse(response.content))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_taken_encrypted(account: Stack, name: str) -> None:
    response = Wire(account.web.url, PREVIOUS_AES_KEY).post(fresh(SAMPLES[name][0]))
    assert response.status_code == 200
    if response.content != SUCCESS:
        assert set(parse(response.content)) == {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"}


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_every_kind_of_message_is_answered_with_words(plain: Stack, name: str) -> None:
    assert Wire(plain.web.url).post(fresh(MESSAGES[name][0])).content != SUCCESS


def at_their_time(stack: Stack, ask: Callable[[], requests.Response]) -> requests.Response:
    """The answer once every process has taken over the simulator's clock."""
    stack.wechat.clock.set(vectors.NOW)

    until(lambda: ask().status_code == 200, 5)
    return ask()


def test_the_published_echo_vector_is_accepted(make_stack: StackMaker) -> None:
    stack = make_stack(WECHAT_TOKEN="AAAAA", WEB_WORKERS="1")
    words = {"timestamp": "1714037059", "nonce": "486452656", "signature": "899cf89e464efb63f54ddac96b0a0a235f53aa78"}
    query = {**words, "echostr": "4375120948345356249"}
    assert at_their_time(stack, lambda: requests.get(f"{stack.web.url}/wechat", params=query, timeout=5)).text == (
        "4375120948345356249"
    )


def test_the_encryption_vector_is_answered_with_its_own_key(make_stack: StackMaker) -> None:
    stack = make_stack(WECHAT_ENCODING_AES_KEY=vectors.ENCODED_KEY, WEB_WORKERS="1")
    address = f"{stack.web.url}/wechat?{urlencode(vectors.QUERY)}"
    response = at_their_time(stack, lambda: requests.post(address, data=vectors.BODY, timeout=5))
    reply = parse(vectors.KEY.decrypt(parse(response.content)["Encrypt"], vectors.APP_ID))
    assert reply["ToUserName"] == "oTEST0000000000000000000001"
    assert reply["FromUserName"] == "gh_0123456789ab"
    assert "您好" in reply["Content"]
