"""One letter: its page, and everything that staff do about it."""

import hashlib
import re
from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import SelectField, TextAreaField

from wxbot.console import letter as pages
from wxbot.console.desk import Desk, desk
from wxbot.console.forms import Form, complain, required, shorter
from wxbot.console.inbox import letters
from wxbot.console.letter_labels import ENTRIES, FATE_ICONS, FATES, KINDS, ROUTES, STATE_LOOKS, STATES, WAYS, lasts
from wxbot.console.responses import render
from wxbot.errors import RuleError
from wxbot.services import Db
from wxbot.services.answers import Written
from wxbot.services.roles import Permission
from wxbot.services.telling import MOST_MESSAGES
from wxbot.store.letters import EntryKind

_WRITE = Permission.LETTERS_WRITE
_ORIGIN = re.compile(r"[0-9a-f]{24}")
_MOST = 20_000  # Characters that a form takes; the services know how much is too much.


class AnswerForm(Form):
    answer = TextAreaField(lazy_gettext("Our answer"), [required(), shorter(_MOST)])


class RefusalForm(Form):
    reason = TextAreaField(lazy_gettext("Reason, which the writer is told"), [required(), shorter(_MOST)])


class NoteForm(Form):
    note = TextAreaField(lazy_gettext("Note for colleagues"), [required(), shorter(_MOST)])


class RecordForm(Form):
    route = SelectField(lazy_gettext("How"), choices=list(ROUTES.items()))
    record = TextAreaField(lazy_gettext("What was said or sent"), [required(), shorter(_MOST)])


class RemarkForm(Form):
    remark = TextAreaField(lazy_gettext("What should be different"), [shorter(_MOST)])


FORMS: dict[str, type[Form]] = {
    "answering": AnswerForm,
    "refusing": RefusalForm,
    "noting": NoteForm,
    "recording": RecordForm,
    "remarking": RemarkForm,
}


@letters.page("/letters/<number>", Permission.LETTERS_READ)
def one(number: str) -> ResponseReturnValue:
    return show_one(desk(), number)


def show_one(our: Desk, number: str, status: int = 200, **used: Form) -> ResponseReturnValue:
    """``used``: the form that was sent, by its name; all others are empty."""
    with our.database.read() as db:
        case = pages.case_of(our, db, number, sent_number("seen") if used else None)
    forms = {name: used.get(name) or made(formdata=None) for name, made in FORMS.items()}
    if "answering" not in used:
        forms["answering"]["answer"].data = case.draft
    return render(
        "console/letters/one.html",
        status,
        our=our,
        case=case,
        letter=case.letter,
        used=next(iter(used), ""),
        origin=origin() if used else pages.new_origin(),
        can_be_faq=pages.can_be_faq,
        faq_address=pages.faq_address,
        filled=pages.filled,
        most=MOST_MESSAGES,
        lasts=lasts,
        **_LABELS,
        **forms,
    )


_LABELS = {
    "kinds": KINDS,
    "states": STATES,
    "state_looks": STATE_LOOKS,
    "fates": FATES,
    "fate_icons": FATE_ICONS,
    "entries": ENTRIES,
    "routes": ROUTES,
    "ways": WAYS,
}


def sent_number(name: str) -> int:
    words = request.form.get(name, "")
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else 0


def origin() -> str:
    given = request.form.get("origin", "")
    return given if _ORIGIN.fullmatch(given) else pages.new_origin()


def origin_of(kind: EntryKind, text: str) -> str:
    """What names an entry: pressing twice counts once, but other words from a page that was gone back to are new."""
    return f"staff|{kind}|{origin()}|{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def written(number: str, text: str, kind: EntryKind = EntryKind.ANSWER) -> Written:
    return Written(number, text, sent_number("base"), origin_of(kind, text), kind)


def said(error: RuleError) -> str:
    return str(_(error.why, **error.places))


def of_form(number: str, name: str, field: str, work: Callable[[Desk, Db, str], str]) -> ResponseReturnValue:
    """Does it with the words of a form's field; what is against a rule is said beside them, and they stay."""
    our, form = desk(), FORMS[name]()
    if form.validate():
        try:
            with our.database.write() as db:
                told = work(our, db, (form[field].data or "").replace("\r\n", "\n"))
            flash(told, "success")
            return redirect(url_for("letters.one", number=number))
        except RuleError as error:
            complain(form[field], said(error))
    return show_one(our, number, 422, **{name: form})


def at_once(number: str, work: Callable[[Desk, Db, int], str]) -> ResponseReturnValue:
    """Does what needs no words; what is against a rule is said above the letter as it is now."""
    our = desk()
    try:
        with our.database.write() as db:
            told = work(our, db, sent_number("base"))
        flash(told, "success")
    except RuleError as error:
        flash(said(error), "warning")
    return redirect(url_for("letters.one", number=number))


__all__ = ["at_once", "letters", "of_form", "origin_of", "sent_number", "show_one", "written"]
