"""People's spelling made one: width, case, Traditional characters, punctuation and blanks make no difference."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc

LONGEST = 300  # Characters of a message that are compared; what people ask is said by then.

_NOT_WORDS = re.compile(r"[\W_]+")
_CJK = "\u3400-\u9fff\uf900-\ufaff"
_BLANK_BESIDE_CJK = re.compile(rf"(?<=[{_CJK}]) | (?=[{_CJK}])")
_HAS_CJK = re.compile(rf"[{_CJK}]")
_HAS_LATIN = re.compile(r"[a-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """``plain`` keeps punctuation, for patterns; ``bare`` has letters and digits only, for comparing."""

    plain: str
    bare: str


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """Traditional characters as Simplified ones."""
    return _simplifier().convert(text) if has_cjk(text) else text


def has_cjk(text: str) -> bool:
    return bool(_HAS_CJK.search(text))


def language_of(text: str) -> str:
    """``zh`` or ``en`` as the letters show; empty when they show neither, as in a bare number."""
    if has_cjk(text):
        return "zh"
    return "en" if _HAS_LATIN.search(text) else ""


@lru_cache(maxsize=2_000)
def normalise(text: str) -> Words:
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    plain = simplified(plain)
    bare = _NOT_WORDS.sub(" ", plain).strip()
    return Words(plain.strip(), _BLANK_BESIDE_CJK.sub("", bare))
