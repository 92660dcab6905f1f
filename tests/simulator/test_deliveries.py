from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.simulator.webhook import AES_KEY, Answer, Webhook, opened, saying, sealed
from wxbot.simulator.bubbles import FAILURE
from wxbot.simulator.server import Simulator
from wxbot.simulator.settings import Settings
from wxbot.simulator.wire import parse, signature, unseal
from wxbot.simulator.wrapping import PushOptions


@pytest.fixture
def sealing(webhook: Webhook) -> Iterator[Simulator]:
    settings = Settings(port=0, webhook_url=f"{webhook.url}/", aes_key=AES_KEY, deadline=0.2, interval=0.2)
    with Simulator(settings) as wechat:
        yield wechat


def silent(_: object) -> Answer:
    return Answer(after=0.4)


def test_plain_push_is_signed_and_names_the_follower_in_the_query(wechat: Simulator, webhook: Webhook) -> None:
    push = wechat.text("oAlice", "你好")
    query = webhook.received[0].query
    assert query["signature"] == signature(wechat.settings.token, query["timestamp"], query["nonce"])
    assert query["openid"] == "oAlice"
    assert "encrypt_type" not in query
    assert webhook.received[0].body.decode() == push.xml


def test_query_can_leave_the_follower_out(wechat: Simulator, webhook: Webhook) -> None:
    wechat.change(openid_in_query=False)
    wechat.text("oAlice", "hello")
    assert "openid" not in webhook.received[0].query


def test_safe_push_shows_only_the_ciphertext(sealing: Simulator, webhook: Webhook) -> None:
    push = sealing.text("oAlice", "你好")
    received = webhook.received[0]
    assert [node.tag for node in parse(received.body)] == ["ToUserName", "Encrypt"]
    assert opened(received, sealing.settings) == push.xml
    query, token = received.query, sealing.settings.token
    assert query["encrypt_type"] == "aes"
    parts = (token, query["timestamp"], query["nonce"])
    assert query["signature"] == signature(*parts)
    assert query["msg_signature"] == signature(*parts, received.field("Encrypt"))


def test_compat_push_holds_both_forms(sealing: Simulator, webhook: Webhook) -> None:
    sealing.change(mode="compat")
    push = sealing.text("oAlice", "你好")
    assert webhook.received[0].field("Content") == "你好"
    assert opened(webhook.received[0], sealing.settings) == push.xml


@pytest.mark.parametrize("mode", ["compat", "safe"])
def test_sealed_reply_reaches_the_follower(mode: str, sealing: Simulator, webhook: Webhook) -> None:
    sealing.change(mode=mode)
    webhook.reply = lambda _: Answer(sealed("oAlice", "早上好", sealing.settings))
    push = sealing.text("oAlice", "hello")
    assert [bubble.text for bubble in push.shown] == ["早上好"]
    assert push.deliveries[0].sealed
    assert "早上好" in push.deliveries[0].body


def test_plain_reply_is_good_in_compat_mode_and_bad_in_safe_mode(sealing: Simulator, webhook: Webhook) -> None:
    head = f"<xml><ToUserName>oAlice</ToUserName><FromUserName>{sealing.settings.gh_id}</FromUserName>"
    body = f"{head}<CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content></xml>".encode()
    webhook.reply = lambda _: Answer(body)
    assert sealing.text("oAlice", "1").shown == (FAILURE,)
    sealing.change(mode="compat")
    assert sealing.text("oAlice", "1").outcome == "delivered"


def test_sealed_reply_is_bad_in_plain_mode(wechat: Simulator, webhook: Webhook) -> None:
    keyed = replace(wechat.settings, aes_key=AES_KEY)
    webhook.reply = lambda _: Answer(sealed("oAlice", "x", keyed))
    assert "plain mode" in wechat.text("oAlice", "1").deliveries[0].fault


@pytest.mark.parametrize("body", [b"", b"success"])
def test_nothing_to_say_ends_the_push_quietly(body: bytes, wechat: Simulator, webhook: Webhook) -> None:
    webhook.reply = lambda _: Answer(body)
    push = wechat.text("oAlice", "hello")
    assert [delivery.body_class for delivery in push.deliveries] == ["success" if body else "empty"]
    assert push.outcome == "delivered"
    assert push.shown == ()


def test_silence_is_delivered_three_times_at_the_interval(wechat: Simulator, webhook: Webhook) -> None:
    webhook.reply = silent
    push = wechat.text("oAlice", "hello")
    assert [delivery.fault for delivery in push.deliveries] == ["timeout"] * 3
    assert all(200 <= delivery.latency_ms < 350 for delivery in push.deliveries)
    assert push.shown == (FAILURE,)
    gaps = [later.at - earlier.at for earlier, later in pairwise(webhook.received)]
    assert all(0.19 <= gap < 0.35 for gap in gaps)


