"""The follower tag by which WeChat shows a follower the menu in his language."""

import logging
from collections.abc import Sequence

from wxbot.client import tags
from wxbot.client.api import Api
from wxbot.errors import ErrorClass, StateUnavailable, WechatError
from wxbot.store import followers
from wxbot.store.database import Database

log = logging.getLogger(__name__)

OF_LANGUAGE = {"en": "english"}  # Who reads another language has none of these.
BATCH = 50  # As many as one call takes.

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
