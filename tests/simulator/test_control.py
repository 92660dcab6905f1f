from typing import Any

import pytest

from tests.simulator.account import Account
from tests.simulator.webhook import AES_KEY, Webhook
from wxbot.simulator.server import Simulator


def get(account: Account, name: str) -> Any:
    return account.session.get(f"{account.wechat.url}/control/{name}").json()


def post(account: Account, name: str, body: Any, status: int = 200) -> Any:
    response = account.session.post(f"{account.wechat.url}/control/{name}", json=body)
    assert response.status_code == status
    return response.json()


def test_clock_is_moved(account: Account) -> None:
    assert post(account, "clock", {"advance": 3600})["offset"] == 3600
    assert post(account, "clock", {"advance": 60})["offset"] == 3660
    assert post(account, "clock", {"offset": 0})["offset"] == 0
    assert post(account, "clock", {"now": 1_760_000_000})["now"] == pytest.approx(1_760_000_000, abs=5)
    assert get(account, "clock")["offset"] != 0


def test_pushes_carry_the_moved_time(wechat: Simulator, webhook: Webhook) -> None:
    wechat.clock.set(1_760_000_000)
    push = wechat.text("oA", "x")
    assert 0 <= push.create_time - 1_760_000_000 < 5
    assert 0 <= int(webhook.received[0].query["timestamp"]) - 1_760_000_000 < 5


def test_faults_are_set_and_cleared(account: Account) -> None:
    wanted = {"slow": 0.01, "errors": {"/cgi-bin/user/get": {"errcode": -1, "times": 2}}}
    faults = post(account, "faults", wanted)
    assert (faults["slow"], faults["errors"]) == (0.01, wanted["errors"])
    assert account.call("user/get")["errcode"] == -1
    assert post(account, "faults", {"clear": True})["errors"] == {}
    assert get(account, "faults")["slow"] == 0


def test_account_kind_is_changed(account: Account) -> None:
    assert post(account, "account", {"kind": "sandbox"})["kind"] == "sandbox"
    assert get(account, "account")["kind"] == "sandbox"
    assert "one of" in post(account, "account", {"kind": "club"}, 400)["error"]


def test_settings_are_changed_together(account: Account) -> None:
    assert post(account, "settings", {"aes_key": AES_KEY})["mode"] == "safe"
    assert post(account, "settings", {"mode": "compat"})["mode"] == "compat"
    assert post(account, "settings", {"aes_key": ""})["mode"] == "plain"
    for wrong in ({"mode": "safe"}, {"port": 1}, {"deadline": "soon"}, {"aes_key": "short"}):
        post(account, "settings", wrong, 400)


def test_webhook_can_move(wechat: Simulator, account: Account, webhook: Webhook) -> None:
    post(account, "settings", {"webhook_url": f"{webhook.url}/elsewhere"})
    assert wechat.webhook_url.endswith("/elsewhere")
    assert wechat.text("oA", "x").outcome == "delivered"


def test_raw_and_named_pushes(account: Account, webhook: Webhook) -> None:
    xml = "<xml><FromUserName>oA</FromUserName><CreateTime>5</CreateTime><MsgType>riddle</MsgType></xml>"
    push = post(account, "push", {"xml": xml, "bad_signature": True})
    assert (push["from_user"], push["create_time"]) == ("oA", 5)
    assert webhook.received[0].body.decode() == xml
    push = post(account, "push", {"openid": "oA", "event": "verify_expired", "fields": {"ExpiredTime": 5}})
    assert "<ExpiredTime>5</ExpiredTime>" in push["xml"]
    post(account, "push", {"xml": xml, "nonsense": True}, 400)
    post(account, "push", {}, 400)


def test_ledger_holds_pushes_calls_and_custom_messages(wechat: Simulator, account: Account) -> None:
    wechat.text("oA", "x")
    account.say("oA", "您好")
    ledger = get(account, "ledger")
    assert [push["from_user"] for push in ledger["pushes"]] == ["oA"]
    assert ledger["calls"][-1]["path"] == "/cgi-bin/message/custom/send"
    assert ledger["custom"][0]["bubble"]["text"] == "您好"


def test_limits_and_tokens_are_changed(account: Account) -> None:
    post(account, "quotas", {"path": "/cgi-bin/user/get", "daily": 1})
    assert [account.call("user/get").get("errcode", 0) for _ in range(2)] == [0, 45009]
    post(account, "tokens/revoke", {})
    assert account.call("user/get")["errcode"] == 40001


def test_reset_forgets_everything_but_the_webhook(wechat: Simulator, account: Account, webhook: Webhook) -> None:
    wechat.webhook_url = f"{webhook.url}/moved"
    wechat.follow("oA")
    wechat.change(kind="sandbox")
    wechat.clock.advance(99)
    post(account, "reset", {})
    assert wechat.chat("oA") == ()
    assert wechat.ledger.pushes == ()
    assert (wechat.settings.kind, wechat.clock.offset) == ("service-verified", 0)
    assert wechat.webhook_url == f"{webhook.url}/moved"
