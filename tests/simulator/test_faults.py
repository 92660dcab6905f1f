import time
from xml.etree.ElementTree import fromstring

import pytest
import requests

from tests.simulator.account import Account
from tests.simulator.webhook import Webhook
from wxbot.simulator.server import Simulator


def test_errors_are_answered_as_often_as_asked_and_for_their_path_only(wechat: Simulator, account: Account) -> None:
    wechat.faults.refuse("/cgi-bin/menu/get", 45009, times=2)
    assert account.call("user/get")["total"] == 0
    assert [account.call("menu/get")["errcode"] for _ in range(3)] == [45009, 45009, 46003]


def test_busy_answer_has_the_usual_words(wechat: Simulator, account: Account) -> None:
    wechat.faults.refuse("/cgi-bin/user/get", -1)
    assert account.call("user/get")["errmsg"].startswith("system error rid: ")


def test_connection_is_cut_off_once(wechat: Simulator, account: Account) -> None:
    wechat.faults.set(reset=1)
    with pytest.raises(requests.ConnectionError):
        account.call("user/get")
    assert account.call("user/get")["total"] == 0


def test_slow_answers_take_their_time(wechat: Simulator, account: Account) -> None:
    wechat.faults.set(slow=0.1)
    began = time.monotonic()
    account.call("user/get")
    assert time.monotonic() - began >= 0.1


def test_control_characters_break_strict_readers(wechat: Simulator, account: Account) -> None:
    wechat.faults.set(control_characters=True)
    assert b"\x08" in account.raw("menu/get").content


def test_lost_push_is_never_sent_and_shows_nothing(wechat: Simulator, webhook: Webhook) -> None:
    wechat.faults.set(lost=True)
    push = wechat.text("oA", "x")
    assert (push.outcome, push.deliveries, push.shown, webhook.received) == ("lost", (), (), [])


def test_duplicate_comes_after_the_answer_and_is_not_shown_again(wechat: Simulator, webhook: Webhook) -> None:
    wechat.faults.set(duplicates=1)
    push = wechat.text("oA", "x")
    assert [delivery.number for delivery in push.deliveries] == [1, 2]
    assert webhook.received[0].body == webhook.received[1].body


def test_unknown_nodes_are_added(wechat: Simulator, webhook: Webhook) -> None:
    wechat.faults.set(unknown_nodes=True)
    wechat.text("oA", "x")
    root = fromstring(webhook.received[0].body)
    assert root.findtext("NewNode")
    assert root.findtext("Content") == "x"


def test_create_time_can_stand_still(wechat: Simulator) -> None:
    wechat.faults.set(equal_create_time=True)
    first = wechat.text("oA", "x")
    wechat.clock.advance(60)
    assert wechat.text("oB", "y").create_time == first.create_time
    wechat.faults.clear()
    assert wechat.text("oB", "z").create_time >= first.create_time + 60


@pytest.mark.parametrize("changes", [{"slow": "long"}, {"nonsense": 1}, {"lost": 1}, {"errors": {"/x": {}}}])
def test_unknown_or_ill_typed_faults_are_refused(changes: dict[str, object], wechat: Simulator) -> None:
    with pytest.raises(ValueError, match=r"fault|must be|errcode"):
        wechat.faults.set(**changes)


def mass(account: Account, words: str = "x") -> int:
    body = {"filter": {"is_to_all": False, "tag_id": 2}, "msgtype": "text", "text": {"content": words}}
    return int(account.call("message/mass/sendall", body)["errcode"])


def test_call_is_cut_off_before_or_after_it_has_had_its_effect(wechat: Simulator, account: Account) -> None:
    path = "/cgi-bin/message/mass/sendall"
    wechat.faults.cut(path, before=1, after=1)
    with pytest.raises(requests.ConnectionError):
        mass(account)
    assert wechat.masses.all() == ()
    with pytest.raises(requests.ConnectionError):
        mass(account)
    assert len(wechat.masses.all()) == 1
    assert mass(account) == 45066


def test_one_path_can_be_slower_than_others(wechat: Simulator, account: Account) -> None:
    wechat.faults.set(latency={"/cgi-bin/user/get": 0.15})
    began = time.monotonic()
    account.call("menu/get")
    assert time.monotonic() - began < 0.15
    account.call("user/get")
    assert time.monotonic() - began >= 0.15


def test_address_that_is_not_listed_is_named(wechat: Simulator, account: Account) -> None:
    wechat.faults.refuse("/cgi-bin/user/get", 40164)
    assert account.call("user/get")["errmsg"].startswith("invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist")


def test_results_can_get_lost_or_come_twice(wechat: Simulator, account: Account, webhook: Webhook) -> None:
    wechat.faults.set(jobs_lost=True)
    mass(account, "a")
    wechat.settle()
    assert [push.outcome for push in wechat.ledger.pushes] == ["lost"]
    wechat.faults.set(jobs_lost=False, job_duplicates=2)
    mass(account, "b")
    webhook.wait_for(3)
    assert len({received.body for received in webhook.received}) == 1
    wechat.text("oA", "x")
    assert len(webhook.received) == 4


def test_results_can_be_held_back_and_come_in_one_burst(wechat: Simulator, account: Account) -> None:
    wechat.faults.set(jobs_held=True)
    for number in range(5):
        mass(account, str(number))
    wechat.settle()
    assert not wechat.ledger.pushes
    account.session.post(f"{wechat.url}/control/faults", json={"clear": True})
    wechat.settle()
    assert [push.event for push in wechat.ledger.pushes] == ["MASSSENDJOBFINISH"] * 5


@pytest.mark.parametrize("changes", [{"latency": {"/x": "slow"}}, {"resets": {"/x": {"never": 1}}}, {"resets": [1]}])
def test_unknown_latencies_and_resets_are_refused(changes: dict[str, object], wechat: Simulator) -> None:
    with pytest.raises(ValueError, match="must be a map"):
        wechat.faults.set(**changes)
