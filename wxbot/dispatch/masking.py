"""Numbers by which a person can be found, made unreadable before a message is written down anywhere."""

import re

from wxbot.edition.personal import GAP, MAIL, PARTED, PASSPORT, narrow

_LONG_NUMBER = re.compile(rf"(?<![0-9])\+?[0-9](?:{GAP}[0-9]){{6,}}(?:{GAP}[Xx])?(?![0-9])")
_MIXED = re.compile(r"(?<![0-9A-Za-z])(?=[0-9]*[A-Za-z])(?=(?:[A-Za-z]*[0-9]){3})[0-9A-Za-z]{8,10}(?![0-9A-Za-z])")

_YEAR = "(?:19|20)[0-9]{2}"
_MONTH, _DAY = "(?:1[0-2]|0?[1-9])", "(?:[12][0-9]|3[01]|0?[1-9])"
_DATE = rf"{_YEAR}{PARTED}?{_MONTH}{PARTED}?{_DAY}"
_HOUR = "(?: [0-9]{1,2})?"
_HARMLESS = re.compile(
    "|".join(
        (
            rf"{_DATE}(?:{PARTED}{_DATE})?{_HOUR}",
            rf"{_DAY}{PARTED}{_MONTH}{PARTED}{_YEAR}{_HOUR}",
            rf"{_YEAR}(?:{PARTED}{_YEAR})+",
            rf"{_DATE}[ \-][0-9]{{4,6}}",  # The number of a letter.
            r"[0-9]{1,6}\.[0-9]{1,2}",  # A price.
        )
    )
)

_KEPT = 2  # Signs left at each end, so that staff see what kind of number stood there.


def mask(text: str) -> str:
    """ID cards, passports, phones, bank cards and e-mail addresses with only their ends left; the rest as it was."""
    if not any(sign.isdigit() or sign in "@＠" for sign in text):
        return text
    plain, covered = narrow(text), list(text)
    for pattern in (MAIL, PASSPORT, _MIXED, _LONG_NUMBER):
        for found in pattern.finditer(plain):
            if not _HARMLESS.fullmatch(found[0]):
                begin, end = found.start() + _KEPT, found.end() - _KEPT
                covered[begin:end] = stars = "*" * (end - begin)
                plain = plain[:begin] + stars + plain[end:]
    return "".join(covered)
