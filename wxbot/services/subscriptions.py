"""What a follower wants to hear of, and when he wants to be left in peace."""

import datetime as dt

from wxbot.services import Db
from wxbot.services.effects import Receipt
from wxbot.store import followers, subscriptions


def add(db: Db, openid: str, section: str, country: str, now: dt.datetime) -> Receipt:
    return Receipt(done=subscriptions.add(db, openid, section, country, now))


def remove(db: Db, openid: str, section: str, country: str) -> Receipt:
    """Without a section: everything."""
    return Receipt(done=subscriptions.remove(db, openid, section, country) > 0)


def set_quiet(db: Db, openid: str, hours: str) -> Receipt:
    followers.find_or_add(db, openid).quiet = hours
    return Receipt(quiet=hours)


def read(db: Db, openid: str) -> Receipt:
    rows = subscriptions.of_follower(db, openid)
    follower = followers.find(db, openid)
    pairs = tuple((row.section, row.country) for row in rows)
    return Receipt(done=bool(pairs), subscriptions=pairs, quiet=follower.quiet if follower else "")
