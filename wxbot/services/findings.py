"""What the wording check finds: a stable code, where it stands, and what its sentence names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wxbot.edition.personal import hide

_AROUND = 12  # Signs that are shown on either side of what was found.


class Code(StrEnum):
    WORDING = "wording"  # found, preferred, note, times, around
    ID_CARD = "id-card"  # found, around; so for all numbers
    BANK_CARD = "bank-card"
    PASSPORT = "passport"
    PHONE = "phone"
    MAIL = "mail"
    LINK_INSECURE = "link-insecure"  # url; so for all links
    LINK_MALFORMED = "link-malformed"
    LINK_FOREIGN = "link-foreign"  # url, host
    LINK_DEAD = "link-dead"
    LINK_PRIVATE = "link-private"
    LINK_UNKNOWN = "link-unknown"
    TOO_LONG = "too-long"  # count, limit
    TOO_MANY_BYTES = "too-many-bytes"  # count, limit
    MESSAGES = "messages"  # count
    SAMPLE = "sample"
    PLACE_UNKNOWN = "place-unknown"  # place, places
    PLACE_MISSING = "place-missing"  # place
    PLACE_EMPTY = "place-empty"  # place
    UNTRANSLATED = "untranslated"
    CUT = "cut"  # shown, limit
    PICTURE_LOST = "picture-lost"  # url
    FIELD_EMPTY = "field-empty"  # label
    FIELD_UNKNOWN = "field-unknown"  # name
    FIELD_LISTED = "field-listed"  # label
    FIELD_FORM = "field-form"  # label, type, example
    PAST = "past"  # at
    FROZEN = "frozen"  # at, until, note
    DAY_USED = "day-used"  # used, limit; so for the two that follow
    MONTH_USED = "month-used"
    CALLS_USED = "calls-used"
    DAY_CLASH = "day-clash"  # at, titles
    MONTH_CLASH = "month-clash"  # at, limit
    NOBODY = "nobody"
    NOBODY_EVER = "nobody-ever"
    NOBODY_AGREED = "nobody-agreed"  # To a notice.


@dataclass(frozen=True, slots=True)
class Finding:
    """``field`` is the path of the text within title and body; ``words`` are what the finding's sentence names.

    Of a broadcast's article they have its title too, as ``article``.
    """

    blocks: bool
    field: str
    code: Code
    words: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        return {"blocks": self.blocks, "field": self.field, "code": self.code.value, "words": dict(self.words)}


def kept(raw: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Those that were written down; a code that an older version knew is passed over."""
    known = (each for each in raw if each["code"] in set(Code))
    return tuple(Finding(each["blocks"], each["field"], Code(each["code"]), each["words"]) for each in known)


def around(words: str, begin: int, end: int) -> str:
    """What stands there and on either side of it; numbers of persons are covered, as a finding may be written down."""
    before, after = max(0, begin - _AROUND), end + _AROUND
    return " ".join(hide(words)[before:after].split())
