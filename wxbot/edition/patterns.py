"""Staff's patterns as RE2 sets: one pass over a message tells which of them fit, however many there are."""

import re
import unicodedata
from collections.abc import Sequence

import re2

from wxbot.edition.normalise import simplified

_MEMORY = 64 << 20  # Bytes; thousands of patterns in one set need more than RE2's default.


def _options() -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = _MEMORY
    options.log_errors = False
    return options


def as_compared(pattern: str) -> str:
    """The pattern for normalised words: Simplified, and a full-width sign stands for itself, never for an operator."""
    return "".join(_half_width(sign) for sign in simplified(pattern))


def _half_width(sign: str) -> str:
    half = unicodedata.normalize("NFKC", sign)
    return sign if half == sign else re.escape(half)


class PatternSet:
    """Immutable once built. Patterns that are too much for one set are spread over several."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._sets = _compiled([as_compared(pattern) for pattern in patterns], 0) if patterns else []

    def find(self, plain: str) -> list[int]:
        """The places of the patterns that fit."""
        return [first + place for compiled, first in self._sets for place in compiled.Match(plain) or ()]


def _compiled(patterns: Sequence[str], first: int) -> list[tuple[re2.Set, int]]:
    compiled = re2.Set.SearchSet(_options())
    for pattern in patterns:
        compiled.Add(pattern)
    try:
        compiled.Compile()
    except re2.error:
        if len(patterns) == 1:
            return []  # No message can be compared with it; its own check refused it already.
        half = len(patterns) // 2
        return _compiled(patterns[:half], first) + _compiled(patterns[half:], first + half)
    return [(compiled, first)]
