"""Standing phrases in the follower's language, with their places filled."""

import pytest

from tests.edition.makers import phrase
from wxbot.edition.edition import Edition, build


def edition(text: str, language: str = "zh") -> Edition:
    return build(1, [phrase("welcome", text, language)])


def test_phrase_is_said_in_the_language_asked_for() -> None:
    both = build(1, [phrase("welcome", "您好"), phrase("welcome", "Hello", "en")])
    assert (both.phrase("welcome", "zh"), both.phrase("welcome", "en")) == ("您好", "Hello")


def test_phrase_that_is_not_translated_is_said_in_chinese() -> None:
    assert edition("您好").phrase("welcome", "en") == "您好"


def test_phrase_that_is_only_in_english_is_not_said_in_chinese() -> None:
    assert edition("Hello", "en").phrase("welcome", "zh") == ""


def test_phrase_that_nobody_wrote_is_empty() -> None:
    assert edition("Hello").phrase("goodbye", "zh", name="Alice") == ""


def test_places_are_filled() -> None:
    assert edition("{count} hits for {words}").phrase("welcome", "zh", count="3", words="护照") == "3 hits for 护照"


def test_place_is_filled_wherever_it_stands() -> None:
    assert edition("{name}, {name}!").phrase("welcome", "zh", name="Alice") == "Alice, Alice!"


def test_place_without_a_value_stays() -> None:
    assert edition("Hello {name}").phrase("welcome", "zh", words="x") == "Hello {name}"


def test_value_without_a_place_is_left_out() -> None:
    assert edition("Hello").phrase("welcome", "zh", name="Alice") == "Hello"


@pytest.mark.parametrize("value", ["{second}", "{first}", "{0}", r"\1", r"\g<0>", "{first.__class__}", "{}", "$1"])
def test_value_is_never_read_as_a_place(value: str) -> None:
    assert edition("{first} {second}").phrase("welcome", "zh", first=value, second="2") == f"{value} 2"


@pytest.mark.parametrize("text", ["{", "}", "{}", "{ name }", "{{name", "100 %", "{first!r}", "{a.b}"])
def test_other_braces_are_only_text(text: str) -> None:
    assert edition(text).phrase("welcome", "zh", name="Alice", first="1", a="x") == text
