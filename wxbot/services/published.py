"""The articles that the account has published at WeChat, by whatever way they came there."""

import datetime as dt
from collections.abc import Sequence

from wxbot.client import publishing
from wxbot.client.api import Api
from wxbot.errors import RuleError
from wxbot.services import Db, broadcasts, outcomes, syncs
from wxbot.services.syncs import END
from wxbot.store import audit, calls
from wxbot.store import published as rows
from wxbot.store.database import Database
from wxbot.store.published import Published

NAME = "published"
GONE = "this article is not at WeChat any more"
REASONS = (GONE,)
_AT = dt.time(4, 0)  # In Beijing.
_MOST = 40  # Pages of one run: WeChat allows a hundred calls a day, and a broadcast needs some of them.


def sync(database: Database, api: Api, now: dt.datetime) -> bool:
    """A step, if one is due; returns whether it was."""
    return syncs.advance(database, NAME, lambda cursor: step(database, api, cursor, now), syncs.tomorrow(now, _AT), now)


def step(database: Database, api: Api, cursor: str, now: dt.datetime) -> str:
    """One page. What no page of a whole run had is gone. Raises WechatError or StateUnavailable."""
    place, _sign, begun = cursor.partition(" ")
    offset, since = int(place or 0), dt.datetime.fromisoformat(begun) if begun else now
    page = publishing.page(api, offset)
    with database.write() as db:
        for article in page.articles:
            rows.put(db, _row(article, since, now))
        following = offset + page.groups
        if page.groups and following < min(page.total, _MOST * publishing.PAGE):
            return f"{following} {since.isoformat()}"
        if following >= page.total:
            rows.mark_gone(db, since, now)
    return END


def _row(article: publishing.Published, since: dt.datetime, now: dt.datetime) -> Published:
    return Published(
        article_id=article.article_id,
        position=article.index,
        title=article.title[:200],
        digest=article.digest,
        url=article.url,
        updated_at=dt.datetime.fromtimestamp(article.updated_at, dt.UTC),
        seen_at=since,
        gone_at=now if article.deleted else None,
    )


def page(db: Db, limit: int, after: Published | None = None, gone: bool = False) -> Sequence[Published]:
    """Those that are there, the newest first, with ``gone`` the others too; ``after`` one, to go on from there."""
    return rows.page(db, limit, after, gone)


def delete(database: Database, api: Api, article_id: str, position: int, actor: str, now: dt.datetime) -> None:
    """Takes it from WeChat for good. After a crash the next run finds that it is gone.

    Raises RuleError for one that is not there, or WechatError.
    """
    with database.read() as db:
        row = rows.find(db, article_id, position)
    if row is None or row.gone_at is not None:
        raise RuleError(GONE)
    publishing.delete(api, article_id, position)
    with database.write() as db:
        call = calls.of_article(db, article_id)
        if call is not None:
            broadcasts.hold(db, call.broadcast_id)
        held = rows.find(db, article_id, position, lock=True)
        if held is not None:
            held.gone_at = held.gone_at or now
        audit.add(db, now, actor, "published.deleted", f"published/{article_id}", {"place": position})
        db.flush()
        if call is not None and not rows.is_there(db, article_id):
            outcomes.mark_recalled(db, call.id)
