"""Canned answers: their list, and the form in which one is written."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import SelectField, StringField, TextAreaField

from wxbot.console.desk import Desk, desk
from wxbot.console.forms import Form, complain, required, shorter
from wxbot.console.groups import Group
from wxbot.console.letter_labels import KINDS
from wxbot.console.responses import render
from wxbot.errors import RuleError
from wxbot.services import canned as rules
from wxbot.services.canned import TEXT_MOST, TITLE_MOST, Draft, Why
from wxbot.services.roles import Permission
from wxbot.store import canned as rows
from wxbot.store.canned import Canned

canned = Group("canned")

LANGUAGES = (("zh", lazy_gettext("Chinese")), ("en", lazy_gettext("English")))


class CannedForm(Form):
    title = StringField(lazy_gettext("Title"), [required(), shorter(TITLE_MOST)])
    language = SelectField(lazy_gettext("Language"), choices=LANGUAGES)
    kind = SelectField(lazy_gettext("Kind of letter"), choices=[("", lazy_gettext("Every kind")), *KINDS.items()])
    text = TextAreaField(lazy_gettext("Text"), [required(), shorter(TEXT_MOST)])

    @property
    def draft(self) -> Draft:
        fields = (self.title, self.language, self.kind, self.text)
        return Draft(*((field.data or "").replace("\r\n", "\n") for field in fields))


@canned.page("/canned-answers", Permission.LETTERS_WRITE)
def show() -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        found = rows.everything(db)
    return render("console/canned/show.html", our=our, rows=found, kinds=KINDS, languages=dict(LANGUAGES))


@canned.page("/canned-answers/new", Permission.LETTERS_WRITE)
def new() -> ResponseReturnValue:
    return _form(desk(), CannedForm(formdata=None), None)


@canned.action("/canned-answers/new", Permission.LETTERS_WRITE)
def add() -> ResponseReturnValue:
    our, form = desk(), CannedForm()
    if form.validate():
        try:
            with our.database.write() as db:
                rules.add(db, form.draft, our.actor, our.now)
            return _done(_("The canned answer is kept."))
        except RuleError as error:
            _tell(form, error)
    return _form(our, form, None, 422)


@canned.page("/canned-answers/<int:number>", Permission.LETTERS_WRITE)
def edit(number: int) -> ResponseReturnValue:
    our = desk()
    row = _row(our, number)
    return _form(our, CannedForm(formdata=None, obj=row), row)


@canned.action("/canned-answers/<int:number>", Permission.LETTERS_WRITE)
def change(number: int) -> ResponseReturnValue:
    our, form = desk(), CannedForm()
    if form.validate():
        try:
            with our.database.write() as db:
                rules.change(db, number, request.form.get("base", 0, int), form.draft, our.actor, our.now)
            return _done(_("The canned answer is kept."))
        except RuleError as error:
            _tell(form, error)
    return _form(our, form, _row(our, number), 422)


@canned.action("/canned-answers/<int:number>/remove", Permission.LETTERS_WRITE)
def remove(number: int) -> ResponseReturnValue:
    our = desk()
    try:
        with our.database.write() as db:
            rules.remove(db, number, our.actor, our.now)
    except RuleError as error:
        flash(_(error.why), "warning")
        return redirect(url_for("canned.show"))
    return _done(_("The canned answer is removed."))


def _row(our: Desk, number: int) -> Canned:
    with our.database.read() as db:
        return rows.of_id(db, number) or abort(404)


def _done(sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("canned.show"))


def _form(our: Desk, form: CannedForm, row: Canned | None, status: int = 200) -> ResponseReturnValue:
    return render("console/canned/edit.html", status, our=our, form=form, row=row)


def _tell(form: CannedForm, error: RuleError) -> None:
    """Beside the title what is wrong with it, all else beside the text."""
    field = form.title if error.why == Why.TITLE else form.text
    complain(field, _(error.why, **error.places))
