"""Staff: who works here with which roles, letting people in, and helping them who cannot sign in."""

from collections.abc import Callable

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_security import hash_password
from wtforms import StringField

from wxbot.console.commands import new_password
from wxbot.console.desk import Desk, desk
from wxbot.console.forms import Form, MultiCheckboxField, required, shorter, tell
from wxbot.console.groups import Group
from wxbot.console.permissions import NAMES
from wxbot.console.responses import render
from wxbot.errors import ContentError
from wxbot.services import Db
from wxbot.services import staff as rules
from wxbot.services.roles import ROLES, Permission, Role
from wxbot.store import staff as people
from wxbot.store.staff import Staff

staff = Group("staff")

_ROLE_LABELS = [(role.value, lazy_gettext(role.value)) for role in Role]


class PersonForm(Form):
    name = StringField(lazy_gettext("Name"), [required(), shorter(rules.MOST_NAME)])
    roles = MultiCheckboxField(lazy_gettext("Roles"), choices=_ROLE_LABELS)

    @property
    def chosen(self) -> list[Role]:
        return [Role(role) for role in self.roles.data or ()]


class NewForm(PersonForm):
    email = StringField(lazy_gettext("E-mail"), [required(), shorter(rules.MOST_EMAIL)])


@staff.page("/staff", Permission.STAFF_WRITE)
def show() -> ResponseReturnValue:
    with desk().database.read() as db:
        rows = people.everybody(db)
    return render("console/staff/show.html", our=desk(), rows=rows)


@staff.page("/staff/roles", Permission.STAFF_WRITE)
def roles() -> ResponseReturnValue:
    return render("console/staff/roles.html", our=desk(), roles=ROLES, names=NAMES)


@staff.page("/staff/new", Permission.STAFF_WRITE)
def new() -> ResponseReturnValue:
    return render("console/staff/new.html", our=desk(), form=NewForm())


@staff.action("/staff/new", Permission.STAFF_WRITE)
def add() -> ResponseReturnValue:
    """The password is shown on this answer and nowhere else, so it ends in no redirect."""
    our, form = desk(), NewForm()
    if form.validate():
        try:
            password = new_password()
            row = _create(our, form, password)
            return render("console/staff/password.html", our=our, row=row, password=password, is_new=True)
        except ContentError as error:
            tell(form, error)
    return render("console/staff/new.html", 422, our=our, form=form)


def _create(our: Desk, form: NewForm, password: str) -> Staff:
    hashed = hash_password(password)
    with our.database.write() as db:
        return rules.create(
            db,
            email=form.email.data or "",
            name=form.name.data or "",
            roles=form.chosen,
            password_hash=hashed,
            provisional=True,
            actor=our.actor,
            now=our.now,
        )


@staff.page("/staff/<int:number>", Permission.STAFF_WRITE)
def one(number: int) -> ResponseReturnValue:
    row = _row(number)
    return _one(row, PersonForm(name=row.name, roles=row.role_names))


def _row(number: int) -> Staff:
    with desk().database.read() as db:
        return people.of_id(db, number) or abort(404)


def _one(row: Staff, form: PersonForm, status: int = 200) -> ResponseReturnValue:
    return render("console/staff/one.html", status, our=desk(), row=row, form=form)


@staff.action("/staff/<int:number>", Permission.STAFF_WRITE)
def change(number: int) -> ResponseReturnValue:
    our, form = desk(), PersonForm()
    if form.validate():
        try:
            with our.database.write() as db:
                rules.change(db, _locked(db, number), form.name.data or "", form.chosen, our.actor, our.now)
            flash(_("The account is changed."), "success")
            return redirect(url_for("staff.one", number=number))
        except ContentError as error:
            tell(form, error)
    return _one(_row(number), form, 422)


def _locked(db: Db, number: int) -> Staff:
    return people.locked(db, number) or abort(404)


Step = Callable[[Db, Staff], None]


def _do(number: int, step: Step) -> bool:
    """Carries out one step; what speaks against it is told at the top of the page."""
    try:
        with desk().database.write() as db:
            step(db, _locked(db, number))
    except ContentError as error:
        flash(_(str(error).partition(": ")[2]), "danger")
        return False
    return True


@staff.action("/staff/<int:number>/deactivate", Permission.STAFF_WRITE)
def deactivate(number: int) -> ResponseReturnValue:
    our = desk()
    if _do(number, lambda db, row: rules.deactivate(db, row, our.actor, our.now)):
        flash(_("The account is deactivated, and signed out everywhere."), "success")
    return redirect(url_for("staff.one", number=number))


@staff.action("/staff/<int:number>/reactivate", Permission.STAFF_WRITE)
def reactivate(number: int) -> ResponseReturnValue:
    our = desk()
    if _do(number, lambda db, row: rules.reactivate(db, row, our.actor, our.now)):
        flash(_("The account is active again."), "success")
    return redirect(url_for("staff.one", number=number))


@staff.action("/staff/<int:number>/reset-password", Permission.STAFF_WRITE)
def reset_password(number: int) -> ResponseReturnValue:
    """As with a new account, the password is shown on this answer only."""
    our, password = desk(), new_password()
    hashed = hash_password(password)
    if not _do(number, lambda db, row: rules.reset_password(db, row, hashed, our.actor, our.now)):
        return redirect(url_for("staff.one", number=number))
    return render("console/staff/password.html", our=our, row=_row(number), password=password, is_new=False)


@staff.action("/staff/<int:number>/reset-second-factor", Permission.STAFF_WRITE)
def reset_second_factor(number: int) -> ResponseReturnValue:
    our = desk()
    if _do(number, lambda db, row: rules.reset_second_factor(db, row, our.actor, our.now)):
        flash(_("The second factor is switched off until it is set up anew."), "success")
    return redirect(url_for("staff.one", number=number))


@staff.action("/staff/<int:number>/sign-out", Permission.STAFF_WRITE)
def sign_out(number: int) -> ResponseReturnValue:
    our = desk()
    if _do(number, lambda db, row: rules.end_sessions(db, row.id, our.actor, our.now)):
        flash(_("The account is signed out everywhere."), "success")
    return redirect(url_for("staff.one", number=number))