def test_repeated_deliveries_keep_the_message_and_renew_the_nonce(wechat: Simulator, webhook: Webhook) -> None:
    webhook.reply = lambda _: Answer(b"", 500)
    wechat.text("oAlice", "hello")
    assert len({received.body for received in webhook.received}) == 1
    assert len({received.query["nonce"] for received in webhook.received}) == 3


def test_nonce_can_stay_the_same(wechat: Simulator, webhook: Webhook) -> None:
    wechat.change(same_nonce=True)
    webhook.reply = lambda _: Answer(b"", 500)
    wechat.text("oAlice", "hello")
    assert len({received.query["nonce"] for received in webhook.received}) == 1


@pytest.mark.parametrize("answer", [Answer(b"", 500), Answer(b"<html></html>"), Answer(b"success", 302)])
def test_quick_failures_follow_the_same_schedule(answer: Answer, wechat: Simulator, webhook: Webhook) -> None:
    webhook.reply = lambda _: answer
    push = wechat.text("oAlice", "hello")
    assert [delivery.body_class for delivery in push.deliveries] == ["invalid"] * 3
    assert webhook.received[2].at - webhook.received[0].at >= 0.38
    assert push.shown == (FAILURE,)


def test_refused_connection_is_retried(wechat: Simulator) -> None:
    wechat.webhook_url = "http://127.0.0.1:9/"
    push = wechat.text("oAlice", "hello")
    assert [(delivery.status, delivery.body_class, delivery.fault) for delivery in push.deliveries] == [
        (0, "none", "refused")
    ] * 3


def test_answer_to_the_third_delivery_reaches_the_follower(wechat: Simulator, webhook: Webhook) -> None:
    webhook.then = [silent, lambda _: Answer(b"", 502), saying("at last", wechat.settings)]
    push = wechat.text("oAlice", "hello")
    assert [bubble.text for bubble in push.shown] == ["at last"]
    assert [delivery.number for delivery in push.deliveries] == [1, 2, 3]


def test_first_good_answer_ends_the_deliveries(wechat: Simulator, webhook: Webhook) -> None:
    webhook.then = [lambda _: Answer(b"", 500), lambda _: Answer()]
    assert len(wechat.text("oAlice", "hello").deliveries) == 2
    assert len(webhook.received) == 2


def test_failed_job_event_raises_an_alarm_and_shows_nothing(wechat: Simulator, webhook: Webhook) -> None:
    webhook.reply = lambda _: Answer(b"oops")
    push = wechat.event("oAlice", "TEMPLATESENDJOBFINISH", {"MsgID": 7, "Status": "success"})
    assert push.outcome == "failed"
    assert push.shown == ()
    assert sum(wechat.ledger.alarms.values()) == 1


def test_failure_line_stands_in_the_chat(wechat: Simulator, webhook: Webhook) -> None:
    webhook.reply = lambda _: Answer(b"oops")
    wechat.text("oAlice", "hello")
    assert [(message.side, message.bubble.type) for message in wechat.chat("oAlice")] == [
        ("me", "text"),
        ("system", "system"),
    ]


def test_push_without_waiting_is_pending_at_first(wechat: Simulator, webhook: Webhook) -> None:
    webhook.reply = lambda _: Answer(after=0.05)
    push = wechat.text("oAlice", "hello", wait=False)
    assert not push.settled
    assert wechat.push_of(push.id).outcome == "delivered"


def test_forged_pushes_can_be_made(sealing: Simulator, webhook: Webhook) -> None:
    xml = sealing.text("oAlice", "hello").xml
    sealing.push_xml(xml, PushOptions(wrong_app_id=True))
    assert unseal(webhook.received[1].field("Encrypt"), AES_KEY)[1] != sealing.settings.app_id
    for option in (PushOptions(bad_signature=True), PushOptions(bad_msg_signature=True)):
        sealing.push_xml(xml, option)
        query = webhook.received[-1].query
        parts = (sealing.settings.token, query["timestamp"], query["nonce"])
        both = (signature(*parts), signature(*parts, webhook.received[-1].field("Encrypt")))
        given = (query["signature"], query["msg_signature"])
        assert [mine == theirs for mine, theirs in zip(both, given, strict=True)].count(False) == 1
    sealing.push_xml(xml, PushOptions(bad_padding=True))
    with pytest.raises(ValueError, match="padding"):
        opened(webhook.received[-1], sealing.settings)


def test_raw_push_may_be_broken_xml(wechat: Simulator, webhook: Webhook) -> None:
    push = wechat.push_xml("<xml><oops", PushOptions(deliveries=1))
    assert webhook.received[0].body == b"<xml><oops"
    assert push.delivery_key == ""
