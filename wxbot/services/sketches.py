"""A menu while somebody works on it, and everything that keeps it from being published, button by button."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from wxbot.edition.kinds import Button, Menu

TOP_MAX, BELOW_MAX = 3, 5  # Buttons side by side, and below one of them.
TOP_NAME_MAX, BELOW_NAME_MAX, KEY_MAX, URL_MAX = 16, 60, 128, 1024  # Bytes of UTF-8.
DOMAINS_MAX = 3  # That a menu for tagged followers may link to.
VIEW = "view"
KEYED = ("click", "location_select", "pic_photo_or_album", "pic_sysphoto", "pic_weixin", "scancode_waitmsg")


@dataclass(frozen=True, slots=True)
class Account:
    """What a menu stands on: the account's own address, and which keys lead somewhere."""

    public_url: str
    knows: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A button while somebody works on it: anything may be missing yet, or too long."""

    name: str = ""
    type: str = ""  # Empty for one with buttons below.
    key: str = ""
    url: str = ""
    below: tuple["Sketch", ...] = ()

    @property
    def fields(self) -> dict[str, Any]:
        """As the body of a menu holds it: only what its type needs."""
        if self.below:
            return {"name": self.name, "buttons": [button.fields for button in self.below]}
        purpose = {"url": self.url} if self.type == VIEW else {"key": self.key}
        return {"name": self.name, "type": self.type, **purpose}


class Trouble(StrEnum):
    EMPTY = "empty"
    TOO_LONG = "too-long"
    TOO_MANY = "too-many"
    TOO_DEEP = "too-deep"
    UNKNOWN_TYPE = "unknown-type"
    UNKNOWN_KEY = "unknown-key"
    NO_ADDRESS = "no-address"
    TOO_MANY_DOMAINS = "too-many-domains"


@dataclass(frozen=True, slots=True)
class Finding:
    """What WeChat would refuse, or what would lead nowhere: of which button and which of its fields.

    ``place`` is the button's column, and its row where it stands below another; empty for the whole menu.
    """

    trouble: Trouble
    place: tuple[int, ...]
    field: str = ""
    name: str = ""  # The button's.
    count: int = 0
    limit: int = 0
    words: str = ""

    def __str__(self) -> str:
        return _SENTENCES[self.trouble].format(**{name: getattr(self, name) for name in self.__slots__})


_SENTENCES = {
    Trouble.EMPTY: "the {field} is missing",
    Trouble.TOO_LONG: "the {field} has more than {limit} bytes",
    Trouble.TOO_MANY: "{count} buttons, but at the most {limit} are allowed",
    Trouble.TOO_DEEP: "a menu has two levels",
    Trouble.UNKNOWN_TYPE: "there is no button of the type {words!r}",
    Trouble.UNKNOWN_KEY: "no section answers the key {words!r}",
    Trouble.NO_ADDRESS: "{words!r} is not the address of a page",
    Trouble.TOO_MANY_DOMAINS: "links to {count} hosts, but a menu for a tag may link to {limit}",
}


def sketch(menu: Menu) -> tuple[Sketch, ...]:
    return tuple(_sketch(button) for button in menu.buttons)


def _sketch(button: Button) -> Sketch:
    return Sketch(button.name, button.type or "", button.key, button.url, tuple(map(_sketch, button.buttons)))


def findings(buttons: Sequence[Sketch], account: Account, tag: str = "") -> list[Finding]:
    """Everything that keeps these buttons from being published, button by button."""
    found = [*_counted(buttons, (), "", TOP_MAX)]
    for column, button in enumerate(buttons):
        found += _found(button, (column,), TOP_NAME_MAX, account)
        found += _counted(button.below, (column,), button.name, BELOW_MAX) if button.below else ()
        for row, below in enumerate(button.below):
            found += _found(below, (column, row), BELOW_NAME_MAX, account)
    hosts = {_host(filled(each.url, account.public_url)) for each in _leaves(buttons) if each.type == VIEW} - {""}
    if tag and len(hosts) > DOMAINS_MAX:
        found.append(Finding(Trouble.TOO_MANY_DOMAINS, (), count=len(hosts), limit=DOMAINS_MAX))
    return found


def _counted(buttons: Sequence[Sketch], place: tuple[int, ...], name: str, limit: int) -> Iterator[Finding]:
    if not buttons:
        yield Finding(Trouble.EMPTY, place, "button", name)
    if len(buttons) > limit:
        yield Finding(Trouble.TOO_MANY, place, "button", name, len(buttons), limit)


def _leaves(buttons: Sequence[Sketch]) -> Iterator[Sketch]:
    for button in buttons:
        yield from button.below or (button,)


def _found(button: Sketch, place: tuple[int, ...], name_max: int, account: Account) -> Iterator[Finding]:
    yield from _measured("name", button.name, name_max, place, button.name)
    if button.below:
        if len(place) > 1:
            yield Finding(Trouble.TOO_DEEP, place, name=button.name)
    elif button.type == VIEW:
        yield from _of_address(button, place, account.public_url)
    elif button.type in KEYED:
        yield from _measured("key", button.key, KEY_MAX, place, button.name)
        if button.key.strip() and not account.knows(button.key):
            yield Finding(Trouble.UNKNOWN_KEY, place, "key", button.name, words=button.key)
    elif not button.type:
        yield Finding(Trouble.EMPTY, place, "type", button.name)
    else:
        yield Finding(Trouble.UNKNOWN_TYPE, place, "type", button.name, words=button.type)


def _of_address(button: Sketch, place: tuple[int, ...], public_url: str) -> Iterator[Finding]:
    url = filled(button.url, public_url)
    yield from _measured("url", url, URL_MAX, place, button.name)
    if url.strip() and not _host(url):
        yield Finding(Trouble.NO_ADDRESS, place, "url", button.name, words=button.url)


def _host(url: str) -> str:
    """Of the address of a page; empty when it is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    fits = parts.scheme in ("http", "https") and not any(sign.isspace() for sign in url)
    return parts.netloc if fits else ""


def filled(url: str, public_url: str) -> str:
    """The address with this account's own in the place that is left for it."""
    return url.replace("{public_url}", public_url)


def _measured(field: str, words: str, limit: int, place: tuple[int, ...], name: str) -> Iterator[Finding]:
    if not words.strip():
        yield Finding(Trouble.EMPTY, place, field, name)
    if (count := len(words.encode())) > limit:
        yield Finding(Trouble.TOO_LONG, place, field, name, count, limit)
