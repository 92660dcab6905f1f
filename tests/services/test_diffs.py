"""Two texts side by side: what is told apart, and what is left out."""

from hypothesis import given
from hypothesis import strategies as st

from wxbot.services.diffs import Piece, Row, Side, side_by_side


def _words(side: Side | None) -> str | None:
    return "".join(piece.words for piece in side) if side is not None else None


def test_equal_texts_have_no_differences() -> None:
    assert side_by_side("one\ntwo", "one\ntwo") == ()


def test_changed_line_tells_what_changed_within_it() -> None:
    (row,) = side_by_side("会见于十一月二十日举行", "会见于十一月二十一日举行")
    assert [piece for piece in row.after or () if piece.changed] == [Piece("一", True)]
    assert _words(row.before) == "会见于十一月二十日举行"


def test_lines_that_have_little_in_common_are_changed_as_a_whole() -> None:
    (row,) = side_by_side("2014年11月10日至11日", "电话13912345678")
    assert row == Row((Piece("2014年11月10日至11日", True),), (Piece("电话13912345678", True),))


def test_line_that_came_or_went_stands_alone() -> None:
    rows = side_by_side("one\ntwo", "one\ntwo\nthree")
    assert rows[-1] == Row(None, (Piece("three", True),))
    assert side_by_side("one\ntwo", "two")[0] == Row((Piece("one", True),), None)


def test_equal_lines_far_from_a_change_are_only_counted() -> None:
    lines = [f"line {number}" for number in range(30)]
    rows = side_by_side("\n".join(lines), "\n".join([*lines[:15], "changed", *lines[16:]]))
    assert [row.gap for row in rows if row.gap] == [12, 11]
    assert len([row for row in rows if row.same]) == 6


@given(st.lists(st.text("ab\n", max_size=6), max_size=12), st.lists(st.text("ab\n", max_size=6), max_size=12))
def test_each_side_reads_as_its_text_does(old: list[str], new: list[str]) -> None:
    before, after = "\n".join(old), "\n".join(new)
    rows = side_by_side(before, after)
    if rows:
        gaps = sum(row.gap for row in rows)
        for text, side in ((before, [row.before for row in rows]), (after, [row.after for row in rows])):
            shown = [_words(each) for each in side if each is not None]
            lines = text.splitlines()
            assert len(shown) + gaps == len(lines)
            assert all(line in lines for line in shown)
    else:
        assert before.splitlines() == after.splitlines()
