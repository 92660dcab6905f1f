"""What WeChat must have before it can send: pictures of articles and covers, each uploaded once; and the drafts.

Every step may be done again after a crash. What was uploaded is kept by the file's fingerprint as soon as it is there,
so at most one file is there twice at WeChat, which harms nobody.
"""

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wxbot.client import drafts, mass, material
from wxbot.client.api import Api
from wxbot.edition.kinds import Kind as ItemKind
from wxbot.errors import ContentError, ErrorClass, RuleError, WechatError
from wxbot.services import Db, covers, lives, markup, pictures
from wxbot.services.contents import Name
from wxbot.store import broadcasts, media, uploads
from wxbot.store.broadcasts import Kind
from wxbot.store.database import Database
from wxbot.store.media import State
from wxbot.store.uploads import Use

log = logging.getLogger(__name__)

DRAFTED = (Kind.ARTICLE, Kind.PUBLISH)
BODY_MAX = 1_000_000  # Bytes of a picture within an article.

GONE = "there is no such broadcast"
NO_FILE = "a picture's file is gone"
NO_PICTURE = "WeChat does not have that picture"
REASONS = (GONE, NO_FILE, NO_PICTURE)


def prepare(database: Database, api: Api, folder: Path, broadcast_id: int) -> dict[str, Any]:
    """Uploads what is missing, keeps in the row what the calls then need, and returns it.

    Raises WechatError, StateUnavailable, or ContentError for a file that is not there any more.
    """
    with database.read() as db:
        row = broadcasts.of_id(db, broadcast_id)
    if row is None:
        raise RuleError(GONE)
    discard_preview(database, api, broadcast_id)
    prepared = ready(database, api, folder, Kind(row.kind), row.payload)
    with database.write() as db:
        held = broadcasts.of_id(db, broadcast_id, lock=True)
        if held is not None:
            held.prepared = prepared
    return prepared


def ready(database: Database, api: Api, folder: Path, kind: Kind, payload: Mapping[str, Any]) -> dict[str, Any]:
    """What a payload becomes once WeChat has its files; nothing but the files' places is kept."""
    match kind:
        case Kind.ARTICLE | Kind.PUBLISH:
            files = _Files(database, api, folder)
            return {"articles": [files.article(article) for article in payload["articles"]]}
        case Kind.TEXT:
            return {"text": payload["text"]}
        case Kind.IMAGE:
            return {"media_id": _library(database, payload["file"])}
    return {}


def _library(database: Database, file: str) -> str:
    with database.read() as db:
        row = media.of_file(db, file)
    if row is None or row.state != State.KEPT:
        raise ContentError(f"file: {NO_PICTURE}")
    return row.media_id


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of one broadcast on their way to WeChat."""

    database: Database
    api: Api
    folder: Path

    def article(self, made: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a ``drafts.Article``."""
        kind, slug, _ = str(made["item"]).split("/")
        self._draw_again(made["cover"], ItemKind(kind), slug)
        html = markup.placed(made["html"], made["files"], lambda file: self._given(file, Use.BODY, self._upload_body))
        return {
            "title": made["title"],
            "content": html,
            "thumb_media_id": self._cover(made["cover"]),
            "author": made["author"],
            "digest": made["digest"],
            "source_url": made["source_url"],
        }

    def _draw_again(self, cover: str, kind: ItemKind, slug: str) -> None:
        """A cover that was drawn, where another host composed it or somebody tidied up."""
        if cover.startswith(f"{covers.FOLDER}/") and not (self.folder / cover).is_file():
            covers.keep(self.folder, kind, slug)

    def _cover(self, file: str) -> str:
        with self.database.read() as db:
            row = media.of_file(db, file)
            kept = row.media_id if row is not None and row.state == State.KEPT else ""
        return kept or self._given(file, Use.COVER, self._upload_cover)

    def _given(self, file: str, use: Use, upload: Callable[[str], str]) -> str:
        with self.database.read() as db:
            given = uploads.given(db, file, use)
        if not given:
            given = upload(file)
            with self.database.write() as db:
                uploads.add(db, file, use, given)
        return given

    def _upload_body(self, file: str) -> str:
        small = pictures.below(self._content(file), BODY_MAX)
        return material.upload_image(self.api, Path(file).name, small)

    def _upload_cover(self, file: str) -> str:
        return material.add(self.api, "image", Path(file).name, self._content(file), "")

    def _content(self, file: str) -> bytes:
        try:
            return (self.folder / file).read_bytes()
        except OSError:
            raise ContentError(f"files: {NO_FILE}") from None


def add_draft(api: Api, prepared: Mapping[str, Any]) -> str:
    """A draft of what was prepared; WeChat uses it up when it is sent. Raises WechatError."""
    return drafts.add(api, [drafts.Article(**fields) for fields in prepared["articles"]])


def message(kind: Kind, prepared: Mapping[str, Any], media_id: str) -> mass.Message:
    """What one call sends of it; ``media_id`` is that of a draft where it takes one."""
    match kind:
        case Kind.TEXT:
            return mass.Text(prepared["text"])
        case Kind.IMAGE:
            return mass.Images((prepared["media_id"],))
    return mass.Draft(media_id)


def discard(api: Api, media_id: str) -> None:
    """Takes away a draft that nobody will send; one that is gone already is as good. Raises WechatError."""
    try:
        drafts.delete(api, media_id)
    except WechatError as error:
        if error.kind is not ErrorClass.FIX:
            raise
        log.info("A draft was gone before it was deleted")


def preview_of(broadcast_id: int) -> str:
    """Under which name the draft that testers were shown is kept."""
    return f"broadcast/{broadcast_id}"


def discard_preview(database: Database, api: Api, broadcast_id: int) -> None:
    """Testers look at one draft, until a newer one or the broadcast itself takes its place.

    Where WeChat does not let go of it, it stays for the next time: nothing that matters depends on it.
    """
    name = preview_of(broadcast_id)
    with database.read() as db:
        former = uploads.given(db, name, Use.PREVIEW)
    if former and _discarded(api, former):
        with database.write() as db:
            uploads.forget(db, [name], Use.PREVIEW)


def _discarded(api: Api, media_id: str) -> bool:
    try:
        discard(api, media_id)
    except WechatError as error:
        log.warning("A draft that testers were shown stays", extra={"code": error.code, "rid": error.rid})
        return False
    return True


def forget_covers(db: Db, payload: Mapping[str, Any]) -> None:
    """For covers that WeChat says it does not have, because somebody deleted them there: they are uploaded anew."""
    uploads.forget(db, [article["cover"] for article in payload.get("articles", ())], Use.COVER)


def current(db: Db, payload: Mapping[str, Any], now: dt.datetime) -> list[str]:
    """The items of which another revision is live now than the one that was composed, or none."""
    return [item["item"] for item in made_of(payload) if not _same(db, item, now)]


def made_of(payload: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The items it was composed from, each with ``item``, ``title`` and ``sha256``: articles, or what a template is
    about."""
    about = payload.get("about")
    return (*payload.get("articles", ()), *((about,) if about else ()))


def _same(db: Db, item: Mapping[str, Any], now: dt.datetime) -> bool:
    kind, slug, language = str(item["item"]).split("/")
    found = lives.find(db, Name(ItemKind(kind), slug, language), now)
    return found is not None and (found.name, found.sha256) == (item["item"], item["sha256"])
