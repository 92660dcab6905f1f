"""Followers' tags: those by which WeChat shows a follower the menu in his language, and those of staff.

The truth about tags is WeChat's. A change goes there first and is written down here afterwards; what a crash or a
missing answer left apart is brought together by fetching the list again.
"""

import datetime as dt
import logging
from collections.abc import Collection, Sequence

from wxbot.client import tags
from wxbot.client.api import Api
from wxbot.errors import ContentError, ErrorClass, StateUnavailable, WechatError
from wxbot.services import syncs
from wxbot.services.syncs import END
from wxbot.store import audit, followers
from wxbot.store import tags as rows
from wxbot.store.database import Database

log = logging.getLogger(__name__)

NAME = "tags"
_EVERY = dt.timedelta(hours=1)

OF_LANGUAGE = {"en": "english"}  # Who reads another language has none of these.
BATCH = 50  # As many as one call takes.
NAME_BYTES = 30
OWN = 100  # Tags with smaller numbers are WeChat's.

# After these the same call would fail again: the account may not tag, or the follower is none.
_FINAL = (ErrorClass.PERMISSION, ErrorClass.DROP, ErrorClass.FIX)


def tag_id(api: Api, name: str) -> int:
    """The tag's id, made where there is none. Raises WechatError."""
    known = {tag.name: tag.id for tag in tags.all_tags(api)}
    return known[name] if name in known else tags.create(api, name)


def tag_followers(database: Database, api: Api) -> int:
    """Brings the tags of those who chose another language up to date; returns of how many."""
    with database.read() as db:
        waiting = followers.untagged(db, BATCH)
    count = 0
    for language in sorted({follower.language for follower in waiting}):
        group = [follower for follower in waiting if follower.language == language]
        try:
            _retag(api, language, [follower.openid for follower in group])
        except (WechatError, StateUnavailable) as error:
            log.warning("Followers were not tagged: %s", error)
            continue
        with database.write() as db:
            count += followers.mark_tagged(db, [follower.id for follower in group], language)
    return count


def _retag(api: Api, language: str, openids: Sequence[str]) -> None:
    """Raises what a later try could mend."""
    for other, name in OF_LANGUAGE.items():
        change = tags.put_on if other == language else tags.take_off
        try:
            change(api, tag_id(api, name), list(openids))
        except WechatError as error:
            if error.kind not in _FINAL:
                raise
            log.warning("WeChat refuses a tag", extra={"code": error.code, "rid": error.rid})
            if len(openids) > 1 and error.kind is not ErrorClass.PERMISSION:
                for openid in openids:  # One of them is the reason; the others must not go without.
                    _retag(api, language, [openid])


def fetch(database: Database, api: Api) -> int:
    """Takes over WeChat's list of tags; returns how many there are. Raises WechatError or StateUnavailable."""
    found = {tag.id: (tag.name, tag.count) for tag in tags.all_tags(api) if tag.id >= OWN}
    with database.write() as db:
        rows.put_all(db, found)
    return len(found)


def sync(database: Database, api: Api, now: dt.datetime) -> bool:
    """Fetches the list if it is time; returns whether it was. Who carries which tag the census tells."""

    def step(_cursor: str) -> str:
        fetch(database, api)
        return END

    return syncs.advance(database, NAME, step, now + _EVERY, now)


def create(database: Database, api: Api, name: str, actor: str, now: dt.datetime) -> int:
    """The new tag's number. Raises ContentError, WechatError or StateUnavailable."""
    name = _checked(name)
    try:
        made = tags.create(api, name)
    except WechatError as error:
        fetch(database, api)  # It may have been made all the same, now or before a crash: then the list shows it.
        raise error
    with database.write() as db:
        rows.put(db, made, name)
        audit.add(db, now, actor, "tag.created", f"tag/{made}", {"name": name})
    return made


def rename(
    database: Database, api: Api, number: int, name: str, used: Collection[str], actor: str, now: dt.datetime
) -> None:
    """``used`` are the names by which menus find their readers. Raises ContentError, WechatError, StateUnavailable."""
    name, before = _checked(name), _changeable(database, number, used)
    tags.rename(api, number, name)
    with database.write() as db:
        rows.put(db, number, name)
        audit.add(db, now, actor, "tag.renamed", f"tag/{number}", {"before": before, "after": name})


def delete(database: Database, api: Api, number: int, used: Collection[str], actor: str, now: dt.datetime) -> None:
    """As ``rename``. Nobody carries the tag afterwards."""
    name = _changeable(database, number, used)
    tags.delete(api, number)
    with database.write() as db:
        rows.remove(db, number)
        audit.add(db, now, actor, "tag.deleted", f"tag/{number}", {"name": name})


def _checked(name: str) -> str:
    name = name.strip()
    if not name or len(name.encode()) > NAME_BYTES:
        raise ContentError(f"name: must have 1 to {NAME_BYTES} bytes; a Chinese character has three")
    return name


def _changeable(database: Database, number: int, used: Collection[str]) -> str:
    """The tag's name, unless it must stay as it is."""
    with database.read() as db:
        tag = rows.find(db, number)
    if tag is None:
        raise ContentError("name: there is no such tag any more")
    if is_fixed(tag.name, used):
        raise ContentError("name: a menu finds its readers by this tag")
    return tag.name


def is_fixed(name: str, used: Collection[str]) -> bool:
    """Whether a menu depends on the tag, so that its name must stay and staff do not hand it out."""
    return name in used or name in OF_LANGUAGE.values()
