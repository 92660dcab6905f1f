"""Wordings found in a text: thousands of them cost little, and width, case and Traditional characters hide none.

Chinese is found wherever it stands, Latin words only as whole words.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick_rs

from wxbot.edition.normalise import has_cjk, simplified

_BLANKS = re.compile(r"\s+")
# Signs that part no word: emphasis in Markdown, and what one types as an apostrophe or a hyphen.
_USUAL = {"*": "", "`": "", "‘": "'", "’": "'", "‐": "-", "‑": "-", "–": "-"}


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared; ``places`` says for each of its signs where it stands in the text itself."""

    words: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A wrong wording, and longer ones that hold it and are right."""

    wrong: str
    right: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Where an entry stands in the text."""

    entry: int
    begin: int
    end: int

    def within(self, other: "Span") -> bool:
        return other.begin <= self.begin and self.end <= other.end


def fold(text: str) -> Folded:
    pairs = [(usual, place) for place, sign in enumerate(text) for usual in _usual(sign)]
    words = "".join(usual for usual, _ in pairs)
    simple = simplified(words)
    if len(simple) != len(words):  # Sign by sign nothing moves.
        simple = "".join(simplified(sign)[:1] or sign for sign in words)
    return _closed(simple, [place for _, place in pairs])


@lru_cache(maxsize=20_000)
def _usual(sign: str) -> str:
    if unicodedata.category(sign) == "Cf":
        return ""  # Signs that nobody sees.
    narrow = _USUAL.get(sign, sign)
    return unicodedata.normalize("NFKC", narrow).casefold()


def _closed(words: str, places: Sequence[int]) -> Folded:
    """Without blanks between Chinese words, and with one between others; a new paragraph parts all words."""
    kept: list[str] = []
    origins: list[int] = []
    last = 0
    for blanks in _BLANKS.finditer(words):
        begin, end = blanks.span()
        sign = _gap(blanks[0], words[begin - 1 : begin] + words[end : end + 1])
        kept += [words[last:begin], sign]
        origins += [*places[last:begin], *places[begin : begin + len(sign)]]
        last = end
    return Folded("".join((*kept, words[last:])), (*origins, *places[last:]))


def _gap(blanks: str, beside: str) -> str:
    if "\n" in blanks:
        return "\n" if blanks.count("\n") > 1 or has_cjk(beside) else " "
    return "" if has_cjk(beside) else " "


class Wordlist:
    """Immutable once built, and safe to use from many threads. What is in ``right`` is never found fault with."""

    def __init__(self, entries: Sequence[Entry], right: Iterable[str] = ()) -> None:
        wrong = [(fold(entry.wrong).words.strip(), place, True) for place, entry in enumerate(entries)]
        good = [(fold(word).words.strip(), place, False) for place, entry in enumerate(entries) for word in entry.right]
        always = [(fold(word).words.strip(), _EVERY, False) for word in right]
        self._patterns = [pattern for pattern in (*wrong, *good, *always) if pattern[0]]
        self._automaton = ahocorasick_rs.AhoCorasick([words for words, _, _ in self._patterns])

    def find(self, text: str) -> list[Span]:
        """The wrong wordings in the order in which they stand; of two where one holds the other, the longer one."""
        if not self._patterns:
            return []
        folded = fold(text)
        wrong: list[Span] = []
        right: list[Span] = []
        for number, begin, end in self._automaton.find_matches_as_indexes(folded.words, overlapping=True):
            if _stands_alone(folded.words, begin, end):
                _, entry, is_wrong = self._patterns[number]
                span = Span(entry, folded.places[begin], folded.places[end - 1] + 1)
                (wrong if is_wrong else right).append(span)
        return _longest([span for span in wrong if not _is_right(span, right)])


_EVERY = -1  # Stands for every entry.


def _stands_alone(words: str, begin: int, end: int) -> bool:
    return not (_joined(words[begin - 1 : begin], words[begin]) or _joined(words[end - 1], words[end : end + 1]))


def _joined(one: str, other: str) -> bool:
    """Whether both are letters or digits of one Latin word."""
    return bool(one and other) and all(sign.isalnum() and not has_cjk(sign) for sign in (one, other))


def _is_right(span: Span, right: Sequence[Span]) -> bool:
    return any(good.entry in (span.entry, _EVERY) and span.within(good) for good in right)


def _longest(spans: Sequence[Span]) -> list[Span]:
    ordered = sorted(spans, key=lambda span: (span.begin, -span.end))
    kept: list[Span] = []
    for span in ordered:
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept
