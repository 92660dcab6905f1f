"""A menu that is signed and live, and the account that publishes it."""

import datetime as dt
from typing import Any

from tests.services import drafts
from tests.services.drafts import NOON
from wxbot.client.api import Api
from wxbot.edition.kinds import Kind
from wxbot.services import items, preferences, publications
from wxbot.services.preferences import Preferences
from wxbot.services.sketches import Account
from wxbot.simulator.server import Simulator
from wxbot.store.database import Database
from wxbot.store.publications import Publication

ACCOUNT = Account("https://account.example", lambda key: key != "nowhere")


def click(name: str = "动态", key: str = "news") -> dict[str, Any]:
    return {"name": name, "type": "click", "key": key}


def sign(database: Database, name: str = "动态", tag: str = "", now: dt.datetime = NOON, **fields: Any) -> None:
    """The menu with one button of this name goes live."""
    body = {"tag": tag, "buttons": [click(name)], **fields}
    draft = items.draft(Kind.MENU, tag or "default", "zh", "Menu", body, "the test")
    drafts.go_live(database, draft, now=now)


def publish(database: Database, api: Api, now: dt.datetime = NOON) -> Publication:
    return publications.publish(database, api, ACCOUNT, "director li", now)


def automatic(database: Database) -> None:
    with database.write() as db:
        preferences.save(db, Preferences(menus_automatic=True), "director li", NOON)


def names(wechat: Simulator) -> list[str]:
    """The buttons that everyone sees."""
    return [str(button["name"]) for button in wechat.menu.buttons]
