"""Why a decision fell as it did, in the reader's language: decisions themselves give their reasons in English."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

# Before the words that a reason quotes.
_QUOTING: Mapping[str, object] = {
    "exact": _("the message is exactly “%(words)s”"),
    "contains": _("the message contains “%(words)s”"),
    "pattern": _("the message fits the pattern “%(words)s”"),
    "key": _("the key “%(words)s”"),
    "words": _("a word of the section: “%(words)s”"),
    "name": _("the very words of a title or a question: “%(words)s”"),
    "event": _("an event: %(words)s"),
}
_WHOLE: Mapping[str, object] = {
    "an emergency": _("an emergency, which comes before everything else"),
    "an earlier answer waited to be fetched": _("an earlier answer waited to be fetched"),
    "a form is open": _("a form is open"),
    "no form is open": _("no form is open"),
    "nothing answers this": _("nothing answers this"),
    "it is worked on in the background": _("it is worked on in the background"),
    "answers": _("has an answer"),
    "passes it on": _("has no answer and passes it on"),
    "the first section that could answer": _("the first section that had an answer"),
    "staff blocked this follower": _("staff blocked this follower"),
    "deciding failed": _("deciding failed"),
}


def told(why: str) -> str:
    kind, quoted, words = why.partition("“")
    if quoted and kind.strip() in _QUOTING:
        return str(_QUOTING[kind.strip()]) % {"words": words.removesuffix("”")}
    return str(_WHOLE.get(why, why))
