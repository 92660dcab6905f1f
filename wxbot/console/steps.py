"""One step with an item, taken in one transaction, and what came of it said in the reader's language."""

from collections.abc import Callable, Mapping

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from wxbot.console.desk import Desk
from wxbot.errors import ContentError, RuleError
from wxbot.services import Db
from wxbot.services.steps import Why

_SENTENCES: Mapping[str, object] = {
    Why.GONE: lazy_gettext("This revision does not exist."),
    Why.MOVED: lazy_gettext("Somebody was quicker: this cannot be done any more. Here is how it stands now."),
    Why.OWN: lazy_gettext("You wrote or submitted it yourself: somebody else has to sign it."),
    Why.OTHER_WORDS: lazy_gettext("The words changed since you were shown them. Read them again before you sign."),
    Why.TAMPERED: lazy_gettext("The words are not those that were signed. They do not go live; tell an administrator."),
    Why.UNSIGNED: lazy_gettext("Not enough people have signed it."),
    Why.REASON: lazy_gettext("Say why, so that the author can mend it."),
    Why.PAST: lazy_gettext("This time is over. Choose one that lies ahead."),
    Why.WORDING: lazy_gettext("Its wording must be mended first."),
    Why.WARNINGS: lazy_gettext("Read the warnings first, and say that you did."),
}


def sentence(error: RuleError | ContentError) -> str:
    known = _SENTENCES.get(error.why) if isinstance(error, RuleError) else None
    return str(known) if known is not None else _("It does not fit its kind any more: %(why)s", why=str(error))


def carry_out(our: Desk, step: Callable[[Db], object], done: str | Callable[[], str]) -> bool:
    """Returns whether it was done; what citizens see may have changed by it."""
    try:
        with our.database.write() as db:
            step(db)
    except (RuleError, ContentError) as error:
        flash(sentence(error), "error")
        return False
    our.runtime.announce_edition()
    flash(done if isinstance(done, str) else done(), "success")
    return True
