"""Who carries which tag: changed at WeChat first, and then written down here."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from wxbot.client import tags
from wxbot.client.api import Api
from wxbot.errors import ErrorClass, StateUnavailable, WechatError
from wxbot.services.followers import Alias
from wxbot.services.tags import OWN
from wxbot.store import audit, followers
from wxbot.store import tags as rows
from wxbot.store.database import Database
from wxbot.store.followers import Follower


@dataclass(frozen=True, slots=True)
class Changed:
    """Who got or lost a tag, and what WeChat said where it was not everybody."""

    done: tuple[int, ...]
    error: WechatError | StateUnavailable | None


def change(
    database: Database,
    api: Api,
    number: int,
    ids: Collection[int],
    on: bool,
    alias: Alias,
    actor: str,
    now: dt.datetime,
) -> Changed:
    """Puts the tag on these followers or takes it off. What WeChat did is written down even where it stopped midway."""
    with database.read() as db:
        wanted = followers.with_ids(db, ids)
    done, error = _change_at_wechat(api, tags.put_on if on else tags.take_off, number, wanted)
    if done:
        with database.write() as db:
            kept = followers.with_ids(db, [follower.id for follower in done], lock=True)
            (rows.put_on if on else rows.take_off)(db, number, [follower.id for follower in kept])
            details = {"followers": [alias(follower.openid) for follower in done]}
            audit.add(db, now, actor, "tag.put-on" if on else "tag.taken-off", f"tag/{number}", details)
    return Changed(tuple(follower.id for follower in done), error)


_Call = Callable[[Api, int, list[str]], None]
_Trouble = WechatError | StateUnavailable


def _change_at_wechat(
    api: Api, call: _Call, number: int, wanted: Sequence[Follower]
) -> tuple[Sequence[Follower], _Trouble | None]:
    """Everybody at once; where one of them is the reason for a refusal, one after the other."""
    error = _refusal(api, call, number, wanted)
    if error is None or len(wanted) == 1 or not _about_one(error):
        return ([] if error else wanted), error
    done, last = [], error
    for follower in wanted:
        refused = _refusal(api, call, number, [follower])
        if refused is None:
            done.append(follower)
        else:
            last = refused
            if not _about_one(refused):
                break
    return done, last


def _about_one(error: _Trouble) -> bool:
    return isinstance(error, WechatError) and error.kind in (ErrorClass.DROP, ErrorClass.FIX)


def _refusal(api: Api, call: _Call, number: int, wanted: Sequence[Follower]) -> _Trouble | None:
    try:
        call(api, number, [follower.openid for follower in wanted])
    except (WechatError, StateUnavailable) as error:
        return error
    return None


def learn(database: Database, api: Api, row_id: int) -> bool:
    """Which tags WeChat says that he carries, also those given elsewhere. False when he left.

    Raises WechatError or StateUnavailable.
    """
    with database.read() as db:
        follower = followers.with_id(db, row_id)
    if follower is None:
        return False
    carried = [number for number in tags.of_follower(api, follower.openid) if number >= OWN]
    with database.write() as db:
        if followers.locked(db, row_id) is None:
            return False
        rows.set_of(db, row_id, carried)
    return True
