"""What the journal's names are called on a page: what answered, how a message came, which button was tapped."""

from collections.abc import Callable, Mapping

from flask_babel import lazy_gettext as _

from wxbot.edition.edition import LANGUAGES, Edition
from wxbot.edition.kinds import Button, Kind, Menu
from wxbot.store.journal import Entry

# In the order in which a filter lists them.
SECTIONS: Mapping[str, object] = {
    "fallback": _("Nothing (the fallback)"),
    "autoreply": _("Auto-replies"),
    "emergency": _("Emergencies"),
    "welcome": _("Welcome"),
    "news": _("Important diplomatic activities"),
    "speeches": _("Speeches and articles"),
    "embassies": _("Embassy reports"),
    "knowledge": _("Diplomatic knowledge"),
    "consular": _("Consular questions"),
    "notices": _("Travel notices"),
    "missions": _("Embassies and consulates"),
    "countries": _("Countries"),
    "events": _("Events"),
    "topics": _("Topics"),
    "search": _("Search"),
    "letters": _("Letters"),
    "form/letter": _("Writing a letter"),
    "form/addition": _("Adding to a letter"),
    "sharing": _("Sharing"),
    "form/share": _("Sharing a picture"),
    "subscriptions": _("Subscriptions"),
    "language": _("Choice of language"),
    "guide": _("Help and about us"),
    "person": _("A person"),
    "form": _("A form that is over"),
    "parked": _("An answer that came late"),
    "flood": _("Too many messages"),
    "blocked": _("Blocked follower"),
    "error": _("An error"),
    "": _("Nobody"),
}

SOURCES: Mapping[str, object] = {
    "text": _("Text"),
    "voice": _("Voice"),
    "menu": _("Menu"),
    "tap": _("Tapped link"),
    "number": _("Number of a list"),
    "location": _("Location"),
    "media": _("Picture or video"),
    "link": _("Link"),
    "follow": _("Followed"),
    "unfollow": _("Unfollowed"),
    "scan": _("Scanned code"),
    "note": _("System event"),
}


_TAPS = ("menu", "note")

LANGUAGE_NAMES: Mapping[str, object] = {"zh": _("Chinese"), "en": _("English")}


def section(name: str) -> object:
    return SECTIONS.get(name, name)


def source(name: str) -> object:
    return SOURCES.get(name, name)


def language(name: str) -> object:
    return LANGUAGE_NAMES.get(name, name)


def said(edition: Edition) -> Callable[[Entry], str]:
    """What a line of the journal shows as said: a tapped button by what stands on it."""
    names = buttons(edition)
    return lambda entry: names.get(entry.asked, entry.asked) if entry.source in _TAPS else entry.asked


def menu_tags(edition: Edition) -> set[str]:
    """The tags by which the live menus find their readers."""
    lives = (live for language in LANGUAGES for live in edition.shelf(Kind.MENU, language).lives)
    return {live.body.tag for live in lives if isinstance(live.body, Menu) and live.body.tag}


def buttons(edition: Edition) -> dict[str, str]:
    """What stands on the buttons of the live menus, by key or address; the default menu's words before others'."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for live in edition.shelf(Kind.MENU, language).lives:
            if isinstance(live.body, Menu):
                for button in live.body.buttons:
                    _collect(button, found)
    return found


def _collect(button: Button, found: dict[str, str]) -> None:
    for each in (button, *button.buttons):
        for key in filter(None, (each.key, each.url)):
            found.setdefault(key, each.name)
