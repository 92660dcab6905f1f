"""Wordings: the list of what is not said so here, and a box in which a text is tried against it."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from wxbot.console.desk import Desk, desk
from wxbot.console.forms import Form, required, shorter, tell
from wxbot.console.groups import Group
from wxbot.console.paging import SIZE, asked_key, page
from wxbot.console.responses import render
from wxbot.console.sheets import sheet
from wxbot.errors import ContentError
from wxbot.services import wording
from wxbot.services import wordings as rules
from wxbot.services.roles import Permission
from wxbot.services.wording import Level
from wxbot.services.wordings import Given
from wxbot.store import wordings as rows
from wxbot.store.wordings import Rule

wordings = Group("wordings")

_MOST_TRIED = 20_000  # Characters of a text that is tried.
LEVELS = (
    (Level.WARN, lazy_gettext("Warn")),
    (Level.BLOCK, lazy_gettext("Block")),
    (Level.ALLOW, lazy_gettext("Always right")),
)
LANGUAGES = (("", lazy_gettext("Every language")), ("zh", lazy_gettext("Chinese")), ("en", lazy_gettext("English")))


class WordingForm(Form):
    wrong = StringField(lazy_gettext("Wording"), [required(), shorter(rules.MOST_WRONG)])
    preferred = StringField(lazy_gettext("Preferred wording"), [shorter(rules.MOST_PREFERRED)])
    level = SelectField(lazy_gettext("What follows"), choices=LEVELS)
    language = SelectField(lazy_gettext("Language"), choices=LANGUAGES)
    note = StringField(lazy_gettext("Note"), [shorter(rules.MOST_NOTE)])

    @property
    def given(self) -> Given:
        """Blanks at the ends are nobody's intention."""
        fields = (self.wrong, self.preferred, self.language, self.level, self.note)
        return Given(*((field.data or "").strip() for field in fields))


class LinesForm(Form):
    lines = TextAreaField(lazy_gettext("Lines"), [required()])
    level = SelectField(lazy_gettext("What follows"), choices=LEVELS[:2])
    language = SelectField(lazy_gettext("Language"), choices=LANGUAGES)


class TryForm(Form):
    text = TextAreaField(lazy_gettext("Text"), [required(), Length(max=_MOST_TRIED)])
    language = SelectField(lazy_gettext("Language"), choices=LANGUAGES[1:])
    links = BooleanField(lazy_gettext("Ask every link whether it answers"))


@wordings.page("/wordings", Permission.WORDINGS_WRITE)
def show() -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        found = rows.page(db, *_filters(), _key(), SIZE + 1)
        count = rows.count(db)
    pages = page(found, lambda row: f"{row.id}-{row.folded}")
    return render("console/wordings/show.html", our=our, page=pages, count=count, levels=LEVELS, languages=LANGUAGES)


def _filters() -> tuple[str, str, str | None]:
    asked = request.args
    language = asked.get("language", "any")
    return asked.get("words", "").strip()[:100], asked.get("level", ""), None if language == "any" else language


def _key() -> tuple[str, int] | None:
    number, _hyphen, folded = asked_key().partition("-")
    return (folded, int(number)) if number.isascii() and number.isdecimal() and len(number) < 19 else None


@wordings.page("/wordings/new", Permission.WORDINGS_WRITE)
def new() -> ResponseReturnValue:
    return render("console/wordings/edit.html", our=desk(), form=WordingForm(), row=None)


@wordings.action("/wordings/new", Permission.WORDINGS_WRITE)
def add() -> ResponseReturnValue:
    our, form = desk(), WordingForm()
    if form.validate():
        try:
            with our.database.write() as db:
                rules.add(db, form.given, our.actor, our.now)
            flash(_("“%(wording)s” is on the list.", wording=form.given.wrong), "success")
            return redirect(url_for("wordings.show"))
        except ContentError as error:
            tell(form, error)
    return render("console/wordings/edit.html", 422, our=our, form=form, row=None)


@wordings.page("/wordings/<int:number>", Permission.WORDINGS_WRITE)
def edit(number: int) -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        row = rows.of_id(db, number) or abort(404)
        form = WordingForm(obj=row)
    return render("console/wordings/edit.html", our=our, form=form, row=row)


@wordings.action("/wordings/<int:number>", Permission.WORDINGS_WRITE)
def change(number: int) -> ResponseReturnValue:
    our, form = desk(), WordingForm()
    if form.validate():
        try:
            _change(our, number, form.given)
            flash(_("“%(wording)s” is changed.", wording=form.given.wrong), "success")
            return redirect(url_for("wordings.show"))
        except ContentError as error:
            tell(form, error)
    with our.database.read() as db:
        row = rows.of_id(db, number) or abort(404)
    return render("console/wordings/edit.html", 422, our=our, form=form, row=row)


def _change(our: Desk, number: int, given: Given) -> None:
    with our.database.write() as db:
        row = rows.of_id(db, number, lock=True) or abort(404)
        rules.change(db, row, given, our.actor, our.now)


@wordings.action("/wordings/<int:number>/remove", Permission.WORDINGS_WRITE)
def remove(number: int) -> ResponseReturnValue:
    our = desk()
    with our.database.write() as db:
        row = rows.of_id(db, number, lock=True)
        if row is not None:  # Somebody else was faster: it is gone all the same.
            rules.remove(db, row, our.actor, our.now)
    flash(_("The wording is off the list."), "success")
    return redirect(url_for("wordings.show"))


@wordings.page("/wordings/import", Permission.WORDINGS_WRITE)
def paste() -> ResponseReturnValue:
    return render("console/wordings/import.html", our=desk(), form=LinesForm(), most=rules.MOST_LINES)


@wordings.action("/wordings/import", Permission.WORDINGS_WRITE)
def take_over() -> ResponseReturnValue:
    our, form = desk(), LinesForm()
    if form.validate():
        try:
            given = rules.read(form.lines.data or "", form.language.data or "", form.level.data or "")
            with our.database.write() as db:
                taken = rules.take_over(db, given, our.actor, our.now)
            flash(_("%(added)s added, %(changed)s changed, %(same)s were there already.", **_told(taken)), "success")
            return redirect(url_for("wordings.show"))
        except ContentError as error:
            tell(form, error)
    return render("console/wordings/import.html", 422, our=our, form=form, most=rules.MOST_LINES)


def _told(taken: rules.Taken) -> dict[str, int]:
    return {"added": taken.added, "changed": taken.changed, "same": taken.same}


@wordings.page("/wordings.csv", Permission.WORDINGS_WRITE)
def export() -> ResponseReturnValue:
    with desk().database.read() as db:
        found = rows.everything(db)
    return sheet("wordings", Rule._fields, found)


@wordings.page("/wordings/try", Permission.WORDINGS_WRITE)
def attempt() -> ResponseReturnValue:
    return render("console/wordings/try.html", our=desk(), form=TryForm(), findings=None)


@wordings.action("/wordings/try", Permission.WORDINGS_WRITE)
def try_out() -> ResponseReturnValue:
    """Changes nothing; a POST because a text is too long for an address."""
    our, form = desk(), TryForm()
    if not form.validate():
        return render("console/wordings/try.html", 422, our=our, form=form, findings=None)
    text, runtime = form.text.data or "", our.runtime
    with our.database.read() as db:
        found = wording.check_text(db, text, form.language.data or "", runtime.trusted_hosts)
    if form.links.data:
        found += wording.check_links_of_text(text, runtime.settings.simulated)
    return render("console/wordings/try.html", our=our, form=form, findings=found)
