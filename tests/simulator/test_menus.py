from typing import Any

import pytest

from tests.simulator.account import Account


def click(name: str = "n", key: str = "k") -> dict[str, Any]:
    return {"type": "click", "name": name, "key": key}


def view(url: str) -> dict[str, Any]:
    return {"type": "view", "name": "n", "url": url}


def under(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"name": "top", "sub_button": list(buttons)}


LONG_URL = "http://127.0.0.1/" + "x" * 1008


@pytest.mark.parametrize(
    ("buttons", "errcode"),
    [
        ([click("五个汉字a")], 0),
        ([click("五个汉字啊ab")], 40018),
        ([under(click("二十个汉字正好六十字节二十个汉字正好六十"))], 0),
        ([under(click("二十个汉字正好六十字节二十个汉字正好六十一"))], 40025),
        ([click(key="键" * 42 + "ab")], 0),
        ([click(key="键" * 43)], 40019),
        ([under(click(key="键" * 43))], 40026),
        ([view(LONG_URL[:1024])], 0),
        ([view(LONG_URL[:1024] + "x")], 40020),
        ([under(view("ftp://127.0.0.1/"))], 40027),
        ([], 40016),
        ([click()] * 4, 40016),
        ([under(*[click()] * 6)], 40023),
        ([under(under(click()))], 40022),
        ([{"type": "dance", "name": "n", "key": "k"}], 40017),
        ([under({"type": "dance", "name": "n", "key": "k"})], 40024),
        ([{**under(click()), "type": "click"}], 40017),
        ([{"type": "media_id", "name": "n"}], 40007),
        ([{"type": "miniprogram", "name": "n", "url": "http://127.0.0.1/", "appid": "a", "pagepath": "p"}], 0),
        ("nothing", 40016),
    ],
)
def test_menu_is_measured_in_bytes(buttons: Any, errcode: int, account: Account) -> None:
    assert account.call("menu/create", {"button": buttons})["errcode"] == errcode


def test_published_menu_can_be_read_in_both_shapes(account: Account) -> None:
    account.call("menu/create", {"button": [click("一"), under(click("二"))]})
    buttons = account.call("menu/get")["menu"]["button"]
    assert [button["name"] for button in buttons] == ["一", "top"]
    assert buttons[0]["sub_button"] == []
    shown = account.call("get_current_selfmenu_info")
    assert shown["is_menu_open"] == 1
    assert shown["selfmenu_info"]["button"][1]["sub_button"]["list"][0]["name"] == "二"


def test_refused_menu_leaves_the_old_one(account: Account) -> None:
    account.call("menu/create", {"button": [click("old")]})
    account.call("menu/create", {"button": []})
    assert account.call("menu/get")["menu"]["button"][0]["name"] == "old"


def test_deleted_menu_is_gone(account: Account) -> None:
    account.call("menu/create", {"button": [click()]})
    assert account.call("menu/delete") == {"errcode": 0, "errmsg": "ok"}
    assert account.call("menu/get")["errcode"] == 46003
    assert account.call("get_current_selfmenu_info")["is_menu_open"] == 0


def test_menu_of_the_website_is_shown_until_a_program_publishes(account: Account) -> None:
    account.call("menu/create", {"button": [click("program")]})
    account.wechat.menu.publish_on_website(({"type": "text", "name": "by hand", "value": "hello"},))
    shown = account.call("get_current_selfmenu_info")["selfmenu_info"]["button"]
    assert [(button["type"], button["name"]) for button in shown] == [("text", "by hand")]
    account.call("menu/create", {"button": [click("program")]})
    shown = account.call("get_current_selfmenu_info")["selfmenu_info"]["button"]
    assert [button["name"] for button in shown] == ["program"]
