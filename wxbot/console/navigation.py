"""What stands in the console's navigation; everybody sees what he may open."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from wxbot.console.users import User
from wxbot.services.roles import Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """``noun`` is the page group, by which the entry is marked while one of its pages, or of ``others``, is open."""

    noun: str
    endpoint: str
    label: object
    icon: str
    needs: Permission
    others: tuple[str, ...] = ()


_SENDING = ("broadcast", "composer", "plan", "audiences", "freezes", "published")

# Sections, each entry on a line of its own: first, what citizens read, what citizens write, the rules of the house.
ENTRIES: tuple[tuple[Entry, ...], ...] = (
    (
        Entry("dashboard", "dashboard.show", _("Dashboard"), "speedometer2", Permission.SIGNED_IN),
        Entry("datacube", "datacube.show", _("WeChat's figures"), "bar-chart", Permission.SIGNED_IN),
    ),
    (
        Entry("items", "items.browse", _("Items"), "file-earmark-text", Permission.ITEMS_READ, ("drafts", "revisions")),
        Entry("autoreplies", "autoreplies.rules", _("Auto-replies"), "robot", Permission.ITEMS_READ),
        Entry("menus", "menus.show", _("Menus"), "menu-button-wide", Permission.ITEMS_READ),
        Entry("media", "media.show", _("Pictures and videos"), "images", Permission.ITEMS_READ),
        Entry("broadcasts", "broadcasts.show", _("Broadcasts"), "send", Permission.BROADCASTS_READ, _SENDING),
    ),
    (
        Entry("letters", "letters.show", _("Letters"), "envelope", Permission.LETTERS_READ),
        Entry("messages", "messages.show", _("Messages"), "chat-square-text", Permission.MESSAGES_READ),
        Entry("followers", "followers.show", _("Followers"), "people", Permission.FOLLOWERS_READ),
        Entry("tags", "tags.show", _("Tags"), "tags", Permission.FOLLOWERS_READ),
        Entry("sharing", "sharing.show", _("Sharing"), "camera-video", Permission.SHARING_MODERATE),
    ),
    (
        Entry("wordings", "wordings.show", _("Wordings"), "spellcheck", Permission.WORDINGS_WRITE),
        Entry("calendar", "calendar.show", _("Working days"), "calendar3", Permission.CALENDAR_WRITE),
        Entry("preferences", "preferences.show", _("Preferences"), "sliders", Permission.PREFERENCES_WRITE),
        Entry("staff", "staff.show", _("Staff"), "person-badge", Permission.STAFF_WRITE),
        Entry("audit", "audit.show", _("Audit"), "shield-check", Permission.AUDIT_READ),
    ),
)


def visible(user: User) -> list[list[Entry]]:
    """In sections, without those of which nothing is left."""
    sections = ([entry for entry in section if entry.needs in user.permissions] for section in ENTRIES)
    return [section for section in sections if section]
