"""The auto-replies, or the emergencies, of one language: a message costs the same however many rules there are.

Whole words are looked up in a table, contained words in an Aho-Corasick automaton, patterns in one RE2 set.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import ahocorasick_rs

from wxbot.edition.kinds import Autoreply, Condition, Emergency
from wxbot.edition.live import Live
from wxbot.edition.normalise import Words, normalise
from wxbot.edition.patterns import PatternSet

R = TypeVar("R", Autoreply, Emergency)

_WHYS = {"regex": "pattern"}


@dataclass(frozen=True, slots=True)
class Hit:
    """One word of one rule that fits; ``index`` is the rule's place, the one to use first being 0."""

    index: int
    match: str  # The condition's kind.
    word: str  # As it is compared; a pattern as it was written.

    @property
    def why(self) -> str:
        return f"{_WHYS.get(self.match, self.match)} “{self.word}”"


@dataclass(frozen=True)
class Match(Generic[R]):
    """A rule that fits and why: the condition's kind and its word."""

    rule: Live[R]
    why: str


class Matcher(Generic[R]):
    """Immutable once built, and safe to use from many threads."""

    def __init__(self, rules: Sequence[Live[R]]) -> None:
        # Higher priority first, then by name, so that the order is the same in every process.
        self._rules: list[Live[R]] = sorted(rules, key=lambda rule: (-rule.body.priority, rule.slug))
        self._exact: dict[str, list[int]] = {}
        self._contained: list[tuple[str, int]] = []
        self._patterns: list[tuple[str, int]] = []
        for index, rule in enumerate(self._rules):
            for condition in rule.body.conditions:
                self._add(index, condition)
        self._automaton = ahocorasick_rs.AhoCorasick([word for word, _ in self._contained])
        self._set = PatternSet([pattern for pattern, _ in self._patterns])

    def _add(self, index: int, condition: Condition) -> None:
        for word in condition.words:
            if condition.match == "regex":
                self._patterns.append((word, index))
            elif not (bare := normalise(word).bare):
                continue  # A word of punctuation alone would match everything.
            elif condition.match == "exact":
                self._exact.setdefault(bare, []).append(index)
            else:
                self._contained.append((bare, index))

    def __len__(self) -> int:
        return len(self._rules)

    @property
    def rules(self) -> Sequence[Live[R]]:
        """In the order in which they are tried."""
        return self._rules

    def hits(self, words: Words) -> list[Hit]:
        """Every word of every rule that fits: of one rule the whole words first, then contained ones, then patterns."""
        found = [Hit(index, "exact", words.bare) for index in self._exact.get(words.bare, ())]
        if self._contained:
            for place, _, _ in self._automaton.find_matches_as_indexes(words.bare, overlapping=True):
                word, index = self._contained[place]
                found.append(Hit(index, "contains", word))
        for place in self._set.find(words.plain):
            pattern, index = self._patterns[place]
            found.append(Hit(index, "regex", pattern))
        return found

    def find(self, words: Words) -> list[Match[R]]:
        """The rules that fit, the one to use first."""
        first: dict[int, Hit] = {}
        for hit in self.hits(words):
            first.setdefault(hit.index, hit)
        return [Match(self._rules[index], first[index].why) for index in sorted(first)]
