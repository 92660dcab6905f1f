"""The menu: checked against the platform's limits by bytes before anything is sent, then published."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from wxbot.client import menu as api_menu
from wxbot.client.api import Api
from wxbot.edition.kinds import Button, Menu
from wxbot.errors import ContentError
from wxbot.services import tags

_TOP_NAME_MAX, _SUB_NAME_MAX, _KEY_MAX, _URL_MAX = 16, 60, 128, 1024  # Bytes of UTF-8.

Knows = Callable[[str], bool]


def check(menu: Menu, knows: Knows, public_url: str = "") -> None:
    """Raises ContentError for the first button that WeChat would refuse or that would lead nowhere."""
    for button in menu.buttons:
        _check_button(button, _TOP_NAME_MAX, knows, public_url)
        for below in button.buttons:
            if below.buttons:
                raise ContentError(f"menu: {below.name}: a menu has two levels")
            _check_button(below, _SUB_NAME_MAX, knows, public_url)


def _check_button(button: Button, name_max: int, knows: Knows, public_url: str) -> None:
    for what, words, limit in (
        ("name", button.name, name_max),
        ("key", button.key, _KEY_MAX),
        ("url", _filled(button.url, public_url), _URL_MAX),
    ):
        if len(words.encode()) > limit:
            raise ContentError(f"menu: {button.name}: the {what} has more than {limit} bytes")
    if button.key and not knows(button.key):
        raise ContentError(f"menu: {button.name}: no section answers the key {button.key!r}")


def payload(menu: Menu, public_url: str) -> list[dict[str, Any]]:
    """The buttons as the API takes them; ``{public_url}`` in an address becomes this account's."""
    return [_button(button, public_url) for button in menu.buttons]


def _button(button: Button, public_url: str) -> dict[str, Any]:
    if button.buttons:
        return {"name": button.name, "sub_button": [_button(below, public_url) for below in button.buttons]}
    if button.type != "view":
        return {"type": button.type, "name": button.name, "key": button.key}
    return {"type": "view", "name": button.name, "url": _filled(button.url, public_url)}


def _filled(url: str, public_url: str) -> str:
    return url.replace("{public_url}", public_url)


def publish(api: Api, menus: Sequence[Menu], public_url: str, knows: Knows) -> None:
    """The default menu, then one for each tag. Raises ContentError before anything is sent, or WechatError.

    The newest menu that fits is shown, so the new ones come before the old ones go, and no follower is without.
    """
    for menu in menus:
        check(menu, knows, public_url)
    default = [menu for menu in menus if not menu.tag]
    if len(default) != 1:
        raise ContentError("menu: exactly one menu must be for everyone, without a tag")
    api_menu.create(api, payload(default[0], public_url))
    former = [menu_id for menu_id, _ in api_menu.conditional(api)]
    for menu in menus:
        if menu.tag:
            api_menu.add_conditional(api, payload(menu, public_url), tags.tag_id(api, menu.tag))
    for menu_id in former:
        api_menu.delete_conditional(api, menu_id)


def keys(menu: Menu) -> Iterator[str]:
    """Every key that the menu can send."""
    for button in menu.buttons:
        yield from (below.key for below in (button, *button.buttons) if below.key)
