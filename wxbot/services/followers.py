"""Followers: what is known of one, what his messages teach us, and what staff decide about him."""

import datetime as dt
from collections.abc import Callable

from wxbot.client import users
from wxbot.client.api import Api
from wxbot.errors import ContentError
from wxbot.services import Db
from wxbot.store import audit, followers
from wxbot.store.database import Database

REMARK_MAX = 29  # Characters: WeChat takes fewer than 30.

Alias = Callable[[str], str]  # A follower's name where his own must not stand.


def known(db: Db, openid: str) -> dict[str, str]:
    """What the webhook keeps of a follower, as Redis holds it; a stranger is known to be one."""
    follower = followers.find(db, openid)
    if follower is None:
        return {"known": "1"}
    fields = {
        "known": "1",
        "language": follower.language,
        "blocked": "1" if follower.blocked else "",
    }
    return {name: value for name, value in fields.items() if value}


def set_language(db: Db, openid: str, language: str) -> None:
    followers.find_or_add(db, openid).language = language


def note(db: Db, openid: str, source: str, scene: str, at: dt.datetime) -> None:
    """What one entry of the journal says of its follower. Entries may come late, so instants never go back."""
    follower = followers.find_or_add(db, openid)
    if follower.last_seen_at is None or at >= follower.last_seen_at:
        follower.subscribed, follower.last_seen_at = True, at  # Only who follows is heard of.
    if source == "follow":
        if follower.followed_at is None or at >= follower.followed_at:
            follower.followed_at, follower.scene = at, scene[:64]
    elif source not in ("menu", "scan", "note"):
        follower.last_message_at = _later(follower.last_message_at, at)


def _later(first: dt.datetime | None, second: dt.datetime) -> dt.datetime:
    return second if first is None else max(first, second)


def block(db: Db, row_id: int, blocked: bool, alias: Alias, actor: str, now: dt.datetime) -> str:
    """Who is blocked is answered no more. Returns his openid, empty when he left; Redis must then forget him."""
    follower = followers.locked(db, row_id)
    if follower is None:
        return ""
    if follower.blocked != blocked:
        follower.blocked = blocked
        action = "follower.blocked" if blocked else "follower.unblocked"
        audit.add(db, now, actor, action, f"follower/{alias(follower.openid)}", {})
    return follower.openid


def set_remark(
    database: Database, api: Api, row_id: int, words: str, alias: Alias, actor: str, now: dt.datetime
) -> bool:
    """At WeChat first, then here: what WeChat refuses is not kept. False when he left.

    Raises ContentError, WechatError or StateUnavailable. Doing it once more mends what a crash left half done.
    """
    words = words.strip()
    if len(words) > REMARK_MAX:
        raise ContentError(f"remark: must have {REMARK_MAX} characters at the most")
    with database.read() as db:
        follower = followers.with_id(db, row_id)
    if follower is None:
        return False
    users.remark(api, follower.openid, words)
    with database.write() as db:
        kept = followers.locked(db, row_id)
        if kept is not None and kept.remark != words:
            kept.remark = words  # What it says is about a person, so the audit does not repeat it.
            audit.add(db, now, actor, "follower.remarked", f"follower/{alias(kept.openid)}", {})
    return kept is not None
