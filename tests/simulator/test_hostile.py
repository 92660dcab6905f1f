"""Pushes that are wrong on purpose, keys that change, and many pushes at once."""

import time
from collections.abc import Iterator

import pytest

from tests.simulator.webhook import AES_KEY, Answer, Webhook, opened, sealed, wrap
from wxbot.simulator import hostile
from wxbot.simulator.server import Simulator
from wxbot.simulator.settings import Settings
from wxbot.simulator.wire import parse, render, signature, unseal


@pytest.fixture
def sealing(webhook: Webhook) -> Iterator[Simulator]:
    settings = Settings(port=0, webhook_url=f"{webhook.url}/", aes_key=AES_KEY, deadline=0.2, interval=0.2)
    with Simulator(settings) as wechat:
        yield wechat


def test_key_changes_while_all_runs(sealing: Simulator, webhook: Webhook) -> None:
    new = sealing.rotate_key()
    assert (sealing.settings.aes_key, sealing.settings.previous_aes_key) == (new, AES_KEY)
    sealing.text("oA", "after")
    assert "after" in opened(webhook.received[0], sealing.settings)


def test_mode_survives_a_new_key(sealing: Simulator) -> None:
    sealing.change(mode="compat")
    sealing.rotate_key()
    assert sealing.settings.mode == "compat"


def test_push_may_still_use_the_old_key_and_is_answered_with_it(sealing: Simulator, webhook: Webhook) -> None:
    sealing.rotate_key()
    old = sealing.settings.changed({"aes_key": AES_KEY})
    webhook.reply = lambda _: Answer(sealed("oA", "read", old))
    push = sealing.hostile("oA", "old_key")
    assert "hello" in unseal(webhook.received[0].field("Encrypt"), AES_KEY)[0]
    assert [bubble.text for bubble in push.shown] == ["read"]
    webhook.reply = lambda _: Answer(wrap(render({"a": 1}), sealing.settings))
    assert "padding" in sealing.hostile("oA", "old_key").deliveries[0].fault


def test_old_key_needs_one(sealing: Simulator, wechat: Simulator) -> None:
    with pytest.raises(ValueError, match="before"):
        sealing.hostile("oA", "old_key")
    with pytest.raises(ValueError, match="seals"):
        wechat.hostile("oA", "wrong_app_id")
    with pytest.raises(ValueError, match="no hostile push"):
        wechat.hostile("oA", "kind")


@pytest.mark.parametrize("kind", hostile.KINDS)
def test_every_kind_is_sent_and_only_the_honest_one_again(kind: str, sealing: Simulator, webhook: Webhook) -> None:
    sealing.rotate_key()
    webhook.reply = lambda _: Answer(b"", 403)
    assert len(sealing.hostile("oA", kind).deliveries) == (3 if kind == "old_key" else 1)


@pytest.mark.parametrize("kind", ["wrong_app_id", "bad_padding", "bad_signature", "bad_msg_signature", "stale"])
def test_refused_forgery_shows_nothing_in_the_chat(kind: str, sealing: Simulator, webhook: Webhook) -> None:
    webhook.reply = lambda _: Answer(b"", 403)
    push = sealing.hostile("oA", kind)
    assert (push.outcome, push.shown, sealing.chat("oA")) == ("failed", (), ())


def test_stale_push_is_signed_for_an_hour_ago(sealing: Simulator, webhook: Webhook) -> None:
    sealing.hostile("oA", "stale")
    query = webhook.received[0].query
    assert 3590 < sealing.clock.now() - int(query["timestamp"]) < 3610
    assert query["signature"] == signature(sealing.settings.token, query["timestamp"], query["nonce"])


def test_forged_push_opens_no_window(sealing: Simulator) -> None:
    sealing.hostile("oA", "bad_signature")
    assert sealing.windows.live("oA", sealing.clock.now()) == ()


