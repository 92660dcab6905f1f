"""What kinds of items, states and languages are called, and in which colour a state is shown."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from wxbot.edition.kinds import Kind
from wxbot.store.items import State

NAMES: Mapping[Kind, object] = {
    Kind.NEWS: _("News"),
    Kind.SPEECH: _("Speech or article"),
    Kind.REPORT: _("Embassy report"),
    Kind.KNOWLEDGE: _("Background"),
    Kind.NOTICE: _("Travel notice"),
    Kind.EVENT: _("Event"),
    Kind.CALL: _("Call for advice"),
    Kind.FAQ: _("Question and answer"),
    Kind.MISSION: _("Embassy or consulate"),
    Kind.EMERGENCY: _("Emergency"),
    Kind.AUTOREPLY: _("Auto-reply"),
    Kind.PHRASE: _("Standing phrase"),
    Kind.MENU: _("Menu"),
}

STATES: Mapping[State, object] = {
    State.DRAFT: _("Draft"),
    State.SUBMITTED: _("Waits for signatures"),
    State.REFUSED: _("Sent back"),
    State.APPROVED: _("Signed, waits"),
    State.LIVE: _("Live"),
    State.FORMER: _("Taken down"),
    State.SUPERSEDED: _("Superseded"),
}

LOOKS: Mapping[State, str] = {
    State.DRAFT: "secondary",
    State.SUBMITTED: "warning",
    State.REFUSED: "danger",
    State.APPROVED: "info",
    State.LIVE: "success",
    State.FORMER: "secondary",
    State.SUPERSEDED: "light",
}

LANGUAGES: Mapping[str, object] = {"zh": _("Chinese"), "en": _("English")}

# Which icon stands for a kind where one is chosen.
ICONS: Mapping[Kind, str] = {
    Kind.NEWS: "file-earmark-text",
    Kind.SPEECH: "card-text",
    Kind.REPORT: "flag",
    Kind.KNOWLEDGE: "info-circle",
    Kind.NOTICE: "exclamation-triangle",
    Kind.EVENT: "calendar3",
    Kind.CALL: "inbox",
    Kind.FAQ: "question-circle",
    Kind.MISSION: "globe2",
    Kind.EMERGENCY: "bell",
    Kind.AUTOREPLY: "robot",
    Kind.PHRASE: "chat-square-text",
    Kind.MENU: "menu-button-wide",
}
