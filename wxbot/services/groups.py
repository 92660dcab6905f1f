"""Groups of followers for broadcasts: testers, who come and go, and lists, which stay as they were brought.

A list never changes, since whoever signs a broadcast to it signs for exactly those people.
"""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from wxbot.errors import RuleError
from wxbot.services import Db
from wxbot.services.followers import Alias
from wxbot.store import audiences as store
from wxbot.store import audit, broadcasts, followers
from wxbot.store.audiences import Group
from wxbot.store.broadcasts import UNDER_WAY

NAME_MOST = 60
TESTERS_MOST = 100  # WeChat shows previews a hundred times a day.
_FILLED_AT_ONCE = 5_000


class Kind(StrEnum):
    TESTERS = "testers"
    LIST = "list"


class Why(StrEnum):
    """The rules that a group can break."""

    NAME = "The name must have 1 to %(most)s characters."
    TAKEN = "A group has this name already."
    GONE = "This group is not there any more."
    USED = "A broadcast that is not over yet goes to this group: %(title)s."
    FIXED = "A list stays as it was brought. Bring a new one."
    FULL = "A group of testers has at most %(most)s people."
    STRANGER = "Nobody who follows has this openid."


def add(db: Db, kind: Kind, name: str, openids: Sequence[str], actor: str, now: dt.datetime) -> Group:
    """``openids`` each once. Raises RuleError."""
    named = name.strip()
    if not 1 <= len(named) <= NAME_MOST:
        raise RuleError(Why.NAME, most=NAME_MOST)
    if kind is Kind.TESTERS and len(openids) > TESTERS_MOST:
        raise RuleError(Why.FULL, most=TESTERS_MOST)
    group = store.add(db, kind, named, actor, now)
    if group is None:
        raise RuleError(Why.TAKEN)
    for begin in range(0, len(openids), _FILLED_AT_ONCE):
        store.fill(db, group.id, openids[begin : begin + _FILLED_AT_ONCE])
    audit.add(db, now, actor, "group.added", f"group/{group.id}", {"name": named, "followers": len(openids)})
    return group


def put_in(db: Db, group_id: int, openid: str, alias: Alias, actor: str, now: dt.datetime) -> None:
    group = _testers(db, group_id)
    follower = followers.find(db, openid)
    if follower is None or not follower.subscribed:
        raise RuleError(Why.STRANGER)
    if store.size(db, group.id) >= TESTERS_MOST:
        raise RuleError(Why.FULL, most=TESTERS_MOST)
    if store.put_in(db, group.id, openid):
        audit.add(db, now, actor, "group.joined", f"group/{group.id}", {"follower": alias(openid)})


def take_out(db: Db, group_id: int, number: int, alias: Alias, actor: str, now: dt.datetime) -> None:
    """``number`` is the follower's row."""
    group = _testers(db, group_id)
    follower = followers.with_id(db, number)
    if follower is not None:
        store.take_out(db, group.id, follower.openid)
        audit.add(db, now, actor, "group.left", f"group/{group.id}", {"follower": alias(follower.openid)})


def remove(db: Db, group_id: int, actor: str, now: dt.datetime) -> None:
    group = _locked(db, group_id)
    for row in broadcasts.in_state(db, *UNDER_WAY, limit=1_000):
        if row.audience.get("group") == group_id:
            raise RuleError(Why.USED, title=row.title)
    store.remove(db, group_id)
    audit.add(db, now, actor, "group.removed", f"group/{group_id}", {"name": group.name})


def _locked(db: Db, group_id: int) -> Group:
    group = store.of_id(db, group_id, lock=True)
    if group is None:
        raise RuleError(Why.GONE)
    return group


def _testers(db: Db, group_id: int) -> Group:
    group = _locked(db, group_id)
    if group.kind != Kind.TESTERS:
        raise RuleError(Why.FIXED)
    return group
