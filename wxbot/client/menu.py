"""The custom menu: what is under the chat."""

from typing import Any

from wxbot.client.api import Api
from wxbot.errors import WechatError

_NO_MENU = 46003


def create(api: Api, buttons: list[dict[str, Any]]) -> None:
    api.call(lambda client: client.menu.create({"button": buttons}))


def get(api: Api) -> list[dict[str, Any]]:
    """The default menu's buttons; none when the account has no menu."""
    try:
        answer = api.call(lambda client: client.get("menu/get"))
    except WechatError as error:
        if error.code == _NO_MENU:
            return []
        raise
    return list(answer["menu"]["button"])


def delete(api: Api) -> None:
    """Removes the default menu and every conditional one."""
    api.call(lambda client: client.menu.delete())
