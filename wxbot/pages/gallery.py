"""The pictures and videos that followers shared and staff approved: shown without a word about who sent them."""

import datetime as dt
import logging
import re
from dataclasses import dataclass

from flask import Blueprint, Response, abort, request, send_file

from wxbot.dispatch.render import inert
from wxbot.errors import SealError, StoreUnavailable
from wxbot.pages.addresses import Address
from wxbot.pages.reader import Reader, reader
from wxbot.pages.responses import page, secured, unavailable
from wxbot.protocol.xml import printable
from wxbot.store import media as media_rows
from wxbot.store import submissions
from wxbot.store.submissions import State, Submission

log = logging.getLogger(__name__)

SHOWN = 12  # On one page: photos are heavy for a phone abroad.

_FILE = re.compile(r"[0-9a-f]{64}\.(jpg|png|mp4)", re.ASCII)
_TYPES = {"jpg": "image/jpeg", "png": "image/png", "mp4": "video/mp4"}
_LARGEST = 2**31 - 1  # What an id can be in SQL.

# A file never changes, since its name is its fingerprint; but one that is taken away should be gone after some days.
_FRESH = "public, max-age=604800, immutable"


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture or video as the page shows it."""

    id: int
    file: str
    video: bool
    caption: str
    day: dt.date


def gallery() -> Response:
    who = reader()
    before = _before()
    address = Address("/gallery", {"before": before})
    try:
        shots = _shots(who, before)
    except StoreUnavailable as error:
        log.warning("The gallery cannot be shown: %s", error)
        return unavailable(who, address)
    older = shots[SHOWN - 1].id if len(shots) > SHOWN else None
    return page("pages/gallery.html", who, address, shots=shots[:SHOWN], older=older, begins=before is None)


def _before() -> int | None:
    """The id to go on from; a number that no row can have is nobody's."""
    asked = request.args.get("before", type=int)
    return asked if asked is not None and 0 < asked <= _LARGEST else None


def _shots(who: Reader, before: int | None) -> list[Shot]:
    """One more than a page shows, which tells whether another page follows."""
    with who.room.runtime.database.read() as db:
        return [_shot(who, row) for row in submissions.in_state(db, State.APPROVED, SHOWN + 1, before)]


def _shot(who: Reader, row: Submission) -> Shot:
    day = row.sent_at.astimezone(who.zone).date()
    return Shot(row.id, row.file, row.kind == "video", _caption(who, row), day)


def _caption(who: Reader, row: Submission) -> str:
    try:
        return printable(inert(who.room.runtime.vault.open(row.caption)))
    except SealError as error:
        log.error("The caption of submission %s cannot be shown: %s", row.id, error)
        return ""


def media(file: str) -> Response:
    found = _FILE.fullmatch(file)
    if found is None:
        abort(404)
    who = reader()
    try:
        with who.room.runtime.database.read() as db:
            # The account's own are shown once something that was signed shows them.
            shown = submissions.shows(db, file) or (media_rows.uses(db, file) and file in who.edition.files)
    except StoreUnavailable as error:
        log.warning("A file of the gallery cannot be shown: %s", error)
        return unavailable(who, Address())
    path = who.room.runtime.media_folder.resolve() / file
    if not shown or not path.is_file():
        abort(404)
    # Browsers ask for a video in parts, and tell by the name whether they have it.
    response = send_file(path, _TYPES[found[1]], conditional=True, etag=file)
    response.headers["Cache-Control"] = _FRESH
    return secured(response)


def register(pages: Blueprint) -> None:
    pages.add_url_rule("/gallery", view_func=gallery)
    pages.add_url_rule("/media/<file>", view_func=media)
