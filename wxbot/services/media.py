"""The account's own pictures and videos: drawn anew when they are added, sent to WeChat by the worker."""

import datetime as dt
import logging
from pathlib import Path

from wxbot.client import material
from wxbot.client.api import Api
from wxbot.errors import ContentError, RuleError, StateUnavailable, WechatError
from wxbot.services import Db, pictures
from wxbot.store import audit, media
from wxbot.store.database import Database
from wxbot.store.media import Medium, State

log = logging.getLogger(__name__)

LARGEST = {"image": 10_000_000, "video": 10_000_000}  # Bytes that WeChat takes.
TITLE_MAX = 30  # Characters.
_BATCH = 10
_AGAIN = dt.timedelta(minutes=2)  # After which one that was not taken is sent again.


def add(db: Db, folder: Path, content: bytes, title: str, actor: str, now: dt.datetime) -> Medium:
    """Keeps the file; the same one again is the one that was there. Raises ContentError for what is no such file."""
    kind, clean, ending = _cleaned(content)
    if len(clean) > LARGEST[kind]:
        raise ContentError(f"the file has more than {LARGEST[kind] // 1_000_000} million bytes")
    file = pictures.keep(folder, clean, ending)
    new = media.add(
        db,
        file=file,
        kind=kind,
        title=title.strip()[:TITLE_MAX] or file[:8],
        state=State.WAITING,
        media_id="",
        error="",
        author=actor,
        added_at=now,
        due_at=now,
    )
    found = media.of_file(db, file)
    assert found is not None
    if new:
        audit.add(db, now, actor, "medium.added", f"medium/{found.id}", {"file": file, "kind": kind})
    return found


def _cleaned(content: bytes) -> tuple[str, bytes, str]:
    """The kind, the file without what it tells of its origin, and its ending."""
    if content[4:8] == b"ftyp":
        return "video", pictures.checked_video(content), "mp4"
    return "image", pictures.redrawn(content), "jpg"


def rename(db: Db, medium_id: int, title: str, actor: str, now: dt.datetime) -> None:
    row = _held(db, medium_id)
    if not 1 <= len(title.strip()) <= TITLE_MAX:
        raise ContentError(f"title: must have 1 to {TITLE_MAX} characters")
    details = {"before": row.title, "after": title.strip()}
    row.title = title.strip()
    audit.add(db, now, actor, "medium.renamed", f"medium/{medium_id}", details)


def send_again(db: Db, medium_id: int, actor: str, now: dt.datetime) -> None:
    """One that WeChat refused is tried once more, since somebody may have mended the reason."""
    row = _held(db, medium_id)
    if row.state == State.REFUSED:
        row.state, row.error, row.due_at = State.WAITING, "", now
        audit.add(db, now, actor, "medium.sent-again", f"medium/{medium_id}", {})


def _held(db: Db, medium_id: int) -> Medium:
    row = media.of_id(db, medium_id, lock=True)
    if row is None:
        raise RuleError("gone")
    return row


def send_due(database: Database, api: Api, folder: Path, now: dt.datetime) -> int:
    """Sends to WeChat what waits; returns how many it took."""
    with database.read() as db:
        waiting = media.due(db, now, _BATCH)
    return sum(_send(database, api, folder, medium_id, now) for medium_id in waiting)


def _send(database: Database, api: Api, folder: Path, medium_id: int, now: dt.datetime) -> bool:
    with database.write() as db:
        row = media.claim(db, medium_id, now, now + _AGAIN)
    if row is None:
        return False
    state, media_id, error = State.WAITING, "", ""
    try:
        media_id = material.add(api, row.kind, row.file, (folder / row.file).read_bytes(), row.title)
        state = State.KEPT
    except WechatError as failure:
        log.warning("WeChat did not take a medium", extra={"code": failure.code, "rid": failure.rid})
        state = State.REFUSED if failure.permanent else State.WAITING
        error = str(failure)
    except (StateUnavailable, OSError) as failure:
        log.warning("A medium was not sent: %s", type(failure).__name__)
        error = "there is no token" if isinstance(failure, StateUnavailable) else "the file cannot be read"
    with database.write() as db:
        _settle(db, medium_id, state, media_id, error[:200])
    return state is State.KEPT


def _settle(db: Db, medium_id: int, state: State, media_id: str, error: str) -> None:
    row = media.of_id(db, medium_id, lock=True)
    if row is not None and row.state == State.WAITING:  # Two who sent it meanwhile keep the first one's id.
        row.state, row.media_id, row.error = state, media_id, error
