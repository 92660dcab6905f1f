"""Numbers by which a person can be found: how they are written, and which of them a text holds."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

# Digits may be parted by blanks, dots, hyphens and the like, or by the end of a bracket, as people write their phones.
PARTED = r"[ .\-/_\u00b7\u2010-\u2015\u2212]"
GAP = rf"(?:{PARTED}{{1,2}}|\) ?)?"
PASSPORT = re.compile(rf"(?<![0-9A-Za-z])[A-Za-z]{{1,2}}[0-9](?:{GAP}[0-9]){{5,8}}(?![0-9A-Za-z])")
MAIL = re.compile(r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")

_ID_CARD = re.compile(rf"(?<![0-9])[1-8](?:{GAP}[0-9]){{16}}{GAP}[0-9Xx](?![0-9])")
_FORMER_ID_CARD = re.compile(rf"(?<![0-9])[1-8](?:{GAP}[0-9]){{14}}(?![0-9])")
_BANK_CARD = re.compile(rf"(?<![0-9])[3-69](?:{GAP}[0-9]){{15,18}}(?![0-9])")
_MOBILE = re.compile(rf"(?<![0-9])(?:(?:\+|00)86{GAP})?1[3-9](?:{GAP}[0-9]){{9}}(?![0-9])")
_LANDLINE = re.compile(rf"(?<![0-9])(?:\((?=[0-9]+\)))?0[1-9](?:{GAP}[0-9]){{8,10}}(?![0-9])")
_ABROAD = re.compile(rf"(?<![0-9])(?:\+|00)[1-9]{GAP}(?:\(0?\)?)?(?:{GAP}\(?[0-9]){{6,14}}(?![0-9])")
# A bare number may count anything, unless a word before says what it is.
_LOCAL = re.compile(
    rf"(?:电话|手机|拨打|致电|[Tt]el|[Pp]hone|[Cc]all)[^0-9\n]{{0,6}}([2-9](?:{GAP}[0-9]){{6,7}})(?![0-9])"
)

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_KEPT = 2  # Signs left at each end where a number is named.


class Personal(StrEnum):
    ID_CARD = "id-card"
    BANK_CARD = "bank-card"
    PASSPORT = "passport"
    PHONE = "phone"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Found:
    kind: Personal
    begin: int
    end: int


def narrow(text: str) -> str:
    """Full-width signs as the usual ones, each in its place."""
    return text if text.isascii() else "".join(map(_narrowed, text))


def _narrowed(sign: str) -> str:
    usual = unicodedata.normalize("NFKC", sign)
    return usual if len(usual) == 1 else sign


def covered(number: str) -> str:
    """The number with its ends only, so that who wrote it knows which one is meant, and nobody else."""
    return number[:_KEPT] + "*" * max(0, len(number) - 2 * _KEPT) + number[-_KEPT:]


def hide(text: str) -> str:
    """The text with every such number covered, each sign in its place."""
    for found in find(text):
        text = text[: found.begin] + covered(text[found.begin : found.end]) + text[found.end :]
    return text


def digits(number: str) -> str:
    return "".join(sign for sign in narrow(number) if "0" <= sign <= "9")


def is_id_card(number: str) -> bool:
    """Eighteen signs with their check sign, or the fifteen digits of before 1999; the day of birth must be one."""
    signs = re.sub(r"[^0-9X]", "", number.upper())
    if len(signs) == len("11010519491231002X") and signs[:-1].isdigit():
        total = sum(int(sign) * weight for sign, weight in zip(signs[:-1], _WEIGHTS, strict=True))
        return _is_day(signs[6:14]) and _CHECKS[total % 11] == signs[-1]
    return len(signs) == len("110105491231002") and signs.isdigit() and _is_day(f"19{signs[6:12]}")


def _is_day(signs: str) -> bool:
    try:
        dt.date.fromisoformat(signs)
    except ValueError:
        return False
    return signs > "1880"


def is_bank_card(number: str) -> bool:
    """By Luhn's check."""
    total = 0
    for place, sign in enumerate(reversed(digits(number))):
        doubled = int(sign) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _is_passport(number: str) -> bool:
    return len(re.sub(r"[^0-9A-Za-z]", "", number)) == len("E12345678")


def _any(_number: str) -> bool:
    return True


# In this order: what is taken for the first is not looked at again.
_RULES: tuple[tuple[Personal, re.Pattern[str], Callable[[str], bool]], ...] = (
    (Personal.MAIL, MAIL, _any),
    (Personal.ID_CARD, _ID_CARD, is_id_card),
    (Personal.ID_CARD, _FORMER_ID_CARD, is_id_card),
    (Personal.BANK_CARD, _BANK_CARD, is_bank_card),
    (Personal.PASSPORT, PASSPORT, _is_passport),
    (Personal.PHONE, _MOBILE, _any),
    (Personal.PHONE, _ABROAD, _any),
    (Personal.PHONE, _LANDLINE, _any),
    (Personal.PHONE, _LOCAL, _any),
)


def find(text: str) -> list[Found]:
    """In the order in which they stand."""
    if not any(sign.isdigit() or sign in "@＠" for sign in text):
        return []
    return sorted(_found(narrow(text)), key=lambda found: found.begin)


def _found(plain: str) -> Iterator[Found]:
    for kind, pattern, is_one in _RULES:
        for match in pattern.finditer(plain):
            group = 1 if match.lastindex else 0
            if is_one(match[group]):
                begin, end = match.span(group)
                plain = plain[:begin] + "*" * (end - begin) + plain[end:]
                yield Found(kind, begin, end)
