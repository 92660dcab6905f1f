"""Two texts side by side, line by line, and within a line what changed. Whoever shows them makes them inert."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

_AROUND = 3  # Lines that are shown on either side of a change.
_LONG = 2000  # Signs of a line up to which it is told what changed within it; comparing takes their square.

_ALIKE = 0.5  # Below this two lines are different ones rather than one that was changed.


@dataclass(frozen=True, slots=True)
class Piece:
    words: str
    changed: bool = False


Side = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The same place in both texts. A side is None where the text has no such line; ``gap`` stands for equal lines."""

    before: Side | None
    after: Side | None
    gap: int = 0

    @property
    def same(self) -> bool:
        return not self.gap and self.before == self.after


def side_by_side(before: str, after: str) -> tuple[Row, ...]:
    """All that changed, with some lines around it. Nothing for equal texts."""
    old, new = before.splitlines(), after.splitlines()
    groups = list(SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND))
    rows: list[Row] = []
    reached = 0
    for group in groups:
        rows += _gap(group[0][1] - reached)
        for tag, first, last, new_first, new_last in group:
            rows += _rows(tag, old[first:last], new[new_first:new_last])
        reached = group[-1][2]
    return tuple([*rows, *_gap(len(old) - reached)] if groups else [])


def _gap(count: int) -> list[Row]:
    return [Row(None, None, count)] if count else []


def _rows(tag: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    for left, right in zip_longest(old, new):
        if tag == "replace" and left is not None and right is not None:
            yield Row(*_within(left, right))
        else:
            changed = tag != "equal"
            yield Row(_side(left, changed), _side(right, changed))


def _side(line: str | None, changed: bool) -> Side | None:
    return (Piece(line, changed),) if line is not None else None


def _within(old: str, new: str) -> tuple[Side, Side]:
    if len(old) > _LONG or len(new) > _LONG:
        return (Piece(old, True),), (Piece(new, True),)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return (Piece(old, True),), (Piece(new, True),)
    codes = matcher.get_opcodes()
    left = tuple(Piece(old[a:b], tag != "equal") for tag, a, b, _, _ in codes if a < b)
    right = tuple(Piece(new[c:d], tag != "equal") for tag, _, _, c, d in codes if c < d)
    return left, right
