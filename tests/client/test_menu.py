"""The menu goes to WeChat as it is and comes back as it was."""

from typing import Any

import pytest

from wxbot.client import menu
from wxbot.client.api import Api
from wxbot.errors import ErrorClass, WechatError
from wxbot.simulator.server import Simulator

NEWS = {"type": "click", "name": "外交动态", "key": "news"}
PAGE = {"type": "view", "name": "网站", "url": "https://example.org/?a=1&b=2"}
BUTTONS: list[dict[str, Any]] = [NEWS, {"name": "领事", "sub_button": [NEWS, PAGE]}, PAGE]


def plain(buttons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the empty lists of sub-buttons that WeChat adds."""
    return [
        {**button, "sub_button": plain(below)}
        if (below := button.get("sub_button"))
        else {name: value for name, value in button.items() if name != "sub_button"}
        for button in buttons
    ]


def test_account_without_a_menu_has_no_buttons(wechat: Simulator, api: Api) -> None:
    assert menu.get(api) == []


def test_menu_that_was_created_is_there(wechat: Simulator, api: Api) -> None:
    menu.create(api, BUTTONS)
    assert plain(menu.get(api)) == BUTTONS


def test_menu_that_was_created_again_is_the_last_one(wechat: Simulator, api: Api) -> None:
    menu.create(api, BUTTONS)
    menu.create(api, [PAGE])
    assert plain(menu.get(api)) == [PAGE]


def test_menu_that_was_deleted_is_gone(wechat: Simulator, api: Api) -> None:
    menu.create(api, BUTTONS)
    menu.delete(api)
    assert menu.get(api) == []


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ([], 40016),
        ([NEWS] * 4, 40016),
        ([{**NEWS, "name": "六个汉字太长"}], 40018),
        ([{**NEWS, "key": "k" * 129}], 40019),
        ([{**PAGE, "url": "https://example.org/" + "a" * 1024}], 40020),
        ([{"name": "more", "sub_button": [NEWS] * 6}], 40023),
    ],
)
def test_menu_that_wechat_refuses_is_ours_to_mend(
    wechat: Simulator, api: Api, buttons: list[dict[str, Any]], code: int
) -> None:
    with pytest.raises(WechatError) as refused:
        menu.create(api, buttons)
    assert (refused.value.kind, refused.value.code) == (ErrorClass.FIX, code)


def test_refused_menu_leaves_the_old_one(wechat: Simulator, api: Api) -> None:
    menu.create(api, [PAGE])
    with pytest.raises(WechatError):
        menu.create(api, [])
    assert plain(menu.get(api)) == [PAGE]


def test_other_errors_are_not_taken_for_an_empty_menu(wechat: Simulator, api: Api) -> None:
    wechat.change(kind="subscription")
    with pytest.raises(WechatError) as refused:
        menu.get(api)
    assert refused.value.kind is ErrorClass.PERMISSION
