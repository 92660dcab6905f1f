"""Freeze periods: set and lifted by who signs, such as for days of mourning."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField
from wtforms.validators import InputRequired

from wxbot.console.broadcasts import people, stopped
from wxbot.console.desk import Desk, desk
from wxbot.console.forms import Form, InstantField, required, shorter, tell
from wxbot.console.groups import Group
from wxbot.console.responses import render
from wxbot.errors import ContentError, RuleError
from wxbot.services import freezing
from wxbot.services.roles import Permission
from wxbot.store import freezes as rows

freezes = Group("freezes")

_SHOWN = 100
_NEEDED = lazy_gettext("This must be filled in.")


class FreezeForm(Form):
    begins_at = InstantField(lazy_gettext("From"), [InputRequired(_NEEDED)])
    ends_at = InstantField(lazy_gettext("Until"), [InputRequired(_NEEDED)])
    reason = StringField(lazy_gettext("Reason"), [required(), shorter(freezing.REASON_MAX)])


@freezes.page("/broadcasts/freezes", Permission.BROADCASTS_READ)
def show() -> ResponseReturnValue:
    return _listed(desk(), FreezeForm(formdata=None))


def _listed(our: Desk, form: FreezeForm, status: int = 200) -> ResponseReturnValue:
    with our.database.read() as db:
        found, stop, who = rows.newest(db, _SHOWN), stopped(db), people(db)
    return render("console/freezes/show.html", status, our=our, rows=found, form=form, stop=stop, people=who)


@freezes.action("/broadcasts/freezes", Permission.BROADCASTS_SIGN)
def add() -> ResponseReturnValue:
    our, form = desk(), FreezeForm()
    begins_at, ends_at = form.begins_at.data, form.ends_at.data
    if not form.validate() or begins_at is None or ends_at is None:
        return _listed(our, form, 422)
    try:
        with our.database.write() as db:
            freezing.add(db, begins_at, ends_at, form.reason.data or "", our.actor, our.now)
    except ContentError as error:
        tell(form, error)
        return _listed(our, form, 422)
    flash(_("The period is set. What is due in it asks first."), "success")
    return redirect(url_for("freezes.show"))


@freezes.action("/broadcasts/freezes/<int:number>/lift", Permission.BROADCASTS_SIGN)
def lift(number: int) -> ResponseReturnValue:
    our = desk()
    try:
        with our.database.write() as db:
            freezing.remove(db, number, our.actor, our.now)
    except RuleError:
        flash(_("Somebody lifted it already."), "warning")
    else:
        flash(_("The period is lifted."), "success")
    return redirect(url_for("freezes.show"))
