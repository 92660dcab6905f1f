"""What staff do about a letter besides answering it: notes, who works on it, closing and opening it again."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wxbot.console.desk import Desk
from wxbot.console.letters import at_once, letters, of_form, origin_of
from wxbot.services import Db, casework
from wxbot.services.roles import Permission
from wxbot.store.letters import EntryKind


@letters.action("/letters/<number>/note", Permission.LETTERS_WRITE)
def note(number: str) -> ResponseReturnValue:
    def work(our: Desk, db: Db, text: str) -> str:
        casework.note(db, our.runtime.vault, number, text, origin_of(EntryKind.NOTE, text), our.actor, our.now)
        return str(_("The note is kept."))

    return of_form(number, "noting", "note", work)


@letters.action("/letters/<number>/assign", Permission.LETTERS_WRITE)
def assign(number: str) -> ResponseReturnValue:
    to = request.form.get("to", "")[:120]

    def work(our: Desk, db: Db, base: int) -> str:
        casework.assign(db, number, our.actor if to == "me" else to, base, our.actor, our.now)
        return str(_("The letter is yours.") if to in ("me", our.actor) else _("Who works on it is kept."))

    return at_once(number, work)


@letters.action("/letters/<number>/close", Permission.LETTERS_WRITE)
def close(number: str) -> ResponseReturnValue:
    def work(our: Desk, db: Db, base: int) -> str:
        casework.close(db, number, base, our.actor, our.now)
        return str(_("The letter is closed."))

    return at_once(number, work)


@letters.action("/letters/<number>/reopen", Permission.LETTERS_WRITE)
def reopen(number: str) -> ResponseReturnValue:
    def work(our: Desk, db: Db, base: int) -> str:
        casework.reopen(db, number, base, our.actor, our.now)
        return str(_("The letter is open again."))

    return at_once(number, work)


__all__ = ["letters"]
