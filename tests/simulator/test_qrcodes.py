"""Codes with a parameter: made, shown, scanned, expired."""

import io
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from PIL import Image

from tests.simulator.account import Account
from wxbot.simulator.pushes import Push
from wxbot.simulator.qrcodes import QrCodes
from wxbot.simulator.server import Simulator

ACTIONS = {"int": "QR_SCENE", "str": "QR_STR_SCENE", "limit int": "QR_LIMIT_SCENE", "limit str": "QR_LIMIT_STR_SCENE"}


def create(account: Account, kind: str, scene: Any, **more: Any) -> Any:
    name = "scene_str" if kind.endswith("str") else "scene_id"
    body = {"action_name": ACTIONS[kind], "action_info": {"scene": {name: scene}}, **more}
    return account.call("qrcode/create", body)


def code(push: Push) -> tuple[str, str, str | None]:
    return push.event, push.key, fromstring(push.xml).findtext("Ticket")


@pytest.mark.parametrize(
    ("kind", "scene", "errcode"),
    [
        ("int", 1, 0),
        ("int", 4_294_967_295, 0),
        ("int", 4_294_967_296, 40053),
        ("int", 0, 40053),
        ("int", "12", 40053),
        ("str", "x" * 64, 0),
        ("str", "x" * 65, 40053),
        ("str", "", 40053),
        ("str", 12, 40053),
        ("limit int", 100_000, 0),
        ("limit int", 100_001, 40053),
        ("limit str", "desk-12", 0),
    ],
)
def test_scenes_have_limits(kind: str, scene: Any, errcode: int, account: Account) -> None:
    assert create(account, kind, scene).get("errcode", 0) == errcode


@pytest.mark.parametrize(("seconds", "errcode"), [(1, 0), (2_592_000, 0), (2_592_001, 40053), (0, 40053)])
def test_life_has_limits(seconds: int, errcode: int, account: Account) -> None:
    assert create(account, "int", 5, expire_seconds=seconds).get("errcode", 0) == errcode


def test_life_is_a_minute_unless_it_is_told(account: Account) -> None:
    assert create(account, "int", 5)["expire_seconds"] == 60
    assert "expire_seconds" not in create(account, "limit int", 5)


@pytest.mark.parametrize(
    "info", [{"scene_id": 7}, {"scene_str": "desk"}, {"scene": {}}, {"scene": {"scene_str": "desk"}}, None, "desk"]
)
def test_scene_in_the_wrong_place_is_silently_zero(info: Any, wechat: Simulator, account: Account) -> None:
    answer = account.call("qrcode/create", {"action_name": "QR_SCENE", "action_info": info})
    assert wechat.scan_code("oA", answer["ticket"]).key == "qrscene_0"


def test_unknown_action_is_refused(account: Account) -> None:
    assert account.call("qrcode/create", {"action_name": "QR"})["errcode"] == 40053


def test_picture_is_a_jpeg_for_whoever_has_the_ticket(wechat: Simulator, account: Account) -> None:
    ticket = create(account, "limit str", "desk-12")["ticket"]
    response = account.session.get(f"{wechat.url}/cgi-bin/showqrcode", params={"ticket": ticket})
    assert response.headers["Content-Type"] == "image/jpeg"
    picture = Image.open(io.BytesIO(response.content))
    assert picture.size == (430, 430)
    dark = picture.convert("1").resize((41, 41)).histogram()[0]
    assert 400 < dark < 1200
    assert account.session.get(f"{wechat.url}/cgi-bin/showqrcode?ticket=unknown").status_code == 404
    assert account.session.get(f"{wechat.url}/cgi-bin/showqrcode").status_code == 404


def test_ticket_must_be_escaped_in_an_address(account: Account) -> None:
    assert all("==" in create(account, "int", 5)["ticket"] for _ in range(3))


def test_stranger_follows_through_a_code_and_a_follower_scans_it(wechat: Simulator, account: Account) -> None:
    ticket = create(account, "limit str", "desk-12")["ticket"]
    assert code(wechat.scan_code("oA", ticket)) == ("subscribe", "qrscene_desk-12", ticket)
    assert code(wechat.scan_code("oA", ticket)) == ("SCAN", "desk-12", ticket)
    assert code(wechat.scan("oA", "desk-12")) == ("SCAN", "desk-12", ticket)


def test_number_and_text_are_told_apart_afterwards(wechat: Simulator, account: Account) -> None:
    wechat.scan_code("oA", create(account, "limit int", 12)["ticket"])
    wechat.scan_code("oB", create(account, "limit str", "12")["ticket"])
    found = [account.call("user/info", openid=openid) for openid in ("oA", "oB")]
    assert [(one["qr_scene"], one["qr_scene_str"]) for one in found] == [(12, ""), (0, "12")]


def test_code_expires_by_the_simulated_clock(wechat: Simulator, account: Account) -> None:
    ticket = create(account, "int", 5, expire_seconds=600)["ticket"]
    wechat.clock.advance(590)
    assert wechat.scan_code("oA", ticket).event == "subscribe"
    wechat.clock.advance(20)
    with pytest.raises(ValueError, match="expired"):
        wechat.scan_code("oA", ticket)
    assert account.session.get(f"{wechat.url}/cgi-bin/showqrcode", params={"ticket": ticket}).status_code == 404
    refused = account.session.post(f"{wechat.url}/phone/oA/scan", json={"ticket": ticket})
    assert (refused.status_code, refused.json()["error"]) == (400, "this code is unknown or has expired")


def test_phone_lists_the_codes(wechat: Simulator, account: Account) -> None:
    create(account, "limit int", 7)
    create(account, "str", "desk", expire_seconds=600)
    listed = account.session.get(f"{wechat.url}/phone/codes").json()["codes"]
    assert [(one["scene"], one["permanent"], one["left"]) for one in listed] == [
        ("desk", False, 600),
        ("7", True, None),
    ]


def test_permanent_codes_run_out(monkeypatch: pytest.MonkeyPatch, account: Account) -> None:
    monkeypatch.setattr("wxbot.simulator.qrcodes._PERMANENT", 2)
    answers = [create(account, "limit int", number).get("errcode", 0) for number in (1, 2, 3)]
    assert answers == [0, 0, 45029]
    assert "ticket" in create(account, "int", 3)


def test_only_verified_service_accounts_make_codes(wechat: Simulator, account: Account) -> None:
    wechat.change(kind="subscription-verified")
    assert create(account, "int", 5)["errcode"] == 48001


def test_tickets_are_never_alike() -> None:
    codes = QrCodes()
    assert len({codes.create("1", True, 0).ticket for _ in range(50)}) == 50
