"""What each permission lets one do, in the reader's words."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from wxbot.services.roles import Permission

NAMES: Mapping[Permission, object] = {
    Permission.SIGNED_IN: _("Dashboard and own account"),
    Permission.ITEMS_READ: _("Read items and their history"),
    Permission.ITEMS_WRITE: _("Write drafts and submit them"),
    Permission.ITEMS_SIGN: _("Sign, refuse, put live, take down, roll back"),
    Permission.MENUS_PUBLISH: _("Publish menus to WeChat"),
    Permission.BROADCASTS_READ: _("Read broadcasts"),
    Permission.BROADCASTS_WRITE: _("Compose broadcasts and submit them"),
    Permission.BROADCASTS_SIGN: _("Sign, pause and cancel broadcasts, stop all sending"),
    Permission.WORDINGS_WRITE: _("Keep the list of wordings"),
    Permission.LETTERS_READ: _("Read letters"),
    Permission.LETTERS_WRITE: _("Assign, answer, refuse and close letters"),
    Permission.MESSAGES_READ: _("Read messages and why they were answered so"),
    Permission.FOLLOWERS_READ: _("See followers"),
    Permission.FOLLOWERS_WRITE: _("Tag, remark and block followers"),
    Permission.FOLLOWERS_ERASE: _("Export and erase a follower's data"),
    Permission.SHARING_MODERATE: _("Decide on shared photos and videos"),
    Permission.CALENDAR_WRITE: _("Keep the calendar of working days"),
    Permission.AUDIT_READ: _("Read and verify the audit"),
    Permission.PREFERENCES_WRITE: _("Change preferences"),
    Permission.STAFF_WRITE: _("Manage staff"),
}
