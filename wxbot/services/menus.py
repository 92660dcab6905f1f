"""The menus that are live: what WeChat would take of them, and how they are sent."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from wxbot.client import menu as api_menu
from wxbot.client.api import Api
from wxbot.edition.kinds import Button, Kind, Menu, parse_body
from wxbot.errors import ContentError
from wxbot.services import Db, sketches, tags
from wxbot.services.sketches import Account
from wxbot.store import items

Buttons = list[dict[str, Any]]  # As the API takes them.
Shown = dict[str, Buttons]  # For each tag; the empty one is everyone.
Parcels = list[dict[str, Any]]  # As the store keeps them: a menu's tag and buttons, and the revision they are from.


@dataclass(frozen=True, slots=True)
class Signed:
    """A menu that is signed and live here, whether WeChat has it or not."""

    slug: str
    language: str
    title: str
    number: int
    body: Menu

    @property
    def name(self) -> str:
        return f"{Kind.MENU}/{self.slug}.{self.language}"


def buttons_of(parcels: Parcels) -> Shown:
    """The buttons for each tag; the empty one is everyone."""
    return {str(parcel["tag"]): parcel["buttons"] for parcel in parcels}


def digest(parcels: Parcels) -> str:
    """Of the buttons alone, so that menus that look the same are the same."""
    written = json.dumps(buttons_of(parcels), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def signed(db: Db, now: dt.datetime) -> list[Signed]:
    """The menus that citizens should see now; the one for everyone first. Raises ContentError."""
    found = []
    for item, revision in items.live_with_items(db, Kind.MENU):
        body = cast("Menu", parse_body(Kind.MENU, revision.body, f"{item.kind}/{item.slug}.{item.language}"))
        if body.shown(now):
            found.append(Signed(item.slug, item.language, revision.title, revision.number, body))
    return sorted(found, key=lambda each: each.body.tag)


def pack(found: Sequence[Signed], account: Account) -> Parcels:
    """What is to be sent. Raises ContentError for what WeChat would refuse, or what would lead nowhere."""
    if not found:
        raise ContentError("no menu is live: run `flask load` first")
    for each in found:
        check(each.body, account)
    check_together([each.body.tag for each in found])
    return parcels(found, account)


def parcels(found: Sequence[Signed], account: Account) -> Parcels:
    return [
        {
            "tag": each.body.tag,
            "item": each.name,
            "title": each.title,
            "revision": each.number,
            "buttons": payload(each.body, account.public_url),
        }
        for each in found
    ]


def check(menu: Menu, account: Account) -> None:
    """Raises ContentError for the first button that WeChat would refuse or that would lead nowhere."""
    for finding in sketches.findings(sketches.sketch(menu), account, menu.tag):
        raise ContentError(f"menu: {finding.name}: {finding}" if finding.name else f"menu: {finding}")


def check_together(labels: Sequence[str]) -> None:
    """Raises ContentError unless there is one menu for everyone, and at most one for each tag."""
    if list(labels).count("") != 1:
        raise ContentError("menu: exactly one menu must be for everyone, without a tag")
    for tag in labels:
        if list(labels).count(tag) > 1:
            raise ContentError(f"menu: more than one menu is for the tag {tag}")


def payload(menu: Menu, public_url: str) -> Buttons:
    """The buttons as the API takes them; ``{public_url}`` in an address becomes this account's."""
    return [_button(button, public_url) for button in menu.buttons]


def _button(button: Button, public_url: str) -> dict[str, Any]:
    if button.buttons:
        return {"name": button.name, "sub_button": [_button(below, public_url) for below in button.buttons]}
    if button.type != sketches.VIEW:
        return {"type": button.type, "name": button.name, "key": button.key}
    return {"type": sketches.VIEW, "name": button.name, "url": sketches.filled(button.url, public_url)}


def send(api: Api, buttons: Shown, sent: Callable[[str], None]) -> None:
    """The menu for everyone, then one for each tag; ``sent`` is told of each that WeChat took. Raises WechatError.

    The newest menu that fits is shown, so the new ones come before the old ones go, and no follower is without.
    """
    api_menu.create(api, buttons[""])
    sent("")
    former = [menu_id for menu_id, _ in api_menu.conditional(api)]
    for tag in filter(None, buttons):
        api_menu.add_conditional(api, buttons[tag], tags.tag_id(api, tag))
        sent(tag)
    for menu_id in former:
        api_menu.delete_conditional(api, menu_id)


def keys(menu: Menu) -> Iterator[str]:
    """Every key that the menu can send."""
    for button in menu.buttons:
        yield from (below.key for below in (button, *button.buttons) if below.key)
