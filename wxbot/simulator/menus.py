"""The account's menu: what may be published, measured in bytes, and what is published now."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wxbot.simulator.errors import ApiError, require

Button = Mapping[str, Any]

_KEYED = {
    "click",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
    "location_select",
}
_NEEDS = {
    "media_id": ("media_id", 40007),
    "view_limited": ("media_id", 40007),
    "article_id": ("article_id", 53600),
    "article_view_limited": ("article_id", 53600),
}
_KEY_BYTES = 128
_URL_BYTES = 1024


@dataclass(frozen=True)
class Level:
    """The limits of one level and the codes that tell which one was broken."""

    most: int
    name_bytes: int
    count_code: int
    type_code: int
    name_code: int
    key_code: int
    url_code: int


_TOP = Level(3, 16, 40016, 40017, 40018, 40019, 40020)
_SUB = Level(5, 60, 40023, 40024, 40025, 40026, 40027)


def checked(body: Mapping[str, Any]) -> tuple[Button, ...]:
    """The buttons as the platform keeps them. Raises ApiError."""
    return tuple(_top(button) for button in _counted(body.get("button"), _TOP))


def _counted(buttons: object, level: Level) -> Sequence[Button]:
    require(isinstance(buttons, list) and 1 <= len(buttons) <= level.most, level.count_code)
    assert isinstance(buttons, list)
    require(all(isinstance(button, dict) for button in buttons), level.type_code)
    return buttons


def _top(button: Button) -> Button:
    if not button.get("sub_button"):
        return {**_leaf(button, _TOP), "sub_button": []}
    require("type" not in button, _TOP.type_code)
    _check_name(button, _TOP)
    below = _counted(button["sub_button"], _SUB)
    return {"name": button["name"], "sub_button": [{**_leaf(one, _SUB), "sub_button": []} for one in below]}


def _leaf(button: Button, level: Level) -> Button:
    require(not button.get("sub_button"), 40022)
    _check_name(button, level)
    kind = button.get("type")
    if kind in _KEYED:
        _check_size(button.get("key"), _KEY_BYTES, level.key_code)
    elif kind in ("view", "miniprogram"):
        _check_url(button, level)
    else:
        require(kind in _NEEDS, level.type_code)
        name, code = _NEEDS[str(kind)]
        require(button.get(name), code)
    return {name: value for name, value in button.items() if name != "sub_button"}


def _check_name(button: Button, level: Level) -> None:
    _check_size(button.get("name"), level.name_bytes, level.name_code)


def _check_url(button: Button, level: Level) -> None:
    _check_size(button.get("url"), _URL_BYTES, level.url_code)
    require(str(button["url"]).startswith(("http://", "https://")), level.url_code)
    if button["type"] == "miniprogram":
        require(button.get("appid") and button.get("pagepath"), level.type_code)


def _check_size(value: object, most: int, code: int) -> None:
    require(isinstance(value, str) and 0 < len(value.encode()) <= most, code)


class Menu:
    id = "208379533"

    def __init__(self) -> None:
        self._buttons: tuple[Button, ...] = ()
        self._lock = threading.Lock()

    @property
    def buttons(self) -> tuple[Button, ...]:
        return self._buttons

    def publish(self, buttons: tuple[Button, ...]) -> None:
        with self._lock:
            self._buttons = buttons

    def delete(self) -> None:
        self.publish(())

    def get(self) -> tuple[Button, ...]:
        """Raises ApiError when there is none."""
        if not self._buttons:
            raise ApiError(46003)
        return self._buttons

    def leaves(self) -> Iterator[Button]:
        for button in self._buttons:
            yield from button["sub_button"] or [button]

    def find(self, key: str) -> Button:
        """The button with this key, url or path; empty when there is none."""
        for button in self.leaves():
            if key in (button.get("key"), button.get("url"), button.get("pagepath")):
                return button
        return {}

    def uses(self, media_id: str) -> bool:
        return any(button.get("media_id") == media_id for button in self.leaves())
