"""Drafts: a new item or the next revision of one, in the form of its kind. Nothing that somebody typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wxbot.console import complaints, kinds, previews, starts
from wxbot.console.bodies import DraftForm, filled, form_of
from wxbot.console.choices import offer
from wxbot.console.desk import Desk, desk
from wxbot.console.forms import complain
from wxbot.console.groups import Group
from wxbot.console.names import Names, asked_revision
from wxbot.console.previews import Preview
from wxbot.console.responses import render
from wxbot.edition.edition import LANGUAGES
from wxbot.edition.kinds import Kind
from wxbot.errors import ConflictError, ContentError
from wxbot.services import Db, diffs, files, items, revisions
from wxbot.services.diffs import Row
from wxbot.services.items import Draft
from wxbot.services.roles import Permission
from wxbot.store import items as rows
from wxbot.store import revisions as store
from wxbot.store import staff
from wxbot.store.items import Item, Revision

drafts = Group("drafts")

_ROWS = ("conditions", "answers")


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody else saved meanwhile, and how it differs from what was typed here."""

    newest: Revision
    author: str  # By his name, where he is known by one.
    differences: tuple[Row, ...]


@drafts.page("/items/new", Permission.ITEMS_WRITE)
def new() -> ResponseReturnValue:
    our = desk()
    kind, language = request.args.get("kind", ""), request.args.get("language", LANGUAGES[0])
    if kind not in set(Kind):
        return render("console/items/choose.html", our=our, kinds=kinds)
    slug = request.args.get("slug", "")
    names = Names.of(kind, slug if items.SLUG.match(slug) else "", language, new=True)
    if names.kind is Kind.MENU:
        return _to_menus(names)
    with our.database.read() as db:
        given = starts.given(db, our, names)
    return _page(our, _form(our, names, given), names, 0)


@drafts.action("/items/new", Permission.ITEMS_WRITE)
def create() -> ResponseReturnValue:
    our, asked = desk(), request.args
    names = Names.of(asked.get("kind", ""), "", asked.get("language", LANGUAGES[0]), new=True)
    form = _form(our, names)
    return _handled(our, form, replace(names, slug=form.slug.data or ""))


@drafts.page("/items/<kind>/<slug>/<language>/edit", Permission.ITEMS_WRITE)
def edit(kind: str, slug: str, language: str) -> ResponseReturnValue:
    names, our = Names.of(kind, slug, language), desk()
    if names.kind is Kind.MENU:
        return _to_menus(names)
    with our.database.read() as db:
        item, newest = _found(db, names)
        shown = _asked_revision(db, item) or items.shown_revision(db, item)
        return _page(our, _form(our, names, starts.values_of(item, shown)), names, newest.number)


@drafts.action("/items/<kind>/<slug>/<language>/edit", Permission.ITEMS_WRITE)
def save(kind: str, slug: str, language: str) -> ResponseReturnValue:
    names, our = Names.of(kind, slug, language), desk()
    with our.database.read() as db:
        _found(db, names)
    return _handled(our, _form(our, names), names)


def _found(db: Db, names: Names) -> tuple[Item, Revision]:
    item = names.item(db)
    return item, rows.newest(db, item) or abort(404)


def _asked_revision(db: Db, item: Item) -> Revision | None:
    number = asked_revision()
    return store.numbered(db, item.id, number) if number is not None else None


def _to_menus(names: Names) -> ResponseReturnValue:
    """Menus have an editor of their own."""
    if names.new:
        return redirect(url_for("menus.new", language=names.language))
    return redirect(url_for("menus.edit", slug=names.slug, language=names.language))


def _form(our: Desk, names: Names, given: Mapping[str, Any] | None = None) -> DraftForm:
    made = form_of(names.kind)
    form = made(formdata=None, data=dict(given)) if given is not None else made()
    if not names.new:
        del form.slug
    offer(form, our, names.language)
    return form


def _handled(our: Desk, form: DraftForm, names: Names) -> ResponseReturnValue:
    wish, base = request.form.get("do", "save"), form.base.data or 0
    if wish.startswith("add-") and wish[4:] in _ROWS and wish[4:] in form:
        return _page(our, form, names, base, rows_added=wish[4:])
    draft = _draft(form, names)
    if draft is None:
        return _page(our, form, names, base, 200 if wish == "preview" else 422)
    if wish == "preview":
        return _page(our, form, names, base, shown=previews.preview(our, draft))
    try:
        with our.database.write() as db:
            revision = revisions.save(db, draft, base, our.actor, our.now)
    except ConflictError as error:
        return _page(our, form, names, error.newest, 409, conflict=_conflict(our, draft))
    flash(_("Saved as revision %(number)d. Nobody but staff sees it yet.", number=revision.number), "success")
    return redirect(url_for("items.one", kind=draft.kind, slug=draft.slug, language=draft.language))


def _draft(form: DraftForm, names: Names) -> Draft | None:
    """What was typed, or None: then each sentence stands beside its field."""
    fits = form.validate()
    if not complaints.complain_of_body(form) or not fits:
        return None
    try:
        return items.draft(form.kind, names.slug, names.language, form.title.data or "", form.body(), "form")
    except ContentError:
        complain(form.title, _("There is a sign in it that cannot be kept. Type it again."))
        return None


def _conflict(our: Desk, mine: Draft) -> Conflict:
    with our.database.read() as db:
        item, newest = _found(db, Names(mine.kind, mine.slug, mine.language))
        theirs = items.draft_of(item, newest)
        author = staff.find(db, newest.author)
    return Conflict(
        newest,
        author.name if author is not None else newest.author,
        diffs.side_by_side(files.text_of(theirs), files.text_of(mine)),
    )


def _page(
    our: Desk,
    form: DraftForm,
    names: Names,
    base: int,
    status: int = 200,
    shown: Preview | None = None,
    conflict: Conflict | None = None,
    rows_added: str = "",
) -> ResponseReturnValue:
    for name in _ROWS:
        if name in form and (name == rows_added or len(filled(form[name])) == len(form[name].entries)):
            form[name].append_entry()
    return render(
        "console/items/edit.html",
        status,
        our=our,
        form=form,
        names=names,
        base=base,
        shown=shown,
        conflict=conflict,
        kinds=kinds,
    )
