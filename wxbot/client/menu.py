"""The custom menu: what is under the chat."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wxbot.client.api import Api
from wxbot.errors import WechatError

_NO_MENU = 46003
_NO_SUCH_MENU = 65301

Buttons = list[dict[str, Any]]

# What makes a button; WeChat adds empty lists and ids of its own.
_FIELDS = ("type", "name", "key", "url", "value", "media_id", "article_id", "appid", "pagepath")


@dataclass(frozen=True, slots=True)
class Conditional:
    """A menu for some followers. Whose it is cannot be told when the tag's id is 0: it goes by another rule."""

    id: str
    tag_id: int
    buttons: Buttons


@dataclass(frozen=True, slots=True)
class Found:
    """What phones show now."""

    buttons: Buttons
    conditional: tuple[Conditional, ...]


def create(api: Api, buttons: Buttons) -> None:
    api.call(lambda client: client.menu.create({"button": buttons}))


def get(api: Api) -> Buttons:
    """The default menu's buttons; none when the account has no menu."""
    return list(_all(api)["menu"]["button"])


def found(api: Api) -> Found:
    """Every menu, wherever it was made: one of the website's shows itself by its names, or by being switched off."""
    answer = _all(api)
    made, shown = plain(answer["menu"]["button"]), _shown(api)
    special = tuple(_conditional(menu) for menu in answer.get("conditionalmenu", []))
    return Found(made if _names(made) == _names(shown) else shown, special)


def _conditional(menu: Mapping[str, Any]) -> Conditional:
    return Conditional(str(menu["menuid"]), int(menu["matchrule"].get("tag_id") or 0), plain(menu["button"]))


def _shown(api: Api) -> Buttons:
    answer = api.call(lambda client: client.get("get_current_selfmenu_info"))
    return plain(answer.get("selfmenu_info", {}).get("button", [])) if answer.get("is_menu_open") else []


def plain(buttons: Iterable[Mapping[str, Any]]) -> Buttons:
    """The buttons with nothing but what makes them, so that two menus can be compared."""
    return [_plain(button) for button in buttons]


def _plain(button: Mapping[str, Any]) -> dict[str, Any]:
    below = button.get("sub_button") or []
    if isinstance(below, Mapping):  # One of WeChat's answers wraps the lower level once more.
        below = below.get("list") or []
    fields = {name: button[name] for name in _FIELDS if button.get(name)}
    return {**fields, "sub_button": plain(below)} if below else fields


def _names(buttons: Buttons) -> list[Any]:
    return [(button.get("name"), _names(button.get("sub_button", []))) for button in buttons]


def _all(api: Api) -> dict[str, Any]:
    try:
        return dict(api.call(lambda client: client.get("menu/get")))
    except WechatError as error:
        if error.code == _NO_MENU:
            return {"menu": {"button": []}}
        raise


def conditional(api: Api) -> list[tuple[str, int]]:
    """The menus for tagged followers: each one's id and its tag's."""
    return [(menu.id, menu.tag_id) for menu in map(_conditional, _all(api).get("conditionalmenu", []))]


def add_conditional(api: Api, buttons: Buttons, tag_id: int) -> str:
    """Returns the menu's id. Not repeated after a missing answer, since two would then be there."""
    body = {"button": buttons, "matchrule": {"tag_id": str(tag_id)}}
    answer = api.call(lambda client: client.post("menu/addconditional", data=body), repeatable=False)
    return str(answer["menuid"])


def delete_conditional(api: Api, menu_id: str) -> None:
    """One that is gone already is as good."""
    try:
        api.call(lambda client: client.post("menu/delconditional", data={"menuid": menu_id}))
    except WechatError as error:
        if error.code != _NO_SUCH_MENU:
            raise


def delete(api: Api) -> None:
    """Removes the default menu and every conditional one."""
    api.call(lambda client: client.menu.delete())
