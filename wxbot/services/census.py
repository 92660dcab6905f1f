"""Who follows, as WeChat tells: those whom we do not know yet, those who left unheard, and which tags each carries.

A run first goes through WeChat's list, page by page, and then asks about everybody here, a hundred at a time. That
somebody is missing from a list proves nothing, since pages shift; only what WeChat says of himself counts.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from wxbot.client import users
from wxbot.client.api import Api
from wxbot.client.users import User
from wxbot.errors import ErrorClass, WechatError
from wxbot.services import Db, privacy, syncs
from wxbot.services.syncs import END
from wxbot.services.tags import OWN
from wxbot.store import followers, tags
from wxbot.store.database import Database
from wxbot.store.followers import Follower

log = logging.getLogger(__name__)

NAME = "followers"
_AT = dt.time(3, 0)  # In Beijing, when hardly anybody is awake.
_ADDED = 1_000  # Rows of one transaction.
_ASKED = 100  # As many as one call takes.
_LOOKED_AT = 1_000  # Followers of one step.

_LIST, _ASK = "list", "ask"

Forget = Callable[[str], None]  # Drops what Redis knows of a follower.
T = TypeVar("T")


def sync(database: Database, api: Api, forget: Forget, now: dt.datetime) -> bool:
    """A step, if one is due; returns whether it was."""
    return syncs.advance(
        database, NAME, lambda cursor: step(database, api, forget, cursor, now), syncs.tomorrow(now, _AT), now
    )


def step(database: Database, api: Api, forget: Forget, cursor: str, now: dt.datetime) -> str:
    """Raises WechatError or StateUnavailable; it can then be taken once more."""
    phase, _sign, place = cursor.partition(" ")
    if phase == _ASK:
        return _ask(database, api, forget, int(place), now)
    return _list(database, api, place)


def _pieces(whole: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (whole[start : start + size] for start in range(0, len(whole), size))


def _list(database: Database, api: Api, after: str) -> str:
    page = users.page(api, after)
    for some in _pieces(page.openids, _ADDED):
        with database.read() as db:
            known = followers.ids_of(db, some)
        if new := [openid for openid in some if openid not in known]:
            with database.write() as db:
                followers.add_all(db, new)
    return f"{_LIST} {page.following}" if page.following else f"{_ASK} 0"


def _ask(database: Database, api: Api, forget: Forget, after: int, now: dt.datetime) -> str:
    with database.read() as db:
        some = followers.after(db, after, _LOOKED_AT)
    for group in _pieces(some, _ASKED):
        _bring_up_to_date(database, api, forget, group, now)
    return f"{_ASK} {some[-1].id}" if some else END


def _bring_up_to_date(
    database: Database, api: Api, forget: Forget, group: Sequence[Follower], now: dt.datetime
) -> None:
    ids = [follower.id for follower in group]
    with database.read() as db:
        before = tags.of_followers(db, ids)
    told = _told(api, [follower.openid for follower in group])
    gone = [user.openid for user in told if not user.subscribed]
    for openid in gone:
        forget(openid)
    if gone or _differs(group, told, before):
        with database.write() as db:
            for openid in gone:
                privacy.forget_unless_back(db, openid, now)
            _take_over(db, ids, [user for user in told if user.subscribed], before)


def _told(api: Api, openids: Sequence[str]) -> list[User]:
    """Where WeChat stumbles over one of them, he is left out: that it does not know him says nothing about him."""
    try:
        return users.infos(api, list(openids))
    except WechatError as error:
        if error.kind is not ErrorClass.DROP:
            raise
        if len(openids) == 1:
            log.warning("WeChat does not know a follower", extra={"code": error.code, "rid": error.rid})
            return []
    half = len(openids) // 2
    return [*_told(api, openids[:half]), *_told(api, openids[half:])]


def _differs(group: Sequence[Follower], told: Sequence[User], before: Mapping[int, list[int]]) -> bool:
    """Whether there is anything to write: of most there is not."""
    known = {follower.openid: follower for follower in group}
    return any(
        _carried(user) != before.get(known[user.openid].id, [])
        or (known[user.openid].followed_at is None and user.subscribed_at)
        for user in told
        if user.openid in known
    )


def _carried(user: User) -> list[int]:
    return sorted(number for number in user.tags if number >= OWN)


def _take_over(db: Db, ids: Sequence[int], told: Sequence[User], before: Mapping[int, list[int]]) -> None:
    """Tags that staff changed while WeChat was asked stay as staff want them."""
    here = {follower.openid: follower for follower in followers.with_ids(db, ids, lock=True)}
    current = tags.of_followers(db, ids)
    for user in told:
        follower = here.get(user.openid)
        if follower is None:
            continue
        if follower.followed_at is None and user.subscribed_at:
            follower.followed_at = dt.datetime.fromtimestamp(user.subscribed_at, dt.UTC)
        carried, was = _carried(user), current.get(follower.id, [])
        if was == before.get(follower.id, []) and was != carried:
            tags.set_of(db, follower.id, carried)
