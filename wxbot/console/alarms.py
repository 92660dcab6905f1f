"""What an alarm says to people, and where they go about it."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from wxbot.console import wechat
from wxbot.console.desk import desk
from wxbot.errors import ErrorClass
from wxbot.services.alarms import Ringing
from wxbot.services.roles import Permission


def sentence(alarm: Ringing) -> str:
    """One that nobody has found words for is told by its name."""
    if alarm.noun == "wechat-refuses":
        return _refusal(alarm.details)
    details = alarm.details
    told = {
        "stale-account": _(
            "Nothing new for %(days)s days. An inspection counts %(limit)s days as a fault.",
            days=details.get("days", "?"),
            limit=details.get("limit", "?"),
        ),
        "menu-drift": _("The menu at WeChat is not the one that was published: somebody changed it elsewhere."),
        "menu-publication": _("The last publication of the menu did not come to its end."),
        "item-stuck": _("%(what)s was to go live and could not.", what=alarm.about),
        "letter-late": _("Letters overdue: %(count)s.", count=details.get("count", "?")),
        "letter-untold": _("The answer to letter %(what)s did not reach its writer.", what=alarm.about),
        "broadcast-stopped": _stopped(alarm),
        "broadcast-asking": _(
            "The broadcast “%(title)s” did not go out: a person must decide.", title=details.get("title", alarm.about)
        ),
        "broadcast-unknown": _(
            "Of the broadcast “%(title)s” it is not known what went out: a person must look.",
            title=details.get("title", alarm.about),
        ),
        "broadcast-review": _(
            "Broadcast %(what)s was sent in an emergency by one person: somebody else must look at it.",
            what=alarm.about,
        ),
    }
    return str(told.get(alarm.noun, alarm.name))


def _refusal(details: Mapping[str, Any]) -> str:
    return wechat.told({**details, "kind": ErrorClass.CONFIGURATION})


def _stopped(alarm: Ringing) -> str:
    title = alarm.details.get("title", alarm.about)
    told = _("The broadcast “%(title)s” was stopped: staff must act before it can go on.", title=title)
    return f"{told} {wechat.told(alarm.details)}".strip()


_PAGES: Mapping[str, str] = {
    "stale-account": "items.browse",
    "menu-drift": "menus.show",
    "menu-publication": "menus.show",
    "item-stuck": "items.one",
    "letter-late": "letters.show",
    "letter-untold": "letters.one",
    "broadcast-stopped": "broadcast.one",
    "broadcast-asking": "broadcast.one",
    "broadcast-unknown": "broadcast.one",
    "broadcast-review": "broadcast.one",
}


_BROADCASTS = ("broadcast-stopped", "broadcast-asking", "broadcast-unknown", "broadcast-review")


def address(alarm: Ringing) -> str:
    """The page on which something can be done about it; empty where there is none, or none for the reader."""
    endpoint = _PAGES.get(alarm.noun, "")
    if alarm.noun in _BROADCASTS and not desk().may(Permission.BROADCASTS_READ):
        return ""
    return url_for(endpoint, **_places(alarm)) if endpoint in current_app.view_functions else ""


def _places(alarm: Ringing) -> dict[str, Any]:
    """What the address of the alarm's subject is made of."""
    if alarm.noun == "letter-late":
        return {"only": "late"}
    if alarm.noun in ("letter-untold", *_BROADCASTS):
        return {"number": alarm.about}
    if alarm.noun == "item-stuck":
        kind, _sign, rest = alarm.about.partition("/")
        slug, _sign, language = rest.rpartition(".")
        return {"kind": kind, "slug": slug, "language": language}
    return {}
