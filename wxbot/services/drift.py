"""What phones show against what was published here: the difference, and the alarm when somebody changed it elsewhere.

A menu can be changed on WeChat's own website or by another program that has the account's secret.
"""

import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from wxbot.client import menu as api_menu
from wxbot.client import tags as api_tags
from wxbot.client.api import Api
from wxbot.errors import StateUnavailable, WechatError
from wxbot.services import Db, alarms
from wxbot.services.menus import Buttons, Shown, buttons_of
from wxbot.services.publications import DRIFT
from wxbot.store import publications
from wxbot.store.database import Database
from wxbot.store.publications import Publication, State

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A button as a line of text; ``level`` is 1 below another one, ``target`` its key or address."""

    level: int
    name: str
    type: str
    target: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison; None on the side that has none there."""

    before: Line | None
    after: Line | None

    @property
    def differs(self) -> bool:
        return self.before != self.after


def shown(api: Api) -> Shown:
    """What phones show now: the buttons for each tag, the empty one being everyone. Raises WechatError.

    A second menu for the same tag, or one for followers of another kind, stands under a name that no tag has.
    """
    found = api_menu.found(api)
    names = {tag.id: tag.name for tag in api_tags.all_tags(api)} if found.conditional else {}
    seen: Shown = {"": found.buttons} if found.buttons else {}
    for menu in found.conditional:
        tag = names.get(menu.tag_id, "")
        seen[tag if tag and tag not in seen else f"#{menu.id}"] = menu.buttons
    return seen


def lines(buttons: Sequence[dict[str, Any]], level: int = 0) -> Iterator[Line]:
    for button in buttons:
        target = next((str(button[name]) for name in ("key", "url", "value", "media_id") if button.get(name)), "")
        yield Line(level, str(button.get("name", "")), str(button.get("type", "")), target)
        yield from lines(button.get("sub_button") or (), level + 1)


def compare(before: Buttons, after: Buttons) -> list[Row]:
    """Both menus line by line, equal lines side by side."""
    old, new = list(lines(before)), list(lines(after))
    rows: list[Row] = []
    for _, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        rows += [Row(one, other) for one, other in zip_longest(old[from_old:to_old], new[from_new:to_new])]
    return rows


def differing(before: Shown, after: Shown) -> list[str]:
    """The tags whose menus are not the same."""
    same = {tag for tag in before.keys() & after.keys() if api_menu.plain(before[tag]) == api_menu.plain(after[tag])}
    return sorted((before.keys() | after.keys()) - same)


def published(db: Db) -> Publication | None:
    """What phones should show; None where nobody knows, since the last publication got only so far."""
    last = publications.newest(db)
    if last is None or last.state == State.PUBLISHED:
        return last
    untouched = last.state == State.FAILED and not last.sent and last.code is not None
    return publications.newest(db, State.PUBLISHED) if untouched else None


def watch(database: Database, api: Api, now: dt.datetime) -> list[str]:
    """Rings when phones show something else than what was published here last; returns the tags of which this holds."""
    with database.read() as db:
        before = published(db)
    if before is None:
        return []
    try:
        seen = shown(api)
    except (WechatError, StateUnavailable) as error:
        log.warning("The menu could not be looked at: %s", error)
        return []
    differ = differing(buttons_of(before.menus), seen)
    with database.write() as db:
        last = published(db)
        if last is None or last.id != before.id:  # Somebody published while we looked.
            return []
        if differ:
            alarms.ring(db, DRIFT, {"publication": last.id, "tags": differ, "seen": seen}, now)
        else:
            alarms.silence(db, DRIFT)
    return differ
