"""Numbers by which a person can be found, made unreadable before a message is written down anywhere."""

import re
import unicodedata

# Digits may be parted by blanks, dots, hyphens and the like, or by the end of a bracket, as people write their phones.
_PARTED = r"[ .\-/_\u00b7\u2010-\u2015\u2212]"
_GAP = rf"(?:{_PARTED}{{1,2}}|\) ?)?"
_LONG_NUMBER = re.compile(rf"(?<![0-9])\+?[0-9](?:{_GAP}[0-9]){{6,}}(?:{_GAP}[Xx])?(?![0-9])")
_PASSPORT = re.compile(rf"(?<![0-9A-Za-z])[A-Za-z]{{1,2}}[0-9](?:{_GAP}[0-9]){{5,8}}(?![0-9A-Za-z])")
_MIXED = re.compile(r"(?<![0-9A-Za-z])(?=[0-9]*[A-Za-z])(?=(?:[A-Za-z]*[0-9]){3})[0-9A-Za-z]{8,10}(?![0-9A-Za-z])")
_MAIL = re.compile(r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")

_YEAR = "(?:19|20)[0-9]{2}"
_MONTH, _DAY = "(?:1[0-2]|0?[1-9])", "(?:[12][0-9]|3[01]|0?[1-9])"
_DATE = rf"{_YEAR}{_PARTED}?{_MONTH}{_PARTED}?{_DAY}"
_HOUR = "(?: [0-9]{1,2})?"
_HARMLESS = re.compile(
    "|".join(
        (
            rf"{_DATE}(?:{_PARTED}{_DATE})?{_HOUR}",
            rf"{_DAY}{_PARTED}{_MONTH}{_PARTED}{_YEAR}{_HOUR}",
            rf"{_YEAR}(?:{_PARTED}{_YEAR})+",
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
    narrow, covered = _narrow(text), list(text)
    for pattern in (_MAIL, _PASSPORT, _MIXED, _LONG_NUMBER):
        for found in pattern.finditer(narrow):
            if not _HARMLESS.fullmatch(found[0]):
                begin, end = found.start() + _KEPT, found.end() - _KEPT
                covered[begin:end] = stars = "*" * (end - begin)
                narrow = narrow[:begin] + stars + narrow[end:]
    return "".join(covered)


def _narrow(text: str) -> str:
    """Full-width signs as the usual ones, each in its place."""
    return text if text.isascii() else "".join(map(_narrowed, text))


def _narrowed(sign: str) -> str:
    usual = unicodedata.normalize("NFKC", sign)
    return usual if len(usual) == 1 else sign
