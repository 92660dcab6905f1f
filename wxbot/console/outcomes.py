"""What became of a broadcast: figures while it runs, the file of it, and what a person decides afterwards."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wxbot.console import broadcast_labels as labels
from wxbot.console import progress, sessions, wechat
from wxbot.console.broadcast import TestersForm, composed
from wxbot.console.broadcasts import named
from wxbot.console.desk import Desk, desk
from wxbot.console.numbers import one as row_number
from wxbot.console.paging import SIZE, asked_number, page
from wxbot.console.responses import render
from wxbot.console.sheets import sheet
from wxbot.console.signing import broadcast, sentence, taken
from wxbot.errors import ContentError, RuleError, StateUnavailable, WechatError
from wxbot.services import Db, previews, retries
from wxbot.services import outcomes as rules
from wxbot.services import progress as figures
from wxbot.services.roles import Permission
from wxbot.store import audiences, calls, sends
from wxbot.store import broadcasts as rows
from wxbot.store.broadcasts import Kind
from wxbot.store.sends import Send, is_forgotten

_READ, _WRITE, _SIGN = Permission.BROADCASTS_READ, Permission.BROADCASTS_WRITE, Permission.BROADCASTS_SIGN
_PAGE = 1_000


@broadcast.page("/broadcasts/<int:number>/progress", _READ)
def look(number: int) -> ResponseReturnValue:
    """Asked for by the page itself now and then."""
    sessions.by_itself()
    our = desk()
    with our.database.read() as db:
        row = rows.of_id(db, number) or abort(404)
        course = progress.course(our, db, row)
    return render("console/broadcasts/progress.html", our=our, row=row, course=course, **named())


@broadcast.page("/broadcasts/<int:number>/outcome.csv", _READ)
def export(number: int) -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        _row = rows.of_id(db, number) or abort(404)
    header = [_("Follower"), _("State"), _("Why"), _("When"), _("WeChat's number of the message")]
    return sheet(f"broadcast-{number}", header, _lines(our, number))


def _lines(our: Desk, number: int) -> Iterator[Sequence[object]]:
    """A page at a time, each read by itself, so that a long file holds up nobody who writes."""
    after, whole = (-1, 0), our.may(Permission.FOLLOWERS_READ)
    while True:
        with our.database.read() as db:
            found = figures.rows(db, number, after, _PAGE)
            lines = [_line(our, each, whole) for each in found]
        yield from lines
        if len(found) < _PAGE:
            return
        after = (found[-1].chunk, found[-1].id)


def _line(our: Desk, row: Send, whole: bool) -> Sequence[object]:
    """The openid only for who may see followers; who was forgotten has none any more."""
    name = row.openid if whole and not is_forgotten(row) else our.runtime.alias(row.openid)
    at = row.at.astimezone(our.zone).strftime("%Y-%m-%d %H:%M:%S") if row.at else ""
    return name, labels.SENDS.get(row.state, row.state), progress.why(row.why), at, row.message_id


@broadcast.action("/broadcasts/<int:number>/retry", _SIGN)
def retry(number: int) -> ResponseReturnValue:
    our, counted = desk(), [0]

    def done() -> str:
        told = _("Tried again: %(count)d.", count=counted[0])
        return str(told if counted[0] else _("Nothing failed for a reason that may pass."))

    def step(db: Db) -> None:
        counted[0] = retries.retry(db, number, our.actor, our.now)

    return taken(our, number, step, done)


@broadcast.page("/broadcasts/<int:number>/unknown", _READ)
def unknown(number: int) -> ResponseReturnValue:
    """The single sends of which nobody knows, one by one."""
    our = desk()
    with our.database.read() as db:
        row = rows.of_id(db, number) or abort(404)
        found = sends.unknown_page(db, number, asked_number() or 0, SIZE + 1)
    listed = page(found, lambda each: each.id)
    return render("console/broadcasts/unknown.html", our=our, row=row, page=listed, alias=our.runtime.alias, **named())


@broadcast.action("/broadcasts/<int:number>/settle", _SIGN)
def settle(number: int) -> ResponseReturnValue:
    """What nobody knows of single sends: a person says whether they went out; all of them, or those that he chose."""
    our, sent, counted = desk(), request.form.get("sent") == "yes", [0]
    ids = [one for each in request.form.getlist("ids") if (one := row_number(each)) is not None]
    chosen = ids if "chosen" in request.form else None
    if chosen == []:
        flash(_("Choose at least one of them."), "error")
        return redirect(url_for("broadcast.unknown", number=number))

    def step(db: Db) -> None:
        counted[0] = retries.settle_unknown(db, number, chosen, sent, our.actor, our.zone, our.now)

    return taken(our, number, step, lambda: _("Settled: %(count)d.", count=counted[0]))


@broadcast.action("/broadcasts/calls/<int:call>/settle", _SIGN)
def settle_call(call: int) -> ResponseReturnValue:
    """What nobody knows of a call that reaches many: a person has looked at WeChat."""
    our, sent = desk(), request.form.get("sent") == "yes"
    number = _broadcast_of(our, call)
    done = _("Settled: it counts as sent.") if sent else _("Settled: it is called again.")
    return taken(our, number, lambda db: rules.settle_unknown(db, call, sent, our.actor, our.now), done)


@broadcast.action("/broadcasts/calls/<int:call>/recall", _SIGN)
def recall(call: int) -> ResponseReturnValue:
    our = desk()
    number = _broadcast_of(our, call)
    try:
        rules.recall(our.database, our.runtime.api, call, our.actor, our.now)
    except RuleError as error:
        flash(sentence(error), "error")
    except (WechatError, StateUnavailable) as error:
        flash(wechat.sentence(error), "error")
    else:
        flash(_("Recalled: the pages of the articles open no more."), "success")
    return redirect(url_for("broadcast.one", number=number))


def _broadcast_of(our: Desk, call: int) -> int:
    with our.database.read() as db:
        row = calls.of_id(db, call) or abort(404)
    return row.broadcast_id


@broadcast.action("/broadcasts/<int:number>/test", _WRITE)
def show_testers(number: int) -> ResponseReturnValue:
    """On the phones of a group of testers, now."""
    our, form = desk(), TestersForm()
    with our.database.read() as db:
        row = rows.of_id(db, number) or abort(404)
        payload, _findings, trouble = composed(our, db, row)
        group = audiences.of_id(db, form.group.data or 0)
        openids = (
            audiences.page(db, audiences.reachable(group.id), "", previews.TESTERS_MAX) if group is not None else []
        )
    if trouble or not payload:
        flash(trouble or _("There is nothing to show yet."), "error")
    elif not openids:
        flash(_("Choose a group of testers with somebody in it."), "error")
    else:
        _show(our, number, Kind(row.kind), payload, openids)
    return redirect(url_for("broadcast.one", number=number))


def _show(our: Desk, number: int, kind: Kind, payload: Mapping[str, Any], openids: Sequence[str]) -> None:
    runtime = our.runtime
    try:
        shown = previews.send(
            our.database, runtime.api, runtime.media_folder, number, kind, payload, openids, our.actor, our.now
        )
    except (RuleError, ContentError) as error:
        flash(sentence(error), "error")
    except (WechatError, StateUnavailable) as error:
        flash(wechat.sentence(error), "error")
    else:
        _tell(shown)


def _tell(shown: Sequence[previews.Shown]) -> None:
    """How many got it, and why the others did not."""
    failed = [each.error for each in shown if each.error is not None]
    if len(failed) < len(shown):
        flash(_("Shown to testers: %(count)d.", count=len(shown) - len(failed)), "success")
    for told in dict.fromkeys(wechat.sentence(error) for error in failed):
        flash(_("Not shown to some: %(why)s", why=told), "warning")


__all__ = ["broadcast"]
