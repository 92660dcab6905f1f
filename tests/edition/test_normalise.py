"""Spellings of the same words are made one; different words stay different."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wxbot.edition.normalise import LONGEST, has_cjk, language_of, normalise

SAME = {
    "width": ("ＡＢＣ１２３", "abc123"),
    "blanks of full width": ("visa\u3000fee", "visa fee"),
    "case": ("VISA Fee", "visa fee"),
    "sharp s": ("STRASSE", "straße"),
    "Traditional": ("護照遺失怎麼辦", "护照遗失怎么办"),
    "Chinese punctuation": ("护照，丢了！？", "护照丢了"),
    "Latin punctuation": ("visa - fee?", "visa fee"),
    "underscores": ("visa _ fee", "visa fee"),
    "quotation marks": ("“护照”", "护照"),
    "emoji": ("护照😀", "护照"),
    "blanks around": ("  visa \n", "visa"),
    "many blanks": ("visa \t\n  fee", "visa fee"),
    "blanks between Chinese words": ("护照 丢了", "护照丢了"),
    "blanks beside Latin words": ("护照 visa 费用", "护照visa费用"),
    "blanks beside numbers": ("第 1 条", "第1条"),
    "composed letters": ("cafe\u0301", "café"),
    "compatibility letters": ("㍿", "株式会社"),
}
DIFFERENT = {
    "words": ("护照", "签证"),
    "blanks between Latin words": ("visa fee", "visafee"),
    "order": ("visa fee", "fee visa"),
    "numbers": ("1 2", "12"),
    "accents": ("café", "cafe"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME.keys())
def test_spellings_of_the_same_words_are_equal(one: str, other: str) -> None:
    assert normalise(one).bare == normalise(other).bare != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT.keys())
def test_different_words_stay_different(one: str, other: str) -> None:
    assert normalise(one).bare != normalise(other).bare


@pytest.mark.parametrize("words", ["", " ", "？！…", "___", "😀👍", "\n\t", "、。"])
def test_text_without_letters_is_empty(words: str) -> None:
    assert normalise(words).bare == ""


def test_patterns_see_the_punctuation() -> None:
    assert normalise(" Visa：费用？ ").plain == "visa:费用?"


def test_patterns_see_simplified_characters() -> None:
    assert normalise("護照").plain == "护照"


def test_only_the_beginning_of_a_long_message_counts() -> None:
    assert normalise("a" * LONGEST + "b") == normalise("a" * LONGEST)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_bare_words_stand_apart_by_one_blank(text: str) -> None:
    bare = normalise(text).bare
    assert bare == " ".join(bare.split())
    assert all(letter.isalnum() or letter == " " for letter in bare)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("护照", "zh"),
        ("護照", "zh"),
        ("passport", "en"),
        ("我的 passport", "zh"),
        ("123", ""),
        ("？", ""),
        ("", ""),
        ("😀", ""),
        ("café", "en"),
    ],
)
def test_letters_tell_the_language(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "found"), [("abc", False), ("ab护", True), ("豈", True), ("，", False), ("かな", False)]
)
def test_chinese_characters_are_found(text: str, found: bool) -> None:
    assert has_cjk(text) is found
