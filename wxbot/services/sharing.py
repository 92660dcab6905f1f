"""Followers' pictures and videos: given with consent, fetched before WeChat forgets them, shown once approved."""

import datetime as dt
import logging
from pathlib import Path

from wxbot.client import media, web
from wxbot.client.api import Api
from wxbot.errors import ContentError, ErrorClass, StateUnavailable, WechatError
from wxbot.services import Db, Vault, pictures
from wxbot.services.effects import Receipt, Share
from wxbot.store import audit, submissions
from wxbot.store import media as media_rows
from wxbot.store.database import Database
from wxbot.store.submissions import State, Submission

log = logging.getLogger(__name__)

BATCH = 10
_AGAIN = dt.timedelta(minutes=5)  # After which one that could not be fetched is tried again.
_FORGOTTEN = dt.timedelta(days=3)  # After which WeChat has it no more.
_VIDEO_MAX = 20_000_000  # Bytes.


def give(db: Db, vault: Vault, given: Share, openid: str, now: dt.datetime) -> Receipt:
    added = [
        submissions.add(
            db,
            origin=given.origin,
            position=position,
            openid=openid,
            media_id=media_id,
            kind=kind,
            caption=vault.seal(given.caption),
            state=State.WAITING,
            file="",
            sent_at=now,
            due_at=now,
            decided_by="",
        )
        for position, (kind, media_id) in enumerate(given.media)
    ]
    return Receipt(done=any(added))


def withdraw(db: Db, openid: str) -> Receipt:
    """Everything the follower shared is taken away; the files go when the worker next looks."""
    mine = submissions.of_follower(db, openid)
    for row in mine:
        db.delete(row)
    return Receipt(done=bool(mine))


_DECIDED = (State.APPROVED, State.REFUSED)


def decide(db: Db, row_id: int, approved: bool, actor: str, now: dt.datetime, again: bool = True) -> bool:
    """A moderator's word on one that was fetched; False when there is nothing to decide any more.

    Without ``again`` what somebody else decided stays as it is.
    """
    row = db.get(Submission, row_id, with_for_update=True, populate_existing=True)
    if row is None or row.state not in (State.FETCHED, *(_DECIDED if again else ())):
        return False
    row.state = State.APPROVED if approved else State.REFUSED
    row.decided_at, row.decided_by = now, actor
    action = "submission.approved" if approved else "submission.refused"
    audit.add(db, now, actor, action, f"submission/{row_id}", {"file": row.file})
    return True


def reopen(db: Db, row_id: int, actor: str, now: dt.datetime) -> bool:
    """Takes a decision back: citizens do not see it until somebody decides anew. False when none was made."""
    row = db.get(Submission, row_id, with_for_update=True, populate_existing=True)
    if row is None or row.state not in _DECIDED:
        return False
    row.state, row.decided_at, row.decided_by = State.FETCHED, None, ""
    audit.add(db, now, actor, "submission.reopened", f"submission/{row_id}", {"file": row.file})
    return True


def fetch_due(database: Database, api: Api, folder: Path, now: dt.datetime) -> int:
    """Fetches what waits, oldest first; returns how many were fetched."""
    with database.read() as db:
        waiting = submissions.due(db, now, BATCH)
    return sum(_fetch(database, api, folder, row_id, now) for row_id in waiting)


def _fetch(database: Database, api: Api, folder: Path, row_id: int, now: dt.datetime) -> bool:
    with database.write() as db:
        row = submissions.claim(db, row_id, now, now + _AGAIN)
    if row is None:
        return False
    state, file = State.WAITING, ""
    try:
        file, state = _download(api, folder, row), State.FETCHED
    except ContentError as error:
        log.warning("A submission is no picture and no video: %s", error)
        state = State.LOST
    except WechatError as error:
        log.warning("A submission was not fetched", extra={"code": error.code, "rid": error.rid})
        state = State.LOST if error.kind is ErrorClass.FIX or row.sent_at + _FORGOTTEN < now else State.WAITING
    except StateUnavailable:
        log.warning("A submission was not fetched: there is no token")
    if state is State.WAITING:
        return False
    with database.write() as db:
        kept = submissions.settle(db, row_id, state, file)
    return kept and state is State.FETCHED


def _download(api: Api, folder: Path, row: Submission) -> str:
    """The name of the file that now holds it. Raises ContentError, WechatError or StateUnavailable."""
    found = media.download(api, row.media_id)
    if row.kind == "image":
        return pictures.keep(folder, pictures.redrawn(found.content), "jpg")
    content = web.download(found.video_url, _VIDEO_MAX) if found.video_url else found.content
    return pictures.keep(folder, pictures.checked_video(content), "mp4")


def sweep(database: Database, folder: Path, now: dt.datetime) -> int:
    """Removes files that nothing refers to any more; returns how many.

    Young ones stay, since the row that will refer to them may not be written yet.
    """
    removed = 0
    young = (now - dt.timedelta(hours=1)).timestamp()
    for path in folder.glob("*.*") if folder.is_dir() else ():
        if path.stat().st_mtime < young:
            with database.read() as db:
                used = submissions.uses(db, path.name) or media_rows.uses(db, path.name)
            if not used:
                path.unlink(missing_ok=True)
                removed += 1
    return removed
