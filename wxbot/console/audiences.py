"""Groups of followers for broadcasts: testers, and lists that are brought as a file of openids."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, StringField, TextAreaField

from wxbot.console.broadcasts import people, stopped
from wxbot.console.desk import Desk, desk
from wxbot.console.forms import Form, complain, required, shorter
from wxbot.console.groups import Group
from wxbot.console.numbers import one as row_number
from wxbot.console.responses import render
from wxbot.errors import RuleError
from wxbot.services import Db, groups, lists
from wxbot.services.groups import NAME_MOST, Kind
from wxbot.services.lists import Listing
from wxbot.services.roles import Permission
from wxbot.store import audiences as store
from wxbot.store import followers as follower_rows
from wxbot.store.followers import Follower

audiences = Group("audiences")

_READ, _WRITE = Permission.BROADCASTS_READ, Permission.BROADCASTS_WRITE
_SHOWN = 100  # Members of a group, and wrong lines of a file, on a page.

KINDS = {Kind.TESTERS: lazy_gettext("Testers"), Kind.LIST: lazy_gettext("List")}


class TestersForm(Form):
    called = StringField(lazy_gettext("Name of the group"), [required(), shorter(NAME_MOST)])


class ListForm(Form):
    name = StringField(lazy_gettext("Name of the group"), [required(), shorter(NAME_MOST)])
    file = FileField(lazy_gettext("File of openids (CSV)"))
    openids = TextAreaField(lazy_gettext("Or paste them, one on each line"), render_kw={"rows": 4})
    strangers = BooleanField(lazy_gettext("Take those as well whom we do not know: they follow nevertheless"))


class JoinForm(Form):
    openid = StringField(lazy_gettext("Openid"), [required(), shorter(64)])


@dataclass(frozen=True, slots=True)
class Member:
    """``follower`` is None for one whom we do not know."""

    alias: str
    follower: Follower | None


@audiences.page("/broadcasts/groups", _READ)
def show() -> ResponseReturnValue:
    return _listed(desk(), TestersForm(formdata=None), ListForm(formdata=None))


def _listed(
    our: Desk, testers: TestersForm, listing: ListForm, status: int = 200, listed: Listing | None = None
) -> ResponseReturnValue:
    with our.database.read() as db:
        rows = store.groups(db)
        sizes, stop, who = store.sizes(db, [row.id for row in rows]), stopped(db), people(db)
    return render(
        "console/audiences/show.html",
        status,
        our=our,
        rows=rows,
        sizes=sizes,
        stop=stop,
        people=who,
        kinds=KINDS,
        testers=testers,
        listing=listing,
        listed=listed,
        most=_SHOWN,
        lines=lists.LINES_MOST,
    )


@audiences.action("/broadcasts/groups/testers", _WRITE)
def add_testers() -> ResponseReturnValue:
    our, form = desk(), TestersForm()
    if form.validate():
        try:
            with our.database.write() as db:
                group = groups.add(db, Kind.TESTERS, form.called.data or "", (), our.actor, our.now)
            return redirect(url_for("audiences.one", number=group.id))
        except RuleError as error:
            complain(form.called, _(error.why, **error.places))
    return _listed(our, form, ListForm(formdata=None), 422)


@audiences.action("/broadcasts/groups/list", _WRITE)
def add_list() -> ResponseReturnValue:
    our, form, listed = desk(), ListForm(), None
    if form.validate():
        try:
            listed = _roster(our, form)
            if not listed.wrong and (not listed.strange or form.strangers.data):
                return _kept(our, form, listed)
            complain(form.file, _("Nothing was taken over: see the lines below."))
        except RuleError as error:
            field = form.name if error.why in (groups.Why.TAKEN, groups.Why.NAME) else form.file
            complain(field, _(error.why, **error.places))
    return _listed(our, TestersForm(formdata=None), form, 422, listed)


def _roster(our: Desk, form: ListForm) -> Listing:
    """Of the file; where none was chosen, of what was pasted."""
    text = lists.decode(form.file.data.read()) if form.file.data else form.openids.data or ""
    with our.database.read() as db:
        return lists.read(db, text)


def _kept(our: Desk, form: ListForm, listed: Listing) -> ResponseReturnValue:
    with our.database.write() as db:
        group = groups.add(db, Kind.LIST, form.name.data or "", listed.openids, our.actor, our.now)
    told = _("Followers in the list: %(count)d.", count=len(listed.openids))
    if listed.doubles:
        told += " " + _("Lines that repeated another one: %(count)d.", count=listed.doubles)
    flash(told, "success")
    return redirect(url_for("audiences.one", number=group.id))


@audiences.page("/broadcasts/groups/<int:number>", _READ)
def one(number: int) -> ResponseReturnValue:
    return _one(desk(), number, JoinForm(formdata=None))


def _one(our: Desk, number: int, form: JoinForm, status: int = 200) -> ResponseReturnValue:
    with our.database.read() as db:
        group = store.of_id(db, number) or abort(404)
        members = _members(our, db, number)
        size, reachable = store.size(db, number), store.count(db, store.reachable(number))
        stop, who = stopped(db), people(db)
    return render(
        "console/audiences/one.html",
        status,
        our=our,
        group=group,
        kinds=KINDS,
        members=members,
        size=size,
        stop=stop,
        people=who,
        reachable=reachable,
        form=form,
    )


def _members(our: Desk, db: Db, number: int) -> Sequence[Member]:
    """Those that stand first, by the names that the console gives them."""
    openids = store.members(db, number, "", _SHOWN)
    known = follower_rows.ids_of(db, openids)
    rows = {row.openid: row for row in follower_rows.with_ids(db, list(known.values()))}
    return [Member(our.runtime.alias(openid), rows.get(openid)) for openid in openids]


@audiences.action("/broadcasts/groups/<int:number>/join", _WRITE)
def join(number: int) -> ResponseReturnValue:
    our, form = desk(), JoinForm()
    if form.validate():
        try:
            with our.database.write() as db:
                openid = (form.openid.data or "").strip()
                groups.put_in(db, number, openid, our.runtime.alias, our.actor, our.now)
            return redirect(url_for("audiences.one", number=number))
        except RuleError as error:
            if error.why in (groups.Why.FIXED, groups.Why.GONE):
                flash(_(error.why), "warning")
                return redirect(url_for("audiences.show"))
            complain(form.openid, _(error.why, **error.places))
    return _one(our, number, form, 422)


@audiences.action("/broadcasts/groups/<int:number>/leave", _WRITE)
def leave(number: int) -> ResponseReturnValue:
    our, follower = desk(), row_number(request.form.get("follower", "")) or 0
    try:
        with our.database.write() as db:
            groups.take_out(db, number, follower, our.runtime.alias, our.actor, our.now)
    except RuleError as error:
        flash(_(error.why, **error.places), "warning")
    return redirect(url_for("audiences.one", number=number))


@audiences.action("/broadcasts/groups/<int:number>/remove", _WRITE)
def remove(number: int) -> ResponseReturnValue:
    our = desk()
    try:
        with our.database.write() as db:
            groups.remove(db, number, our.actor, our.now)
    except RuleError as error:
        flash(_(error.why, **error.places), "warning")
        return redirect(url_for("audiences.one" if error.why == groups.Why.USED else "audiences.show", number=number))
    flash(_("The group is removed."), "success")
    return redirect(url_for("audiences.show"))
