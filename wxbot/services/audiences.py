"""Whom a broadcast goes to, in one small value; and what each kind of account may send to whom, in one table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wxbot.errors import ContentError
from wxbot.services import Db
from wxbot.store import audiences as store
from wxbot.store.audiences import Chosen
from wxbot.store.broadcasts import Kind


class Who(StrEnum):
    NOBODY = "nobody"  # What is published without being pushed.
    EVERYONE = "everyone"
    TAG = "tag"
    SUBSCRIBERS = "subscribers"
    GROUP = "group"


class Way(StrEnum):
    """How WeChat is asked to send it."""

    ALL = "all"  # One call, and WeChat knows who they are; so for a tag.
    TAG = "tag"
    LIST = "list"  # A call for each few thousand openids.
    EACH = "each"  # A call for each follower.
    PUBLISH = "publish"


Ways = Mapping[Kind, Mapping[Who, Way]]

MASS = (Kind.ARTICLE, Kind.TEXT, Kind.IMAGE)
EACH = (Kind.TEMPLATE, Kind.NOTICE, Kind.CUSTOM)

_WHOLE: Mapping[Who, Way] = {Who.EVERYONE: Way.ALL, Who.TAG: Way.TAG}
_CHOSEN: Mapping[Who, Way] = {**_WHOLE, Who.SUBSCRIBERS: Way.LIST, Who.GROUP: Way.LIST}
_SINGLY: Mapping[Who, Way] = dict.fromkeys((Who.EVERYONE, Who.TAG, Who.SUBSCRIBERS, Who.GROUP), Way.EACH)
_PUBLISH: Ways = {Kind.PUBLISH: {Who.NOBODY: Way.PUBLISH}}

# By the kind of account, as the setting WECHAT_ACCOUNT_KIND names it. What does not stand here is refused by WeChat.
TABLE: Mapping[str, Ways] = {
    "subscription": {},
    "subscription-verified": {**dict.fromkeys(MASS, _WHOLE), **_PUBLISH, Kind.CUSTOM: _SINGLY},
    "service": {},
    "service-verified": {**dict.fromkeys(MASS, _CHOSEN), **_PUBLISH, **dict.fromkeys(EACH, _SINGLY)},
    "sandbox": {**dict.fromkeys(MASS, _CHOSEN), Kind.TEMPLATE: _SINGLY, Kind.CUSTOM: _SINGLY},
}

NOWHERE = "this kind of account cannot send that to them"
EMPTY = "say whom it goes to"
NO_TAG = "choose a tag"
NO_SUBSCRIPTION = "choose a section or a country"
NO_GROUP = "choose a group"
UNKNOWN = "there is no such audience"
REASONS = (NOWHERE, EMPTY, NO_TAG, NO_SUBSCRIPTION, NO_GROUP, UNKNOWN)

_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Audience:
    """``section`` and ``country`` are those of subscriptions; either may be empty, but never both."""

    who: Who
    tag: int = 0
    section: str = ""
    country: str = ""
    group: int = 0

    def as_json(self) -> dict[str, Any]:
        named = {"tag": self.tag, "section": self.section, "country": self.country, "group": self.group}
        return {"who": self.who.value, **{name: value for name, value in named.items() if value}}


def parse(raw: Mapping[str, Any]) -> Audience:
    """Raises ContentError. Nothing that is empty or half said is ever taken for everyone."""
    try:
        who = Who(raw.get("who", ""))
        found = Audience(
            who,
            int(raw.get("tag") or 0),
            str(raw.get("section") or ""),
            str(raw.get("country") or ""),
            int(raw.get("group") or 0),
        )
    except (TypeError, ValueError):
        raise ContentError(f"audience: {UNKNOWN if raw.get('who') else EMPTY}") from None
    _check(found)
    return found


def _check(found: Audience) -> None:
    if found.who is Who.TAG and found.tag <= 0:
        raise ContentError(f"audience: {NO_TAG}")
    if found.who is Who.SUBSCRIBERS and not (found.section or found.country):
        raise ContentError(f"audience: {NO_SUBSCRIPTION}")
    if found.who is Who.GROUP and found.group <= 0:
        raise ContentError(f"audience: {NO_GROUP}")


def offered(account: str) -> Ways:
    """What an account of that kind may send, and to whom."""
    return TABLE.get(account, {})


def way(account: str, kind: Kind, audience: Audience) -> Way:
    """Raises ContentError where the table has none."""
    found = offered(account).get(kind, {}).get(audience.who)
    if found is None:
        raise ContentError(f"audience: {NOWHERE}")
    return found


def chosen(audience: Audience) -> Chosen | None:
    """Who follows and is not blocked; None for nobody.

    A list may name openids that we do not know yet; whether they follow WeChat says.
    """
    match audience.who:
        case Who.EVERYONE:
            return store.everyone()
        case Who.TAG:
            return store.carriers(audience.tag)
        case Who.SUBSCRIBERS:
            return store.subscribers(audience.section, audience.country)
        case Who.GROUP:
            return store.reachable(audience.group)
        case Who.NOBODY:
            return None


def page(db: Db, audience: Audience, after: str, limit: int) -> Sequence[str]:
    """Openids in their order from the one after ``after``."""
    found = chosen(audience)
    return store.page(db, found, after, limit) if found is not None else ()


def count(db: Db, audience: Audience) -> int:
    """How many followers that are by what we know."""
    found = chosen(audience)
    return store.count(db, found) if found is not None else 0
