"""The steps of a revision: submitted, signed or refused, live, back again; and two of them side by side."""

from collections.abc import Callable, Sequence

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wxbot.console import dossiers, kinds, steps
from wxbot.console.desk import Desk, desk
from wxbot.console.dossiers import Forms, RefuseForm, ScheduleForm, SubmitForm
from wxbot.console.forms import InstantField, complain
from wxbot.console.groups import Group
from wxbot.console.names import Names, asked_revision
from wxbot.console.responses import render
from wxbot.edition.kinds import Kind
from wxbot.errors import ContentError, RuleError
from wxbot.services import Db, diffs, files, items, preferences, releases
from wxbot.services import revisions as life
from wxbot.services.roles import Permission
from wxbot.services.steps import Why
from wxbot.store import items as rows
from wxbot.store import revisions as store
from wxbot.store.items import Item, Revision, State

revisions = Group("revisions")


@revisions.page("/items/<kind>/<slug>/<language>/compare", Permission.ITEMS_READ)
def compare(kind: str, slug: str, language: str) -> ResponseReturnValue:
    our, names = desk(), Names.of(kind, slug, language)
    with our.database.read() as db:
        item = names.item(db)
        history = store.history(db, item.id, 200)
        before, after = _asked(history, "before", 1), _asked(history, "after", 0)
        texts = [_text(item, each) for each in (before, after)]
    return render(
        "console/items/compare.html",
        our=our,
        item=item,
        history=history,
        before=before,
        after=after,
        differences=diffs.side_by_side(*texts),
        kinds=kinds,
    )


def _asked(history: Sequence[Revision], name: str, place: int) -> Revision:
    """The one whose number the address gives; else the newest, or the one before it."""
    number = asked_revision(name)
    found = [each for each in history if each.number == number]
    return found[0] if found else history[min(place, len(history) - 1)]


def _text(item: Item, revision: Revision) -> str:
    """As the files have it; of one that fits its kind no more, what is kept."""
    try:
        return files.text_of(items.draft_of(item, revision))
    except ContentError:
        return f"{revision.title}\n{revision.body}"


@revisions.action("/revisions/<int:revision_id>/submit", Permission.ITEMS_WRITE)
def submit(revision_id: int) -> ResponseReturnValue:
    our, form = desk(), SubmitForm()
    if not form.validate() or not _lies_ahead(our, form.due_at):
        return _again(our, revision_id, Forms(submit=form))
    due_at, note, heeded = form.due_at.data, form.note.data or "", form.heeded.data
    done = _("Submitted: others sign it now.")
    return _taken(
        our, revision_id, lambda db: life.submit(db, revision_id, our.actor, our.now, due_at, note, heeded), done
    )


@revisions.action("/revisions/<int:revision_id>/withdraw", Permission.ITEMS_WRITE)
def withdraw(revision_id: int) -> ResponseReturnValue:
    our, done = desk(), _("Withdrawn: it is a draft again.")
    return _taken(our, revision_id, lambda db: life.withdraw(db, revision_id, our.actor, our.now), done)


@revisions.action("/revisions/<int:revision_id>/discard", Permission.ITEMS_WRITE)
def discard(revision_id: int) -> ResponseReturnValue:
    our, done = desk(), _("Given up. It stays in the history.")
    return _taken(our, revision_id, lambda db: life.discard(db, revision_id, our.actor, our.now), done)


@revisions.action("/revisions/<int:revision_id>/sign", Permission.ITEMS_SIGN)
def sign(revision_id: int) -> ResponseReturnValue:
    our, sha256 = desk(), request.form.get("sha256", "")
    signed: list[str] = []

    def step(db: Db) -> None:
        # As the store has it: this process may not know yet that somebody asked for more signatures.
        item, _revision = _found(db, revision_id)
        needed = preferences.load(db).signatures_of(Kind(item.kind))
        signed.append(life.sign(db, revision_id, sha256, our.actor, needed, our.now).state)

    return _taken(our, revision_id, step, lambda: _came_of(State(signed[-1])))


def _came_of(state: State) -> str:
    """What a signature led to."""
    said = {
        State.LIVE: _("Signed, and live: citizens see it within two seconds."),
        State.APPROVED: _("Signed. It goes live at its time."),
    }
    return str(said.get(state) or _("Signed. It needs another signature."))


@revisions.action("/revisions/<int:revision_id>/refuse", Permission.ITEMS_SIGN)
def refuse(revision_id: int) -> ResponseReturnValue:
    our, form = desk(), RefuseForm()
    if not form.validate():
        return _again(our, revision_id, Forms(refuse=form))
    reason, done = form.reason.data or "", _("Refused. The author sees why.")
    return _taken(our, revision_id, lambda db: life.refuse(db, revision_id, our.actor, reason, our.now), done)


@revisions.action("/revisions/<int:revision_id>/live", Permission.ITEMS_SIGN)
def go_live(revision_id: int) -> ResponseReturnValue:
    our, done = desk(), _("Live: citizens see it within two seconds.")
    return _taken(our, revision_id, lambda db: releases.go_live(db, revision_id, our.actor, our.now), done)


@revisions.action("/revisions/<int:revision_id>/schedule", Permission.ITEMS_SIGN)
def schedule(revision_id: int) -> ResponseReturnValue:
    our, form = desk(), ScheduleForm()
    if not form.validate() or not _lies_ahead(our, form.due_at):
        return _again(our, revision_id, Forms(schedule=form))
    due_at, done = form.due_at.data, _("It goes live at that time, once it is signed.")
    assert due_at is not None
    return _taken(our, revision_id, lambda db: releases.schedule(db, revision_id, due_at, our.actor, our.now), done)


@revisions.action("/revisions/<int:revision_id>/back", Permission.ITEMS_SIGN)
def roll_back(revision_id: int) -> ResponseReturnValue:
    our, done = desk(), _("Live again: citizens see it within two seconds.")
    return _taken(our, revision_id, lambda db: releases.roll_back(db, revision_id, our.actor, our.now), done)


def _lies_ahead(our: Desk, field: InstantField) -> bool:
    if field.data is not None and field.data <= our.now:
        complain(field, steps.sentence(RuleError(Why.PAST)))
    return not field.errors


def _found(db: Db, revision_id: int) -> tuple[Item, Revision]:
    revision = rows.revision(db, revision_id)
    item = rows.of_id(db, revision.item_id) if revision is not None else None
    if revision is None or item is None:
        abort(404)
    return item, revision


def _again(our: Desk, revision_id: int, forms: Forms) -> ResponseReturnValue:
    with our.database.read() as db:
        item, _revision = _found(db, revision_id)
    return dossiers.page(our, item.id, revision_id, forms, 422)


def _taken(
    our: Desk, revision_id: int, step: Callable[[Db], object], done: str | Callable[[], str]
) -> ResponseReturnValue:
    """The step, and the way back to its item."""
    with our.database.read() as db:
        item, _revision = _found(db, revision_id)
    steps.carry_out(our, step, done)
    return redirect(url_for("items.one", kind=item.kind, slug=item.slug, language=item.language))
