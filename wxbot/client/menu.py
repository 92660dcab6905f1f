"""The custom menu: what is under the chat."""

from typing import Any

from wxbot.client.api import Api
from wxbot.errors import WechatError

_NO_MENU = 46003


def create(api: Api, buttons: list[dict[str, Any]]) -> None:
    api.call(lambda client: client.menu.create({"button": buttons}))


def get(api: Api) -> list[dict[str, Any]]:
    """The default menu's buttons; none when the account has no menu."""
    return list(_all(api)["menu"]["button"])


def _all(api: Api) -> dict[str, Any]:
    try:
        return dict(api.call(lambda client: client.get("menu/get")))
    except WechatError as error:
        if error.code == _NO_MENU:
            return {"menu": {"button": []}}
        raise


def conditional(api: Api) -> list[tuple[str, int]]:
    """The menus for tagged followers: each one's id and its tag's."""
    found = _all(api).get("conditionalmenu", [])
    return [(str(menu["menuid"]), int(menu["matchrule"].get("tag_id") or 0)) for menu in found]


def add_conditional(api: Api, buttons: list[dict[str, Any]], tag_id: int) -> str:
    """Returns the menu's id. Not repeated after a missing answer, since two would then be there."""
    body = {"button": buttons, "matchrule": {"tag_id": str(tag_id)}}
    answer = api.call(lambda client: client.post("menu/addconditional", data=body), repeatable=False)
    return str(answer["menuid"])


def delete_conditional(api: Api, menu_id: str) -> None:
    api.call(lambda client: client.post("menu/delconditional", data={"menuid": menu_id}))


def delete(api: Api) -> None:
    """Removes the default menu and every conditional one."""
    api.call(lambda client: client.menu.delete())
