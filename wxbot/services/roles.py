"""Who may do what in the console: one table of roles, each with its permissions."""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Permission(StrEnum):
    """What a page or an action asks for. The wall lets nobody through who has not the one that it declares."""

    SIGNED_IN = "signed-in"  # Everybody who works here.
    ITEMS_READ = "items-read"
    ITEMS_WRITE = "items-write"  # Write drafts and submit them.
    ITEMS_SIGN = "items-sign"  # Sign or refuse, put live, take down, roll back.
    MENUS_PUBLISH = "menus-publish"
    BROADCASTS_READ = "broadcasts-read"
    BROADCASTS_WRITE = "broadcasts-write"  # Compose and submit; keep groups of testers and lists.
    BROADCASTS_SIGN = "broadcasts-sign"  # Sign or refuse, pause and cancel, the stop switch, the emergency path.
    WORDINGS_WRITE = "wordings-write"
    LETTERS_READ = "letters-read"
    LETTERS_WRITE = "letters-write"  # Assign, note, answer, refuse, close.
    MESSAGES_READ = "messages-read"
    FOLLOWERS_READ = "followers-read"
    FOLLOWERS_WRITE = "followers-write"  # Tag, remark, block.
    FOLLOWERS_ERASE = "followers-erase"  # Export and erase one person.
    SHARING_MODERATE = "sharing-moderate"
    CALENDAR_WRITE = "calendar-write"
    AUDIT_READ = "audit-read"
    PREFERENCES_WRITE = "preferences-write"
    STAFF_WRITE = "staff-write"


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    AGENT = "agent"
    AUDITOR = "auditor"


_P = Permission

ROLES: Mapping[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.EDITOR: frozenset(
        {
            *(_P.SIGNED_IN, _P.ITEMS_READ, _P.ITEMS_WRITE, _P.WORDINGS_WRITE, _P.MESSAGES_READ),
            *(_P.BROADCASTS_READ, _P.BROADCASTS_WRITE),
        }
    ),
    Role.REVIEWER: frozenset(
        {
            *(_P.SIGNED_IN, _P.ITEMS_READ, _P.ITEMS_SIGN, _P.MENUS_PUBLISH, _P.WORDINGS_WRITE, _P.MESSAGES_READ),
            *(_P.SHARING_MODERATE, _P.LETTERS_READ, _P.BROADCASTS_READ, _P.BROADCASTS_SIGN),
        }
    ),
    Role.AGENT: frozenset(
        {
            *(_P.SIGNED_IN, _P.ITEMS_READ, _P.LETTERS_READ, _P.LETTERS_WRITE, _P.MESSAGES_READ),
            *(_P.FOLLOWERS_READ, _P.FOLLOWERS_WRITE, _P.SHARING_MODERATE),
        }
    ),
    Role.AUDITOR: frozenset({_P.SIGNED_IN, _P.ITEMS_READ, _P.MESSAGES_READ, _P.AUDIT_READ, _P.BROADCASTS_READ}),
}


def permissions(roles: Iterable[Role]) -> frozenset[Permission]:
    """All that the roles allow together."""
    return frozenset().union(*(ROLES[role] for role in roles))
