"""What holds for every call: form of errors, methods, bodies, rights, quotas, request ids."""

import re

import pytest

from tests.simulator.account import Account
from wxbot.simulator.server import Simulator

RID = re.compile(r"rid: ([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})$")


def test_errors_come_with_status_200_and_a_rid(account: Account) -> None:
    response = account.raw("menu/get")
    assert response.status_code == 200
    assert set(response.json()) == {"errcode", "errmsg"}
    assert RID.search(response.json()["errmsg"])


def test_rid_can_be_looked_up_for_a_week(wechat: Simulator, account: Account) -> None:
    found = RID.search(account.call("menu/get")["errmsg"])
    assert found
    request = account.call("openapi/rid/get", {"rid": found[1]})["request"]
    assert "/cgi-bin/menu/get" in request["request_url"]
    assert account.token not in request["request_url"]
    assert "46003" in request["response_body"]
    assert account.call("openapi/rid/get", {"rid": "0-0-0"})["errcode"] == 76002
    assert account.call("openapi/rid/get", {"rid": "0" * 8 + "-00000000" * 2})["errcode"] == 76001
    wechat.clock.advance(8 * 86400)
    account.token = account.fetch()["access_token"]
    assert account.call("openapi/rid/get", {"rid": found[1]})["errcode"] == 76004


def test_wrong_method_is_refused(account: Account) -> None:
    assert account.call("menu/get", {})["errcode"] == 43001
    assert account.call("menu/create")["errcode"] == 43002
    assert account.call("no/such/path")["errcode"] == 40066


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (b"", 44002),
        (b"{", 47001),
        (b"[]", 47001),
        (b"\xff{}", 47001),
        (b'{"tag": {"name": "\\u4f60"}}', 47002),
        (b'{"tag": {"name": "\\\\u4f60"}}', 0),
        (b'{"tag": {"name": "\\\\\\u4f60"}}', 47002),
    ],
)
def test_bodies_must_be_json_with_real_characters(body: bytes, errcode: int, account: Account) -> None:
    assert account.call("tags/create", body).get("errcode", 0) == errcode


def test_unicode_escapes_can_be_allowed(wechat: Simulator, account: Account) -> None:
    wechat.change(unicode_escapes_refused=False)
    assert account.call("tags/create", b'{"tag": {"name": "\\u4f60"}}')["tag"]["name"] == "你"


MATRIX = {
    "menu/get": {"subscription": 48001},
    "user/get": {"subscription": 48001, "service": 48001},
    "getcallbackip": {},
    "material/get_materialcount": {},
}


@pytest.mark.parametrize("kind", ["subscription", "subscription-verified", "service", "service-verified", "sandbox"])
def test_account_kind_decides_what_may_be_called(kind: str, wechat: Simulator, account: Account) -> None:
    wechat.text("oA", "hello")
    account.call("menu/create", {"button": [{"type": "click", "name": "n", "key": "k"}]})
    wechat.change(kind=kind)
    for path, refusals in MATRIX.items():
        assert account.call(path).get("errcode", 0) == refusals.get(kind, 0)
    unverified = kind in ("subscription", "service")
    assert account.say("oA", "x")["errcode"] == (48001 if unverified else 0)


def test_menu_messages_and_typing_are_for_live_accounts(wechat: Simulator, account: Account) -> None:
    wechat.text("oA", "hello")
    menu = {"touser": "oA", "msgtype": "msgmenu", "msgmenu": {"list": [{"id": "1", "content": "x"}]}}
    typing = {"touser": "oA", "command": "Typing"}
    wechat.change(kind="subscription-verified")
    assert account.call("message/custom/send", menu)["errcode"] == 40200
    assert account.call("message/custom/typing", typing)["errcode"] == 0
    wechat.change(kind="sandbox")
    assert account.call("message/custom/send", menu)["errcode"] == 40200
    assert account.call("message/custom/typing", typing)["errcode"] == 40200


def test_day_ends_at_midnight_in_beijing(wechat: Simulator, account: Account) -> None:
    wechat.clock.set(1_760_111_990)
    account.token = account.fetch()["access_token"]
    wechat.quotas.limit("/cgi-bin/user/get", daily=2)
    assert [account.call("user/get").get("errcode", 0) for _ in range(3)] == [0, 0, 45009]
    wechat.clock.advance(15)
    assert account.call("user/get").get("errcode", 0) == 0


def test_minute_has_its_own_limit(wechat: Simulator, account: Account) -> None:
    wechat.quotas.limit("/cgi-bin/user/get", minutely=1)
    assert [account.call("user/get").get("errcode", 0) for _ in range(2)] == [0, 45011]
    wechat.clock.advance(60)
    assert account.call("user/get").get("errcode", 0) == 0


def test_quota_is_told_and_cleared(wechat: Simulator, account: Account) -> None:
    account.call("user/get")
    asked = {"cgi_path": "/cgi-bin/user/get"}
    assert account.call("openapi/quota/get", asked)["quota"] == {"daily_limit": 500, "used": 1, "remain": 499}
    assert account.call("openapi/quota/clear", asked)["errcode"] == 0
    assert account.call("openapi/quota/get", asked)["quota"]["used"] == 0
    assert account.call("openapi/quota/get", {"cgi_path": "elsewhere"})["errcode"] == 76021


def test_sandbox_has_smaller_quotas(wechat: Simulator, account: Account) -> None:
    wechat.change(kind="sandbox")
    quota = account.call("openapi/quota/get", {"cgi_path": "/cgi-bin/user/get"})["quota"]
    assert quota["daily_limit"] == 100


def test_all_quotas_can_be_cleared_ten_times_a_month(wechat: Simulator, account: Account) -> None:
    wechat.clock.set(1_760_000_000)
    account.token = account.fetch()["access_token"]
    body = {"appid": wechat.settings.app_id}
    assert account.call("clear_quota", {"appid": "wx-other"})["errcode"] == 40013
    assert [account.call("clear_quota", body)["errcode"] for _ in range(11)] == [0] * 10 + [48006]
    secret = {"appid": wechat.settings.app_id, "appsecret": wechat.settings.app_secret}
    assert account.session.post(f"{wechat.url}/cgi-bin/clear_quota/v2", params=secret).json()["errcode"] == 48006


def test_calls_are_in_the_ledger(wechat: Simulator, account: Account) -> None:
    account.call("menu/get")
    assert [(call.path, call.errcode) for call in wechat.ledger.calls] == [
        ("/cgi-bin/token", 0),
        ("/cgi-bin/menu/get", 46003),
    ]


def test_callback_addresses_are_told(account: Account) -> None:
    assert account.call("getcallbackip") == {"ip_list": ["127.0.0.1"]}
