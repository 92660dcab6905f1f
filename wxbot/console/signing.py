"""The steps of a broadcast: submitted, signed or refused, sent in an emergency, paused, let out, cancelled."""

import datetime as dt
from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wxbot.console import broadcast_labels as labels
from wxbot.console.broadcast import (
    DecideForm,
    EmergencyForm,
    RefuseForm,
    SubmitForm,
    broadcast,
    said,
    show_one,
)
from wxbot.console.desk import Desk, desk
from wxbot.console.forms import complain
from wxbot.console.numbers import one as row_number
from wxbot.errors import ConflictError, ContentError, RuleError
from wxbot.services import Db, preferences, starting, uploading
from wxbot.services import broadcasts as life
from wxbot.services.broadcasts import Why
from wxbot.services.roles import Permission
from wxbot.store.broadcasts import OPEN, Broadcast, State

_WRITE, _SIGN = Permission.BROADCASTS_WRITE, Permission.BROADCASTS_SIGN


def sentence(error: RuleError | ContentError) -> str:
    if isinstance(error, ConflictError):
        return str(_("Somebody changed it meanwhile. Read it as it stands now before you go on."))
    if isinstance(error, RuleError):
        return str(labels.WHYS.get(error.why) or _(error.why, **error.places))
    return said(error)


def taken(our: Desk, number: int, step: Callable[[Db], object], done: str | Callable[[], str]) -> ResponseReturnValue:
    """The step in one transaction, what came of it in a sentence, and the way back."""
    try:
        with our.database.write() as db:
            step(db)
    except (RuleError, ContentError) as error:
        flash(sentence(error), "error")
    else:
        flash(done if isinstance(done, str) else done(), "success")
    return redirect(url_for("broadcast.one", number=number))


def stepped(number: int, step: Callable[[Db, int, str, dt.datetime], object], done: str) -> ResponseReturnValue:
    """A step that needs nothing but its broadcast and who takes it."""
    our = desk()
    return taken(our, number, lambda db: step(db, number, our.actor, our.now), done)


def base() -> int:
    """The version that was shown."""
    return row_number(request.form.get("base", "")) or 0


@broadcast.action("/broadcasts/<int:number>/submit", _WRITE)
def submit(number: int) -> ResponseReturnValue:
    our, form = desk(), SubmitForm()
    if not form.validate():
        return show_one(our, number, 422, submitting=form)
    heeded, runtime, done = bool(form.heeded.data), our.runtime, _("Submitted: somebody else signs it now.")
    return taken(
        our,
        number,
        lambda db: life.submit(db, number, base(), runtime.compose, runtime.foresee, our.actor, our.now, heeded),
        done,
    )


@broadcast.action("/broadcasts/<int:number>/withdraw", _WRITE)
def withdraw(number: int) -> ResponseReturnValue:
    return stepped(number, life.withdraw, _("Withdrawn: it is a draft again."))


@broadcast.action("/broadcasts/<int:number>/discard", _WRITE)
def discard(number: int) -> ResponseReturnValue:
    """Who writes may give up what is not signed."""

    def step(db: Db, number: int, actor: str, now: dt.datetime) -> None:
        life.hold(db, number, *OPEN)
        life.cancel(db, number, actor, now)

    return stepped(number, step, _("Given up. Nothing of it is sent."))


@broadcast.action("/broadcasts/<int:number>/refuse", _SIGN)
def refuse(number: int) -> ResponseReturnValue:
    our, form = desk(), RefuseForm()
    if not form.validate():
        return show_one(our, number, 422, refusing=form)
    reason, done = form.reason.data or "", _("Sent back. The author sees why.")
    return taken(our, number, lambda db: life.refuse(db, number, our.actor, reason, our.now), done)


@broadcast.action("/broadcasts/<int:number>/sign", _SIGN)
def sign(number: int) -> ResponseReturnValue:
    our, sha256, heeded = desk(), request.form.get("sha256", ""), "heeded" in request.form
    signed: list[Broadcast] = []

    def step(db: Db) -> None:
        needed = preferences.load(db).broadcast_signatures
        foresee = our.runtime.foresee
        signed.append(life.sign(db, number, sha256, foresee, our.actor, needed, our.now, heeded))

    return taken(our, number, step, lambda: _came_of(signed[-1], our.now))


def _came_of(row: Broadcast, now: dt.datetime) -> str:
    """What a signature led to."""
    if row.state == State.SUBMITTED:
        return str(_("Signed. It needs another signature."))
    if row.state == State.ACTIVE:
        return str(_("Signed. It goes out at each of its times."))
    if row.due_at is not None and row.due_at > now:
        return str(_("Signed. It goes out at its time."))
    return str(_("Signed. It goes out now."))


@broadcast.action("/broadcasts/<int:number>/emergency", _SIGN)
def send_at_once(number: int) -> ResponseReturnValue:
    our, form = desk(), EmergencyForm()
    if not form.validate():
        return show_one(our, number, 422, emergency=form)
    halted: list[bool] = []

    def step(db: Db) -> None:
        life.send_at_once(db, number, base(), our.runtime.compose, our.actor, form.why.data or "", our.now)
        halted.append(preferences.load(db).sending_stopped)

    return taken(our, number, step, lambda: _sent_at_once(halted[-1]))


def _sent_at_once(halted: bool) -> str:
    if halted:
        return str(_("It goes out as soon as sending is allowed again. Somebody else has to look at it afterwards."))
    return str(_("It is being sent. Somebody else has to look at it afterwards."))


@broadcast.action("/broadcasts/<int:number>/review", _SIGN)
def review(number: int) -> ResponseReturnValue:
    return stepped(number, life.review, _("Noted: you have looked at it."))


@broadcast.action("/broadcasts/<int:number>/let-out", _SIGN)
def let_out(number: int) -> ResponseReturnValue:
    """What asked goes out now after all."""
    return stepped(number, life.decide, _("It goes out now."))


@broadcast.action("/broadcasts/<int:number>/decide", _SIGN)
def decide(number: int) -> ResponseReturnValue:
    our, form = desk(), DecideForm()
    if form.validate() and form.due_at.data is not None and form.due_at.data <= our.now:
        complain(form.due_at, str(labels.WHYS[Why.PAST]))
    if form.errors or form.due_at.errors:
        return show_one(our, number, 422, deciding=form)
    at, done = form.due_at.data, _("It goes out at that time.")
    return taken(our, number, lambda db: life.decide(db, number, our.actor, our.now, at), done)


@broadcast.action("/broadcasts/<int:number>/pause", _SIGN)
def pause(number: int) -> ResponseReturnValue:
    return stepped(number, life.pause, _("Paused. What WeChat has taken already goes out."))


@broadcast.action("/broadcasts/<int:number>/resume", _SIGN)
def resume(number: int) -> ResponseReturnValue:
    our, heeded = desk(), request.form.get("heeded") == "yes"
    done = _("It goes on where it stood.")
    return taken(
        our, number, lambda db: starting.resume(db, number, uploading.current, our.actor, our.now, heeded), done
    )


@broadcast.action("/broadcasts/<int:number>/cancel", _SIGN)
def cancel(number: int) -> ResponseReturnValue:
    return stepped(number, life.cancel, _("Cancelled. Nothing more of it is sent."))


__all__ = ["broadcast", "sentence", "taken"]
