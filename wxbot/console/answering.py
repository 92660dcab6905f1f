"""Answering a letter: in words, by a refusal, by a note of a call; the second reader; and what WeChat did not take."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wxbot.console.casework import letters
from wxbot.console.desk import Desk, desk
from wxbot.console.letters import AnswerForm, at_once, of_form, sent_number, show_one, written
from wxbot.services import Db, answers, canned, preferences
from wxbot.services.answers import Written
from wxbot.services.roles import Permission
from wxbot.store import canned as canned_rows
from wxbot.store.letters import Entry, EntryKind, Fate, Route


@letters.action("/letters/<number>/answer", Permission.LETTERS_WRITE)
def answer(number: str) -> ResponseReturnValue:
    if request.form.get("insert"):
        return _insert(number)
    return of_form(number, "answering", "answer", lambda our, db, text: _give(our, db, written(number, text)))


@letters.action("/letters/<number>/refuse", Permission.LETTERS_WRITE)
def refuse(number: str) -> ResponseReturnValue:
    def work(our: Desk, db: Db, text: str) -> str:
        return _give(our, db, written(number, text, EntryKind.REFUSAL))

    return of_form(number, "refusing", "reason", work)


def _give(our: Desk, db: Db, written: Written) -> str:
    second_reader = preferences.load(db).second_reader  # This process may not know yet what was decided elsewhere.
    return _told(answers.give(db, our.runtime.teller, written, second_reader, our.actor, our.now))


def _told(entry: Entry) -> str:
    """What happens with the answer now."""
    match entry.fate:
        case Fate.READING:
            return str(_("Kept. A second person must read it before it is sent."))
        case Fate.SENDING:
            return str(_("The answer is being sent."))
        case Fate.GONE:
            return str(_("Kept. It cannot be sent, since nobody knows any more who wrote the letter."))
    return str(_("Kept. The answer goes out when the writer next does something, and he can read it by asking."))


def _insert(number: str) -> ResponseReturnValue:
    """A canned answer is put below what was typed; only browsers without scripts ask for this."""
    our, form = desk(), AnswerForm()
    with our.database.read() as db:
        chosen = canned_rows.of_id(db, sent_number("canned"))
    if chosen is not None:
        form.answer.data = f"{form.answer.data or ''}\n\n{canned.fill(chosen.text, number)}".strip()
    return show_one(our, number, answering=form)


@letters.action("/letters/<number>/record", Permission.LETTERS_WRITE)
def record(number: str) -> ResponseReturnValue:
    def work(our: Desk, db: Db, text: str) -> str:
        route = Route(request.form["route"])
        answers.record(db, our.runtime.teller, written(number, text), route, our.actor, our.now)
        return str(_("Kept. The writer is told only how he was answered."))

    return of_form(number, "recording", "record", work)


@letters.action("/letters/<number>/send-back", Permission.LETTERS_WRITE)
def send_back(number: str) -> ResponseReturnValue:
    def work(our: Desk, db: Db, text: str) -> str:
        answers.send_back(db, our.runtime.teller, number, sent_number("base"), text, our.actor, our.now)
        return str(_("The answer is back with its author."))

    return of_form(number, "remarking", "remark", work)


@letters.action("/letters/<number>/approve", Permission.LETTERS_WRITE)
def approve(number: str) -> ResponseReturnValue:
    return at_once(
        number,
        lambda our, db, base: _told(answers.approve(db, our.runtime.teller, number, base, our.actor, our.now)),
    )


@letters.action("/letters/<number>/answers/<int:entry>/send-again", Permission.LETTERS_WRITE)
def send_again(number: str, entry: int) -> ResponseReturnValue:
    def work(our: Desk, db: Db, _base: int) -> str:
        answers.send_again(db, number, entry, our.actor, our.now)
        return str(_("The answer is being sent."))

    return at_once(number, work)


@letters.action("/letters/<number>/answers/<int:entry>/told", Permission.LETTERS_WRITE)
def take_as_told(number: str, entry: int) -> ResponseReturnValue:
    def work(our: Desk, db: Db, _base: int) -> str:
        answers.take_as_told(db, number, entry, our.actor, our.now)
        return str(_("Kept."))

    return at_once(number, work)


__all__ = ["letters"]
