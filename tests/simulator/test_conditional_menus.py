"""Menus for some followers only."""

from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from tests.simulator.account import Account
from wxbot.simulator.followers import PLATFORMS
from wxbot.simulator.server import Simulator

DEFAULT = {"button": [{"type": "click", "name": "默认", "key": "DEFAULT"}]}


def menu(name: str, rule: Any, kind: str = "click") -> dict[str, Any]:
    target = {"url": f"http://127.0.0.1/{name}"} if kind == "view" else {"key": name}
    return {"button": [{"type": kind, "name": name, **target}], "matchrule": rule}


def add(account: Account, name: str, rule: Any, kind: str = "click") -> str:
    return str(account.call("menu/addconditional", menu(name, rule, kind))["menuid"])


def give(account: Account, openid: str, name: str) -> int:
    """A new tag for one follower."""
    tag = int(account.call("tags/create", {"tag": {"name": name}})["tag"]["id"])
    assert account.call("tags/members/batchtagging", {"openid_list": [openid], "tagid": tag})["errcode"] == 0
    return tag


def seen(account: Account, openid: str = "oA") -> list[str]:
    """The names on the follower's phone, which the trial must tell as well."""
    shown = account.session.get(f"{account.wechat.url}/phone/{openid}/chat").json()["menu"]["button"]
    tried = account.call("menu/trymatch", {"user_id": openid})["button"]
    assert tried == shown
    return [button["name"] for button in shown]


@pytest.fixture(autouse=True)
def _default(wechat: Simulator, account: Account) -> None:
    wechat.follow("oA")
    account.call("menu/create", DEFAULT)


def test_tag_brings_its_menu_at_once_and_takes_it_away(account: Account) -> None:
    tag = give(account, "oA", "留学生")
    assert seen(account) == ["默认"]
    add(account, "留学", {"tag_id": str(tag)})
    assert seen(account) == ["留学"]
    account.call("tags/members/batchuntagging", {"openid_list": ["oA"], "tagid": tag})
    assert seen(account) == ["默认"]


def test_newest_menu_that_fits_is_shown(account: Account) -> None:
    tag = give(account, "oA", "a")
    add(account, "old", {"tag_id": tag})
    newest = add(account, "new", {"tag_id": tag})
    add(account, "other", {"tag_id": tag + 1})
    assert seen(account) == ["new"]
    assert account.call("menu/delconditional", {"menuid": newest})["errcode"] == 0
    assert seen(account) == ["old"]


def test_of_several_tags_the_last_one_counts(account: Account) -> None:
    first, second = give(account, "oA", "a"), give(account, "oA", "b")
    add(account, "second", {"tag_id": second})
    add(account, "first", {"tag_id": first})
    assert seen(account) == ["second"]


def test_kind_of_phone_can_decide(wechat: Simulator, account: Account) -> None:
    add(account, "android", {"client_platform_type": "2"})
    assert seen(account) == ["默认"]
    wechat.followers.change("oA", lambda one: replace(one, platform=PLATFORMS["Android"]))
    assert seen(account) == ["android"]


def test_all_menus_are_told_with_their_rules(account: Account) -> None:
    assert "conditionalmenu" not in account.call("menu/get")
    first, second = add(account, "one", {"tag_id": 7}), add(account, "two", {"tag_id": 8, "client_platform_type": 1})
    found = account.call("menu/get")
    assert isinstance(found["menu"]["menuid"], int)
    assert [(one["menuid"], one["matchrule"]) for one in found["conditionalmenu"]] == [
        (int(second), {"tag_id": "8", "client_platform_type": "1"}),
        (int(first), {"tag_id": "7"}),
    ]
    shown = account.call("get_current_selfmenu_info")
    assert [button["name"] for button in shown["selfmenu_info"]["button"]] == ["默认"]


@pytest.mark.parametrize(
    ("rule", "errcode"),
    [
        (None, 65304),
        ({}, 65304),
        ({"tag_id": ""}, 65304),
        ({"tag_id": "5", "country": ""}, 0),
        ({"tag_id": "5", "country": "中国"}, 65320),
        ({"sex": "1"}, 65320),
        ({"language": "en"}, 65320),
        ({"tag_id": "students"}, 40035),
    ],
)
def test_rules_are_checked(rule: Any, errcode: int, account: Account) -> None:
    assert account.call("menu/addconditional", menu("n", rule)).get("errcode", 0) == errcode


def test_buttons_are_measured_like_the_default_ones(account: Account) -> None:
    wrong = {**menu("n", {"tag_id": 5}), "button": [{"type": "click", "name": "五个汉字啊ab", "key": "k"}]}
    assert account.call("menu/addconditional", wrong)["errcode"] == 40018
    assert account.call("menu/addconditional", {"matchrule": {"tag_id": 5}})["errcode"] == 40016


def test_menu_leads_to_three_domains_at_most(account: Account) -> None:
    def to(count: int) -> int:
        pages = [{"type": "view", "name": "n", "url": f"http://{number}.example/"} for number in range(count)]
        body = {"button": [{"name": "n", "sub_button": pages}], "matchrule": {"tag_id": 5}}
        return int(account.call("menu/addconditional", body).get("errcode", 0))

    assert [to(3), to(4)] == [0, 65316]


def test_default_menu_must_be_there_first_and_takes_all_with_it(account: Account) -> None:
    menu_id = add(account, "n", {"tag_id": 5})
    account.call("menu/create", DEFAULT)
    assert len(account.call("menu/get")["conditionalmenu"]) == 1
    account.call("menu/delete")
    assert account.call("menu/delconditional", {"menuid": menu_id})["errcode"] == 65301
    assert account.call("menu/addconditional", menu("n", {"tag_id": 5}))["errcode"] == 65303
    assert account.call("menu/trymatch", {"user_id": "oA"})["errcode"] == 46003


def test_trial_needs_a_follower(account: Account) -> None:
    assert account.call("menu/trymatch", {"user_id": "oNobody"})["errcode"] == 65302


def test_view_event_names_the_menu_that_was_tapped(wechat: Simulator, account: Account) -> None:
    tag = give(account, "oA", "a")
    menu_id = add(account, "page", {"tag_id": tag}, kind="view")
    push = wechat.tap("oA", "http://127.0.0.1/page")
    assert (push.event, fromstring(push.xml).findtext("MenuId")) == ("VIEW", menu_id)


def test_only_verified_accounts_have_conditional_menus(wechat: Simulator, account: Account) -> None:
    wechat.change(kind="service")
    assert account.call("menu/get").get("errcode", 0) == 0
    assert account.call("menu/addconditional", menu("n", {"tag_id": 5}))["errcode"] == 48001
