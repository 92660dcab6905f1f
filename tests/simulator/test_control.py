from typing import Any

import pytest

from tests.simulator.account import Account
from tests.simulator.webhook import AES_KEY, Answer, Webhook
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


def test_key_is_changed_and_the_old_one_kept(account: Account) -> None:
    post(account, "settings", {"aes_key": AES_KEY, "mode": "compat"})
    settings = post(account, "key", {})
    assert len(settings["aes_key"]) == 43
    assert (settings["previous_aes_key"], settings["mode"]) == (AES_KEY, "compat")
    post(account, "key", {"aes_key": "short"}, 400)


def test_push_may_use_the_old_key_when_there_is_one(account: Account) -> None:
    xml = "<xml><FromUserName>oA</FromUserName></xml>"
    assert "no key" in post(account, "push", {"xml": xml, "old_key": True}, 400)["error"]


def test_hostile_pushes_are_named(account: Account, webhook: Webhook) -> None:
    webhook.reply = lambda _: Answer(b"", 403)
    push = post(account, "hostile", {"openid": "oA", "kind": "bad_signature"})
    assert (push["outcome"], push["deliveries"][0]["status"]) == ("failed", 403)
    assert "seals" in post(account, "hostile", {"openid": "oA", "kind": "old_key"}, 400)["error"]
    assert "no hostile push" in post(account, "hostile", {"openid": "oA", "kind": "loud"}, 400)["error"]


def test_burst_tells_its_sum(wechat: Simulator, account: Account) -> None:
    wechat.change(deadline=5.0)
    burst = post(account, "burst", {"count": 30, "followers": 3, "event": "LOCATION", "fields": {"Latitude": 1.5}})
    assert (burst["count"], burst["outcomes"]) == (30, {"delivered": 30})
    post(account, "burst", {"count": 0}, 400)


def test_lists_tell_what_there_is(wechat: Simulator, account: Account) -> None:
    wechat.image("oA")
    wechat.answer_subscriptions("oA", {"T1": True})
    wechat.clock.advance(3600)
    medium = get(account, "media")["media"][0]
    assert (medium["kind"], medium["mimetype"]) == ("image", "image/png")
    assert 3590 <= medium["age"] <= 3610
    assert medium["left"] == pytest.approx(3 * 86400 - 3600, abs=10)
    follower = get(account, "followers")["followers"][0]
    assert (follower["openid"], follower["subscriptions"], follower["agent"]) == ("oA", {"T1": 1}, False)
    window = follower["windows"][0]
    assert (window["action"], window["left"]) == ("message", 5)
    assert window["seconds"] == pytest.approx(47 * 3600, abs=10)


def test_followers_are_tagged_as_on_wechats_own_pages(wechat: Simulator, account: Account) -> None:
    wechat.follow("oA")
    first, second = (post(account, "tags", {"name": name})["id"] for name in ("a", "b"))
    post(account, "tags", {"name": "a"}, 400)
    post(account, "followers", {"openid": "oA", "tags": [second]})
    post(account, "followers", {"openid": "oA", "tags": [first, second], "platform": 2})
    assert account.call("tags/getidlist", {"openid": "oA"}) == {"tagid_list": [second, first]}
    post(account, "followers", {"openid": "oA", "tags": [999]}, 400)
    post(account, "followers", {"openid": "oA", "platform": 9}, 400)
    post(account, "followers", {"openid": "oStranger", "tags": []}, 404)
    listed = get(account, "followers")["followers"][0]
    assert (listed["platform"], [tag["name"] for tag in listed["tags"]]) == (2, ["b", "a"])


def test_codes_are_made(wechat: Simulator, account: Account) -> None:
    made = post(account, "codes", {"scene": "12", "seconds": 600})
    assert (made["scene"], made["numeric"], made["permanent"]) == ("12", True, False)
    assert post(account, "codes", {"scene": "desk"})["permanent"]
    assert [one["scene"] for one in get(account, "codes")["codes"]] == ["desk", "12"]
    for wrong in ({"scene": ""}, {"scene": "x", "seconds": 2_592_001}):
        post(account, "codes", wrong, 400)


def test_agents_take_answer_and_close(wechat: Simulator, account: Account) -> None:
    post(account, "agents/answer", {"openid": "oA", "content": "x"}, 400)
    assert post(account, "agents/take", {"openid": "oA"})["event"] == "kf_create_session"
    post(account, "agents/answer", {"openid": "oA", "content": "您好"})
    session = get(account, "agents")["sessions"][0]
    assert (session["openid"], session["waiting"], session["lines"][0]["side"]) == ("oA", False, "agent")
    assert post(account, "agents/close", {"openid": "oA"})["event"] == "kf_close_session"
    post(account, "agents/close", {"openid": "oA"}, 400)


def test_ledger_can_be_read_from_its_end(wechat: Simulator, account: Account) -> None:
    for number in range(5):
        wechat.text("oA", str(number))
    assert [push["id"] for push in get(account, "ledger?last=2")["pushes"]] == [4, 5]


def test_page_reads_everything_at_once(wechat: Simulator, account: Account) -> None:
    wechat.follow("oA")
    account.call("menu/create", {"button": [{"type": "click", "name": "n", "key": "k"}]})
    state = get(account, "state")
    assert state["menus"]["default"]["seen_by"] == ["oA"]
    assert state["tail"]["total"] == {"calls": 2, "pushes": 1}
    assert state["tail"]["pushes"][0]["what"] == "subscribe"
    assert {"clock", "faults", "account", "settings", "media", "codes", "followers", "agents", "tags"} <= set(state)


def test_templates_are_added(wechat: Simulator, account: Account) -> None:
    post(account, "templates", {"title": "a", "content": "x：{{thing1.DATA}}"})
    post(account, "templates", {"title": "b", "content": "x：{{thing1.DATA}}", "kind": 2})
    listed = [(one["title"], one["sort"]) for one in get(account, "templates")["templates"]]
    assert {("a", "message"), ("b", "notice")} <= set(listed)
    assert "fields" in post(account, "templates", {"title": "a", "content": "x"}, 400)["error"]
    post(account, "templates", {"title": "", "content": "{{thing1.DATA}}"}, 400)


def test_sendings_are_listed_without_the_people(wechat: Simulator, account: Account) -> None:
    wechat.follow("oA")
    body = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": "x"}}
    account.call("message/mass/sendall", body)
    wechat.settle()
    listed = get(account, "sendings")
    assert (listed["masses"][0]["sent"], listed["reached"]) == (1, {"mass": 1})
    assert "openids" not in listed["masses"][0]
