"""What letters' names are called on a page: kinds, states, what became of an answer, how the next one will go."""

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from wxbot.services.telling import Way
from wxbot.store.letters import EntryKind, Fate, Route, State

KINDS: Mapping[str, object] = {
    "advice": _("Advice"),
    "question": _("Enquiry"),
    "complaint": _("Complaint"),
    "brochure": _("Brochure request"),
    "event": _("Event enquiry"),
}
STATES: Mapping[str, object] = {
    State.RECEIVED: _("Not begun"),
    State.WORKING: _("In work"),
    State.ANSWERED: _("Answered"),
    State.REFUSED: _("Not taken up"),
    State.CLOSED: _("Closed"),
}
STATE_LOOKS = {
    State.RECEIVED: "info",
    State.WORKING: "warning",
    State.ANSWERED: "success",
    State.REFUSED: "danger",
    State.CLOSED: "secondary",
}
ENTRIES: Mapping[str, object] = {
    EntryKind.TEXT: _("Writer"),
    EntryKind.NOTE: _("Note"),
    EntryKind.ANSWER: _("Our answer"),
    EntryKind.REFUSAL: _("Refusal"),
}
ROUTES: Mapping[str, object] = {Route.PHONE: _("By phone"), Route.POST: _("By post"), Route.MAIL: _("By e-mail")}
FATES: Mapping[str, object] = {
    Fate.READING: _("Waits for a second reader; not sent yet"),
    Fate.RETURNED: _("Sent back; not sent to the writer"),
    Fate.WAITS: _("Goes out when the writer next does something; he can read it by asking with the number"),
    Fate.SENDING: _("Is being sent"),
    Fate.TOLD: _("Sent as a customer-service message"),
    Fate.ASKED: _("The writer read it by asking with the number"),
    Fate.REFUSED: _("WeChat did not take it"),
    Fate.UNKNOWN: _("Whether it arrived is not known"),
    Fate.GONE: _("The writer left before it was sent"),
}
FATE_ICONS = {
    Fate.READING: "eye",
    Fate.RETURNED: "reply",
    Fate.WAITS: "clock-history",
    Fate.SENDING: "send",
    Fate.TOLD: "check-lg",
    Fate.ASKED: "check-lg",
    Fate.GIVEN: "check-lg",
    Fate.REFUSED: "x-circle",
    Fate.UNKNOWN: "question-circle",
    Fate.GONE: "x-lg",
}
WAYS: Mapping[str, object] = {
    Way.NOW: _("Goes out at once as a customer-service message."),
    Way.SHUT: _("The writer has not written within 48 hours: it goes out by itself when he next does something."),
    Way.FULL: _("The messages that he may be sent are used up: the answer goes out by itself when he next writes."),
    Way.ACCOUNT: _("This kind of account may not write to followers: the writer reads the answer by asking."),
    Way.LEFT: _("The writer does not follow at present: the answer goes out by itself if he follows again."),
    Way.NOBODY: _("Nobody knows any more who wrote this: an answer cannot be sent."),
}


def lasts(left: dt.timedelta) -> str:
    """How long still, to the minute, or to the hour where that is enough."""
    minutes = int(left.total_seconds() // 60)
    if minutes < 1:
        return str(gettext("less than a minute"))
    if minutes < 60:
        return str(gettext("%(minutes)d min", minutes=minutes))
    return str(gettext("%(hours)d h %(minutes)d min", hours=minutes // 60, minutes=minutes % 60))
