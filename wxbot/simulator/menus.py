"""The account's menus: what may be published, measured in bytes, what is published now, and who sees which."""

import itertools
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from wxbot.simulator.errors import ApiError, require
from wxbot.simulator.followers import Follower
from wxbot.simulator.matchrules import MatchRule

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
ANSWERED_BY_THE_PLATFORM = frozenset(_NEEDS)
_KEY_BYTES = 128
_URL_BYTES = 1024
_DOMAINS = 3


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


@dataclass(frozen=True)
class ConditionalMenu:
    """A menu for some followers only, before everyone else's."""

    id: str
    buttons: tuple[Button, ...]
    rule: MatchRule


class Menu:
    """The default menu and the conditional ones; a conditional one needs the default one beneath it."""

    id = "208379532"

    def __init__(self) -> None:
        self._buttons: tuple[Button, ...] = ()
        self._website: tuple[Button, ...] = ()
        self._conditional: tuple[ConditionalMenu, ...] = ()
        self._ids = itertools.count(int(self.id) + 1)
        self._lock = threading.Lock()

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What everyone sees."""
        return self._website or self._buttons

    @property
    def conditional(self) -> tuple[ConditionalMenu, ...]:
        """The newest first, which is the order in which they are tried."""
        return self._conditional

    def publish(self, buttons: tuple[Button, ...]) -> None:
        """The conditional menus stay."""
        with self._lock:
            self._buttons, self._website = buttons, ()

    def publish_on_website(self, buttons: tuple[Button, ...]) -> None:
        """What somebody makes by hand on the platform's own pages, until a program publishes again."""
        with self._lock:
            self._website = tuple({"sub_button": [], **button} for button in buttons)

    def delete(self) -> None:
        """With the default menu the conditional ones go too."""
        with self._lock:
            self._buttons, self._website, self._conditional = (), (), ()

    def add_conditional(self, buttons: tuple[Button, ...], rule: MatchRule) -> str:
        """The id of the new menu. Raises ApiError."""
        with self._lock:
            require(self._buttons, 65303)
            require(len(_domains(buttons)) <= _DOMAINS, 65316)
            new = ConditionalMenu(str(next(self._ids)), buttons, rule)
            self._conditional = (new, *self._conditional)
            return new.id

    def delete_conditional(self, menu_id: str) -> None:
        """Raises ApiError."""
        with self._lock:
            left = tuple(one for one in self._conditional if one.id != menu_id)
            require(len(left) < len(self._conditional), 65301)
            self._conditional = left

    def get(self) -> tuple[Button, ...]:
        """The default menu. Raises ApiError when there is none."""
        if not self._buttons:
            raise ApiError(46003)
        return self._buttons

    def seen_by(self, follower: Follower | None) -> tuple[str, tuple[Button, ...]]:
        """The id and the buttons of the menu on this follower's phone.

        A real phone asks again when it opens the chat and its copy is older than five minutes. Here it asks all the
        time, so that a new tag shows its menu at once.
        """
        if follower and follower.following:
            for one in self._conditional:
                if one.rule.fits(follower):
                    return one.id, one.buttons
        return self.id, self.buttons

    def find(self, key: str, follower: Follower | None = None) -> tuple[str, Button]:
        """The menu's id and its button with this key, url or path; an empty button when there is none.

        The follower's own menu comes first; after it all others, since his phone may still show an older one.
        """
        others = [(one.id, one.buttons) for one in self._conditional]
        for menu_id, buttons in (self.seen_by(follower), (self.id, self._buttons), *others):
            for button in leaves(buttons):
                if key in (button.get("key"), button.get("url"), button.get("pagepath")):
                    return menu_id, button
        return self.id, {}

    def uses(self, media_id: str) -> bool:
        every = (self._buttons, *(one.buttons for one in self._conditional))
        return any(button.get("media_id") == media_id for buttons in every for button in leaves(buttons))


def leaves(buttons: Iterable[Button]) -> Iterator[Button]:
    """The buttons that do something, of both levels."""
    for button in buttons:
        yield from button["sub_button"] or [button]


def _domains(buttons: Iterable[Button]) -> set[str]:
    return {urlsplit(str(button["url"])).netloc for button in leaves(buttons) if button.get("url")}