def test_wrapped_contents_are_as_bad_as_they_say(wechat: Simulator, webhook: Webhook) -> None:
    for kind in ("unknown_event", "unknown_type", "broken_xml", "entities", "no_sender", "deep_nesting"):
        wechat.hostile("oA", kind)
    future, hologram, broken, entities, nobody, deep = (one.body for one in webhook.received)
    assert parse(future).findtext("Event") == "event_of_the_future"
    assert parse(hologram).findtext("MsgType") == "hologram"
    for body in (broken, entities):
        with pytest.raises(ValueError, match="XML"):
            parse(body)
    assert parse(nobody).findtext("FromUserName") == ""
    assert deep.count(b"<n>") == 2000


def test_two_followers_can_share_an_id(wechat: Simulator) -> None:
    wechat.faults.set(equal_msg_id=True)
    first, second = wechat.text("oA", "x"), wechat.text("oB", "y")
    assert first.msg_id == second.msg_id
    assert wechat.text("oA", "x").msg_id != first.msg_id
    wechat.faults.clear()
    assert wechat.text("oA", "x").msg_id != wechat.text("oB", "x").msg_id


def test_duplicate_may_come_seconds_later(wechat: Simulator, webhook: Webhook) -> None:
    wechat.faults.set(duplicates=1, duplicates_after=0.3)
    wechat.text("oA", "x")
    first, second = webhook.received
    assert second.at - first.at >= 0.3
    assert first.body == second.body
    assert first.query["nonce"] != second.query["nonce"]


def test_pushes_can_overtake_each_other(wechat: Simulator, webhook: Webhook) -> None:
    wechat.faults.set(out_of_order=True)
    pushes = [wechat.text("oA", words, wait=False) for words in ("first", "second")]
    for push in pushes:
        wechat.push_of(push.id)
    assert [one.field("Content") for one in webhook.received] == ["second", "first"]


def test_push_that_nothing_overtakes_is_late_but_sent(wechat: Simulator, webhook: Webhook) -> None:
    wechat.faults.set(out_of_order=True)
    began = time.monotonic()
    assert wechat.text("oA", "alone").outcome == "delivered"
    assert time.monotonic() - began >= 0.9


def test_recognition_can_stay_empty(wechat: Simulator) -> None:
    wechat.faults.set(empty_recognition=True)
    assert "<Recognition><![CDATA[]]></Recognition>" in wechat.voice("oA", "护照丢了").xml


def test_burst_comes_from_many_followers_at_once(wechat: Simulator, webhook: Webhook) -> None:
    wechat.change(deadline=5.0)
    webhook.reply = lambda _: Answer(after=0.1)
    burst = wechat.burst(40, followers=10)
    assert burst.seconds < 40 * 0.1
    assert {push.outcome for push in burst.pushes} == {"delivered"}
    assert len({push.from_user for push in burst.pushes}) == 10
    assert len({push.msg_id for push in burst.pushes}) == 40
    summary = burst.as_json()
    assert (summary["count"], summary["outcomes"]) == (40, {"delivered": 40})
    assert summary["slowest_ms"] >= summary["median_ms"] >= 100


def test_burst_may_be_of_events(wechat: Simulator, webhook: Webhook) -> None:
    wechat.change(deadline=5.0)
    burst = wechat.burst(5, followers=5, event="TEMPLATESENDJOBFINISH", fields={"MsgID": 7, "Status": "success"})
    assert {push.event for push in burst.pushes} == {"TEMPLATESENDJOBFINISH"}
    assert len({push.delivery_key.rpartition("|")[2] for push in burst.pushes}) == 5


@pytest.mark.parametrize(("count", "parallel"), [(0, 1), (20_001, 1), (1, 65)])
def test_burst_has_limits(count: int, parallel: int, wechat: Simulator) -> None:
    with pytest.raises(ValueError, match="burst"):
        wechat.burst(count, parallel=parallel)
