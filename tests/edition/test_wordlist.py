"""Wordings are found however they are spelt, where they stand, and nowhere else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wxbot.edition.wordlist import Entry, Wordlist, fold


def found(text: str, *wrong: str) -> list[str]:
    """The parts of the text that are found, as they are written there."""
    return [text[span.begin : span.end] for span in Wordlist([Entry(word) for word in wrong]).find(text)]


SEEN = {
    "as it is listed": ("我国政府将继续", "我国政府", "我国政府"),
    "Traditional characters": ("這是領事館的護照櫃檯", "护照柜台", "護照櫃檯"),
    "listed in Traditional characters": ("请到护照柜台", "護照櫃檯", "护照柜台"),
    "full-width letters": ("办理ＶＩＳＡ手续", "visa", "ＶＩＳＡ"),
    "case": ("The VISA office", "visa", "VISA"),
    "blanks between Chinese words": ("请 到 护 照 柜 台", "护照柜台", "护 照 柜 台"),
    "a blank of full width": ("护照\u3000柜台", "护照柜台", "护照\u3000柜台"),
    "a sign that nobody sees": ("护\u200b照柜台", "护照柜台", "护\u200b照柜台"),
    "emphasis in Markdown": ("到**护照**柜台去", "护照柜台", "护照**柜台"),
    "several blanks": ("the visa   office", "visa office", "visa   office"),
    "a line's end between Latin words": ("the visa\noffice", "visa office", "visa\noffice"),
    "a curly apostrophe": ("the people’s office", "people's", "people’s"),
    "a dash for a hyphen": ("the vice‑minister", "vice-minister", "vice‑minister"),
    "Latin beside Chinese": ("使用APP办理", "app", "APP"),
    "Latin and Chinese in one wording": ("下载App客户端", "app客户端", "App客户端"),
}
UNSEEN = {
    "part of a Latin word": ("The visage of an advisable", "visa"),
    "beginning of a Latin word": ("visas are needed", "visa"),
    "part of a number": ("12308", "230"),
    "across two paragraphs": ("去看护照\n\n柜台在左边", "护照柜台"),
    "across the lines of a list": ("- 护照\n- 柜台", "护照柜台"),
    "across a full stop": ("带护照。柜台在左边", "护照柜台"),
    "nothing like it": ("签证", "护照"),
    "an empty text": ("", "护照"),
    "a wording of signs that nobody sees": ("护照", "\u200b"),
}


@pytest.mark.parametrize(("text", "wrong", "expected"), SEEN.values(), ids=SEEN.keys())
def test_wording_is_found_as_it_is_written(text: str, wrong: str, expected: str) -> None:
    assert found(text, wrong) == [expected]


@pytest.mark.parametrize(("text", "wrong"), UNSEEN.values(), ids=UNSEEN.keys())
def test_wording_that_is_not_there_is_not_found(text: str, wrong: str) -> None:
    assert found(text, wrong) == []


def test_every_place_is_found_in_order() -> None:
    assert found("甲乙，乙甲，甲", "甲", "乙") == ["甲", "乙", "乙", "甲", "甲"]


def test_of_two_wordings_the_longer_is_found() -> None:
    assert found("北京市政府", "北京", "北京市") == ["北京市"]


def test_wording_inside_its_own_preferred_one_is_right() -> None:
    words = Wordlist([Entry("领保热线", ("12308领保热线",))])
    text = "领保热线，12308领保热线"
    assert [(span.begin, span.end) for span in words.find(text)] == [(0, 4)]


def test_wording_inside_the_preferred_one_of_another_stays_wrong() -> None:
    words = Wordlist([Entry("甲", ()), Entry("乙", ("甲乙",))])
    assert [span.entry for span in words.find("甲乙")] == [0]


def test_what_is_right_as_it_stands_hides_what_is_in_it() -> None:
    words = Wordlist([Entry("支那")], right=["印度支那"])
    assert [span.begin for span in words.find("印度支那半岛，支那")] == [7]


def test_list_without_wordings_finds_nothing() -> None:
    assert Wordlist([]).find("护照") == []


def test_thousands_of_wordings_are_told_apart() -> None:
    wrong = [f"词{number:05}语" for number in range(5_000)]
    assert found("…".join(wrong[1_000:1_010]), *wrong) == wrong[1_000:1_010]


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_every_folded_sign_stands_somewhere_in_the_text(text: str) -> None:
    folded = fold(text)
    assert len(folded.words) == len(folded.places)
    assert list(folded.places) == sorted(folded.places)
    assert all(0 <= place < len(text) for place in folded.places)


@given(st.text("护照柜台 ａA護*\n", max_size=12), st.text("。，x ", max_size=6))
@settings(max_examples=200, deadline=None)
def test_wording_between_chinese_words_is_always_found(before: str, after: str) -> None:
    assert found(f"{before}。签证，{after}", "签证") == ["签证"]
