"""What the audit's lines call things by, in the reader's words: actions, and the fields of their details."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

ACTIONS: Mapping[str, object] = {
    "item.live": _("Item put live"),
    "item.down": _("Item taken down"),
    "preferences.changed": _("Preferences changed"),
    "staff.created": _("Account created"),
    "staff.changed": _("Account changed"),
    "staff.deactivated": _("Account deactivated"),
    "staff.reactivated": _("Account reactivated"),
    "staff.password-reset": _("Password reset"),
    "staff.second-factor-reset": _("Second factor reset"),
    "staff.signed-in": _("Signed in"),
    "staff.password-refused": _("A wrong password was entered"),
    "staff.code-refused": _("A wrong code was entered"),
    "staff.signed-out-everywhere": _("Signed out everywhere"),
    "staff.password-changed": _("Password changed"),
    "staff.second-factor-changed": _("Second factor changed"),
    "wording.added": _("Wording added"),
    "wording.changed": _("Wording changed"),
    "wording.removed": _("Wording removed"),
    "wordings.imported": _("Wordings imported"),
}

FIELDS: Mapping[str, object] = {
    "revision": _("Revision"),
    "sha256": "SHA-256",
    "roles": _("Roles"),
    "email": _("E-mail"),
    "name": _("Name"),
    "signatures": _("Signatures"),
    "second_reader": _("An answer to a letter needs a second reader"),
    "letter_days": _("Working days to answer a letter"),
    "office_hours": _("Office hours"),
    "menus_automatic": _("Publish menus as soon as they go live"),
    "trusted_hosts": _("Trusted hosts"),
    "wrong": _("Wording"),
    "preferred": _("Preferred wording"),
    "level": _("What follows"),
    "language": _("Language"),
    "note": _("Note"),
    "added": _("Added"),
    "changed": _("Changed"),
}
