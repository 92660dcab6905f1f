"""Numbers by which a person can be found, made unreadable before a message is written down anywhere."""

import re
import unicodedata

# Digits may be parted by single blanks, dots or hyphens; what touches them must not be a digit or a letter.
_GAP = r"[ .\-]?"
_LONG_NUMBER = re.compile(rf"(?<![0-9A-Za-z])\+?[0-9](?:{_GAP}[0-9]){{6,22}}(?:{_GAP}[Xx])?(?![0-9A-Za-z])")
_PASSPORT = re.compile(rf"(?<![0-9A-Za-z])[A-Za-z]{{1,2}}{_GAP}[0-9](?:{_GAP}[0-9]){{5,8}}(?![0-9A-Za-z])")
_MAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_HARMLESS = re.compile(
    r"20[0-9]{6}-[0-9]{4,6}|(?:19|20)[0-9]{2}[ .\-]?[0-9]{1,2}[ .\-]?[0-9]{1,2}"
)  # Case numbers, dates.
_KEPT = 2  # Signs left at each end, so that staff see what kind of number stood there.


def _hidden(found: re.Match[str]) -> str:
    words = found[0]
    if _HARMLESS.fullmatch(words):
        return words
    return words[:_KEPT] + "*" * (len(words) - 2 * _KEPT) + words[-_KEPT:]


def mask(text: str) -> str:
    """ID cards, passports, phones, bank cards and e-mail addresses with only their ends left; the rest as it was."""
    if not any(sign.isdigit() or sign in "@＠" for sign in text):
        return text
    wide = unicodedata.normalize("NFKC", text)
    for pattern in (_MAIL, _PASSPORT, _LONG_NUMBER):
        wide = pattern.sub(_hidden, wide)
    return wide
