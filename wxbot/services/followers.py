"""Followers: what is known of one, and what his messages teach us."""

import datetime as dt

from wxbot.services import Db
from wxbot.store import followers


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
