"""What is wrong with a draft, as sentences in the reader's language, each put beside its field."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Field

from wxbot.console.bodies import DraftForm, filled
from wxbot.console.forms import complain
from wxbot.edition.faults import Fault, faults

_FILL = ("missing", "string_too_short", "too_short")
_CHOOSE = ("literal_error", "string_pattern_mismatch", "union_tag_invalid", "union_tag_not_found")


def complain_of_body(form: DraftForm) -> bool:
    """Checks the body by the kind's rules; returns whether nothing is wrong."""
    found = faults(form.kind, form.body())
    for fault in found:
        field = _field(form, fault)
        if not field.errors:
            complain(field, sentence(fault))
    return not found


def _field(form: DraftForm, fault: Fault) -> Field:
    """Where the sentence belongs: the field, or that of the row of which something is wrong."""
    path = fault.path or (_ABOUT.get(fault.words, "title"),)
    field = form[str(path[0])] if path[0] in form else form.title
    if path[0] in ("conditions", "answers") and len(path) > 1:
        row = filled(field)[int(path[1])].form
        inner = str(path[2]) if len(path) > 2 else ("words" if path[0] == "conditions" else "type")
        return row[inner] if inner in row else next(iter(row))
    return field.entries[int(path[1])] if path[0] == "steps" and len(path) > 1 else field


# What a rule about several fields says, and the field that is to be changed.
_ABOUT: Mapping[str, str] = {
    "valid_to must be after valid_from": "valid_to",
    "closes must be after opens": "closes",
}


def sentence(fault: Fault) -> str:
    limit = fault.limit or 0
    if fault.code in _FILL:
        said = _("This must be filled in.")
    elif fault.code in _CHOOSE or fault.path[:1] == ("country",):
        said = _("Choose one of the list.")
    elif fault.code.startswith("url_"):
        said = _("This is not a whole address, such as https://cs.mfa.gov.cn/.")
    elif fault.words in _ABOUT:
        said = _("The end must come after the beginning.")
    elif fault.code == "value_error":
        said = _("This cannot be used as a pattern: %(why)s", why=fault.words)
    else:
        said = _LIMITS[fault.code] % {"limit": limit} if fault.code in _LIMITS else fault.words
    return str(said)


_LIMITS: Mapping[str, Any] = {
    "string_too_long": lazy_gettext("At most %(limit)d characters."),
    "too_long": lazy_gettext("At most %(limit)d of them."),
    "greater_than_equal": lazy_gettext("Must not be less than %(limit)d."),
    "less_than_equal": lazy_gettext("Must not be more than %(limit)d."),
}
