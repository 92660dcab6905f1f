"""Sharing: followers' pictures and videos, of which a moderator says whether citizens may see them."""

from flask import Response, abort, flash, redirect, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from wxbot.console import numbers
from wxbot.console.desk import desk
from wxbot.console.groups import Group
from wxbot.console.paging import asked_number, page
from wxbot.console.responses import render
from wxbot.console.wall import came_from
from wxbot.errors import SealError
from wxbot.services import sharing as rules
from wxbot.services.roles import Permission
from wxbot.store import submissions
from wxbot.store.submissions import State, Submission

sharing = Group("sharing")

SIZE = 24  # Pictures of one page.

STATES = {
    State.FETCHED: lazy_gettext("To be decided"),
    State.APPROVED: lazy_gettext("In the gallery"),
    State.REFUSED: lazy_gettext("Refused"),
    State.LOST: lazy_gettext("Lost"),
}
_TYPES = {"jpg": "image/jpeg", "png": "image/png", "mp4": "video/mp4"}


@sharing.page("/sharing", Permission.SHARING_MODERATE)
def show() -> ResponseReturnValue:
    our = desk()
    asked = request.args.get("state", "")
    state = State(asked) if asked in STATES else State.FETCHED
    with our.database.read() as db:
        found = submissions.in_state(db, state, SIZE + 1, asked_number())
    return render(
        "console/sharing/show.html",
        our=our,
        page=page(found, lambda row: row.id, SIZE),
        state=state,
        states=STATES,
        caption=_caption,
        gallery=f"{our.runtime.settings.public_url}/gallery",
    )


def _caption(row: Submission) -> str:
    """What the follower wrote beside it; a key that is gone must not hide the whole queue."""
    try:
        return desk().runtime.vault.open(row.caption)
    except SealError:
        return str(_("This cannot be opened: the key that sealed it is gone."))


@sharing.page("/sharing/<int:number>/file", Permission.SHARING_MODERATE)
def file(number: int) -> ResponseReturnValue:
    """The picture or video itself, only for who moderates; of a type of ours, whatever its bytes say."""
    our = desk()
    with our.database.read() as db:
        row = db.get(Submission, number)
    if row is None or not row.file:
        abort(404)
    kind = _TYPES.get(row.file.rpartition(".")[2], "application/octet-stream")
    response: Response = send_from_directory(our.runtime.media_folder.resolve(), row.file, mimetype=kind)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@sharing.action("/sharing/decide", Permission.SHARING_MODERATE)
def decide() -> ResponseReturnValue:
    """About one, by the button beneath it, or about all that are ticked."""
    our = desk()
    word, _sign, one = request.form.get("decision", "").partition("-")
    chosen = [one] if one else request.form.getlist("submission")
    rows = numbers.several(chosen, SIZE)
    if word not in ("approve", "refuse") or not rows:
        flash(_("Tick at least one picture or video."), "warning")
        return _back()
    with our.database.write() as db:
        done = [rules.decide(db, number, word == "approve", our.actor, our.now, again=False) for number in rows]
    _tell(sum(done), len(done), word == "approve")
    return _back()


def _tell(done: int, asked: int, approved: bool) -> None:
    if done and approved:
        flash(_("In the gallery now: %(num)d.", num=done), "success")
    elif done:
        flash(_("Refused: %(num)d.", num=done), "success")
    if done < asked:
        flash(_("Somebody else decided already, or the follower took it back: %(num)d.", num=asked - done), "warning")


@sharing.action("/sharing/<int:number>/reopen", Permission.SHARING_MODERATE)
def reopen(number: int) -> ResponseReturnValue:
    """Takes a decision back."""
    our = desk()
    with our.database.write() as db:
        done = rules.reopen(db, number, our.actor, our.now)
    if done:
        flash(_("The decision is taken back; it waits for a new one."), "success")
    else:
        flash(_("There is no decision to take back."), "warning")
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(came_from() or url_for("sharing.show"))
