"""The edition from the store: only what this process does not hold yet is read and parsed."""

import logging
from collections.abc import Sequence
from typing import Any

from wxbot.edition import edition
from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Kind, parse_body
from wxbot.edition.live import Live
from wxbot.errors import ContentError
from wxbot.services import Db
from wxbot.services.items import Draft
from wxbot.store import counters, items
from wxbot.store.items import LiveRow

log = logging.getLogger(__name__)


def version(db: Db) -> int:
    return counters.value(db, counters.EDITION)


def build(db: Db, previous: Edition | None) -> Edition:
    """The newest edition. An item whose body no longer fits its kind is left out and logged: one must not cost all."""
    number = version(db)
    known = previous.revision_ids() if previous else {}
    wanted = items.live_ids(db)
    missing = [revision_id for revision_id in wanted if revision_id not in known]
    # Reading everything in one query is quicker than naming nearly all of it.
    rows = items.live_rows(db, None if len(missing) > 500 else missing)
    parsed = {row.revision_id: live for row in rows if row.revision_id not in known and (live := _parsed(row))}
    found = known | parsed
    return edition.build(number, [found[revision_id] for revision_id in wanted if revision_id in found], previous)


def _parsed(row: LiveRow) -> Live[Any] | None:
    try:
        body = parse_body(Kind(row.kind), row.body, f"{row.kind}/{row.slug}.{row.language}")
        return Live(row.revision_id, Kind(row.kind), row.slug, row.language, row.title, body)
    except (ContentError, ValueError) as error:
        log.error("A live item cannot be shown: %s", error)
        return None


def laid_over(live: Edition, drafts: Sequence[Draft]) -> Edition:
    """What citizens would see if these drafts were live, for as long as somebody looks at it."""
    if not drafts:
        return live
    # No revision that is kept has a number below zero.
    lives = [_as_live(-place, draft) for place, draft in enumerate(drafts, 1)]
    return edition.overlaid(live, lives)


def _as_live(revision_id: int, draft: Draft) -> Live[Any]:
    return Live(revision_id, draft.kind, draft.slug, draft.language, draft.title, draft.body)
