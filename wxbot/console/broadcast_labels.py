"""What broadcasts' names are called on a page: kinds, states, audiences, what became of calls and of single sends."""

from collections.abc import Callable, Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from wxbot.console.labels import section
from wxbot.edition import countries
from wxbot.services import Db, occurrences
from wxbot.services.audiences import Who
from wxbot.services.broadcasts import Why
from wxbot.services.closings import Closing
from wxbot.store import audiences, tags
from wxbot.store.broadcasts import Kind, State
from wxbot.store.calls import State as CallState
from wxbot.store.calls import Way
from wxbot.store.sends import State as SendState

KINDS: Mapping[str, object] = {
    Kind.ARTICLE: _("Articles"),
    Kind.TEXT: _("Text to many"),
    Kind.IMAGE: _("Picture to many"),
    Kind.PUBLISH: _("Articles without a push"),
    Kind.TEMPLATE: _("Template message"),
    Kind.NOTICE: _("Subscription notice"),
    Kind.CUSTOM: _("Customer-service message"),
}
ABOUT: Mapping[str, object] = {
    Kind.ARTICLE: _("One to eight items as a mass message, once or again and again."),
    Kind.TEXT: _("Words alone, to everyone or to some."),
    Kind.IMAGE: _("A picture from the library."),
    Kind.PUBLISH: _("They get an address and can be found, but nobody is told."),
    Kind.TEMPLATE: _("A card with fields, for each follower alone."),
    Kind.NOTICE: _("A card for followers who agreed to get one."),
    Kind.CUSTOM: _("A text for followers who wrote within 48 hours."),
}
ICONS: Mapping[str, str] = {
    Kind.ARTICLE: "file-earmark-text",
    Kind.TEXT: "chat-square-text",
    Kind.IMAGE: "images",
    Kind.PUBLISH: "globe2",
    Kind.TEMPLATE: "card-text",
    Kind.NOTICE: "bell",
    Kind.CUSTOM: "reply",
}
STATES: Mapping[str, object] = {
    State.DRAFT: _("Draft"),
    State.SUBMITTED: _("Waits for signing"),
    State.REFUSED: _("Sent back"),
    State.SCHEDULED: _("Waits for its time"),
    State.ASKING: _("Asks what to do"),
    State.SENDING: _("Being sent"),
    State.PAUSED: _("Paused"),
    State.STOPPED: _("Stopped by WeChat"),
    State.FINISHED: _("Finished"),
    State.CANCELLED: _("Cancelled"),
    State.ACTIVE: _("Recurring"),
    State.ENDED: _("Ended"),
    Closing.PARTLY: _("Finished, not for all"),
    Closing.NOBODY: _("Finished, reached nobody"),
    Closing.UNCLEAR: _("Finished, arrival not known"),
    Closing.RECALLED: _("Recalled"),
}
LOOKS: Mapping[str, str] = {
    State.DRAFT: "secondary",
    State.SUBMITTED: "info",
    State.REFUSED: "danger",
    State.SCHEDULED: "primary",
    State.ASKING: "warning",
    State.SENDING: "primary",
    State.PAUSED: "warning",
    State.STOPPED: "danger",
    State.FINISHED: "success",
    State.CANCELLED: "secondary",
    State.ACTIVE: "success",
    State.ENDED: "secondary",
    Closing.PARTLY: "warning",
    Closing.NOBODY: "warning",
    Closing.UNCLEAR: "warning",
    Closing.RECALLED: "secondary",
}
CLOSINGS: Mapping[str, object] = {
    Closing.PARTLY: _("Some did not get it, or it is not known: see how far it came."),
    Closing.NOBODY: _("Nobody got it: see how far it came."),
    Closing.UNCLEAR: _("Whether it arrived is not known of anybody: a person must look."),
    Closing.RECALLED: _("Its articles were recalled: their pages open no more."),
}
WHO: Mapping[str, object] = {
    Who.EVERYONE: _("Everyone who follows"),
    Who.TAG: _("Followers with a tag"),
    Who.SUBSCRIBERS: _("Subscribers"),
    Who.GROUP: _("A list or a group of testers"),
    Who.NOBODY: _("Nobody: it is published only"),
}
CALLS: Mapping[str, object] = {
    CallState.WAITING: _("Waits"),
    CallState.CALLING: _("Being called"),
    CallState.ACCEPTED: _("Taken by WeChat"),
    CallState.CONFIRMING: _("An administrator must confirm on his phone"),
    CallState.FINISHED: _("Finished"),
    CallState.FAILED: _("Failed"),
    CallState.UNKNOWN: _("Not known"),
    CallState.RECALLED: _("Recalled"),
    CallState.CANCELLED: _("Cancelled"),
}
CALL_LOOKS: Mapping[str, str] = {
    CallState.FINISHED: "success",
    CallState.FAILED: "danger",
    CallState.UNKNOWN: "warning",
    CallState.CONFIRMING: "warning",
    CallState.RECALLED: "secondary",
    CallState.CANCELLED: "secondary",
}
WAYS: Mapping[str, object] = {
    Way.ALL: _("Everyone"),
    Way.TAG: _("Tag"),
    Way.LIST: _("Part of a list"),
    Way.PUBLISH: _("Publishing"),
}
SENDS: Mapping[str, object] = {
    SendState.DUE: _("Waits"),
    SendState.SENDING: _("Being sent"),
    SendState.SENT: _("Taken by WeChat"),
    SendState.DELIVERED: _("Arrived"),
    SendState.FAILED: _("Failed"),
    SendState.UNKNOWN: _("Not known"),
    SendState.LATER: _("Put off"),
    SendState.SKIPPED: _("Left out"),
}
# What each type of a template's field takes; its limit and an example are told beside it.
TYPES: Mapping[str, object] = {
    "thing": _("Any words"),
    "const": _("One of the fixed words that WeChat has for it"),
    "phrase": _("Chinese characters only"),
    "character_string": _("Letters, digits and signs, nothing Chinese"),
    "number": _("A number"),
    "letter": _("Latin letters only"),
    "symbol": _("Signs only"),
    "time": _("A time, or from when to when"),
    "date": _("A date"),
    "amount": _("An amount of money"),
    "phone_number": _("A phone number"),
    "car_number": _("A number plate"),
    "name": _("A name, without digits"),
}
NO_OCCURRENCE: Mapping[str, object] = {
    occurrences.SKIPPED: _("Nothing was new: nothing was sent."),
    occurrences.MISSED: _("Passed while nothing was at work: not made up for."),
}
WHYS: Mapping[str, object] = {
    Why.GONE: _("This broadcast does not exist."),
    Why.MOVED: _("This cannot be done as it stands now, which is shown below."),
    Why.OCCURRENCE: _("One of a recurring broadcast can only be cancelled. To change it, end the recurring one."),
    Why.OWN: _("You wrote or submitted it yourself: somebody else has to do this."),
    Why.OWN_EMERGENCY: _("You wrote, submitted or sent it yourself: somebody else has to look at it."),
    Why.OTHER_WORDS: _("The words changed since you were shown them. Read them again before you sign."),
    Why.REASON: _("Say why."),
    Why.PAST: _("This time is over. Choose one that lies ahead."),
    Why.WORDING: _("Its wording must be mended first."),
    Why.FORESEEN: _("What stands against it must be mended first: its time, or whom it goes to."),
    Why.WARNINGS: _("Read the warnings first, and say that you did."),
    Why.RECURRING: _("A recurring one cannot be sent at once."),
}


def audience(db: Db, language: str) -> Callable[[Mapping[str, object]], str]:
    """Says in words whom a broadcast goes to."""
    labels = {tag.id: tag.name for tag in tags.all_tags(db)}
    groups = {group.id: group.name for group in audiences.groups(db)}

    def said(raw: Mapping[str, object]) -> str:
        match raw.get("who"):
            case Who.TAG:
                return str(gettext("Tag “%(name)s”", name=labels.get(_number(raw, "tag"), "–")))
            case Who.GROUP:
                return str(gettext("Group “%(name)s”", name=groups.get(_number(raw, "group"), "–")))
            case Who.SUBSCRIBERS:
                return str(gettext("Subscribers: %(what)s", what=_subscribed(raw, language)))
        return str(WHO.get(str(raw.get("who", "")), "–"))

    return said


def _number(raw: Mapping[str, object], name: str) -> int:
    value = raw.get(name)
    return value if isinstance(value, int) else 0


def _subscribed(raw: Mapping[str, object], language: str) -> str:
    name, code = str(raw.get("section") or ""), str(raw.get("country") or "")
    parts = [str(section(name)) if name else "", countries.name(code, language) if code in countries.CODES else code]
    return " · ".join(filter(None, parts))
