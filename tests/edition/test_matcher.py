"""Rules fire on the words they name, the most important first, however many there are."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.edition.makers import condition, rule
from wxbot.edition.kinds import Autoreply
from wxbot.edition.matcher import Matcher
from wxbot.edition.normalise import normalise


def found(matcher: Matcher[Autoreply], message: str) -> list[str]:
    return [match.rule.slug for match in matcher.find(normalise(message))]


@pytest.mark.parametrize("message", ["签证", "签 证", "簽證", "签证！", " 签证\n"])
def test_exact_rule_fires_on_its_word_in_any_spelling(message: str) -> None:
    assert found(Matcher([rule("a", condition("exact", "签证"))]), message) == ["a"]


@pytest.mark.parametrize("message", ["", "签", "签证费", "办签证", "visa", "？"])
def test_exact_rule_is_silent_on_anything_else(message: str) -> None:
    assert found(Matcher([rule("a", condition("exact", "签证"))]), message) == []


@pytest.mark.parametrize("message", ["签证", "办签证多少钱", "签 证", "我的簽證"])
def test_contains_rule_fires_on_a_message_that_holds_its_word(message: str) -> None:
    assert found(Matcher([rule("a", condition("contains", "签证"))]), message) == ["a"]


@pytest.mark.parametrize("message", ["签", "证", "签了证", ""])
def test_contains_rule_is_not_inverted(message: str) -> None:
    """The message must hold the word; that the word holds the message is not enough."""
    assert found(Matcher([rule("a", condition("contains", "签证"))]), message) == []


def test_overlapping_words_all_fire() -> None:
    rules = [rule(word, condition("contains", word)) for word in ("中国", "国签", "签证", "中国签证", "国")]
    assert sorted(found(Matcher(rules), "办中国签证")) == sorted(["中国", "国签", "签证", "中国签证", "国"])


def test_two_rules_with_the_same_word_both_fire() -> None:
    rules = [rule("a", condition("contains", "签证")), rule("b", condition("contains", "签证"))]
    assert found(Matcher(rules), "签证") == ["a", "b"]


@pytest.mark.parametrize("message", ["visa fee", "the VISA fees", "Ｖｉｓａ for a fee"])
def test_pattern_fires_wherever_it_is_found_and_in_any_case(message: str) -> None:
    assert found(Matcher([rule("a", condition("regex", "Visa.*fee"))]), message) == ["a"]


def test_pattern_with_anchors_must_fit_as_a_whole() -> None:
    matcher = Matcher([rule("a", condition("regex", r"^\d{4}-\d{2}$"))])
    assert (found(matcher, "2026-11"), found(matcher, "in 2026-11")) == (["a"], [])


def test_pattern_sees_the_punctuation() -> None:
    assert found(Matcher([rule("a", condition("regex", r"\?$"))]), "护照？") == ["a"]


def test_pattern_that_does_not_fit_is_silent() -> None:
    assert found(Matcher([rule("a", condition("regex", "visa.*fee"))]), "fee for a visa") == []


@pytest.mark.parametrize("match", ["exact", "contains"])
@pytest.mark.parametrize("message", ["", "？", "!", "签证", "hello?"])
def test_word_of_punctuation_alone_never_fires(match: str, message: str) -> None:
    assert found(Matcher([rule("a", condition(match, "？"))]), message) == []


@pytest.mark.parametrize("message", ["签证", "visa", "travel document"])
def test_any_of_several_words_is_enough(message: str) -> None:
    assert found(Matcher([rule("a", condition("exact", "签证", "Visa", "travel document"))]), message) == ["a"]


@pytest.mark.parametrize("message", ["签证", "my passport", "fee 7"])
def test_any_of_several_conditions_is_enough(message: str) -> None:
    conditions = condition("exact", "签证"), condition("contains", "passport"), condition("regex", r"fee \d")
    assert found(Matcher([rule("a", *conditions)]), message) == ["a"]


def test_rule_that_fits_twice_is_found_once() -> None:
    conditions = condition("exact", "签证"), condition("contains", "签", "证"), condition("regex", "签.")
    assert found(Matcher([rule("a", *conditions)]), "签证") == ["a"]


def test_higher_priority_comes_first_whatever_kind_fits() -> None:
    rules = [
        rule("exact", condition("exact", "签证"), priority=-1),
        rule("pattern", condition("regex", "签证"), priority=10),
        rule("contains", condition("contains", "签证"), priority=5),
    ]
    assert found(Matcher(rules), "签证") == ["pattern", "contains", "exact"]


def test_equal_priorities_are_ordered_by_name() -> None:
    rules = [rule(slug, condition("contains", "签证"), priority=1) for slug in ("b", "a", "c")]
    assert found(Matcher(rules), "签证") == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("match", "word", "why"),
    [
        ("exact", "簽證費", "exact “签证费”"),
        ("contains", "簽證", "contains “签证”"),
        ("regex", "签.费", "pattern “签.费”"),
    ],
)
def test_match_says_why(match: str, word: str, why: str) -> None:
    matches = Matcher([rule("a", condition(match, word))]).find(normalise("签证费"))
    assert [one.why for one in matches] == [why]


def test_matcher_without_rules_finds_nothing() -> None:
    assert found(Matcher([]), "签证") == []


def test_matcher_counts_its_rules() -> None:
    assert len(Matcher([rule("a", condition("exact", "x")), rule("b", condition("exact", "y"))])) == 2


words = st.text("ab证签", min_size=1, max_size=4)
kinds = st.sampled_from(("exact", "contains", "regex"))
conditions = st.builds(condition, kinds, words)
rules = st.lists(st.tuples(st.lists(conditions, min_size=1, max_size=3), st.integers(-2, 2)), max_size=8)


def fits(one: dict[str, tuple[str, ...]], message: str) -> bool:
    (word,) = one["words"]
    checks = {"exact": word == message, "contains": word in message, "regex": bool(re.search(word, message))}
    return checks[str(one["match"])]


@settings(deadline=None)
@given(rules, st.text("ab证签", max_size=10))
def test_matcher_finds_what_trying_every_rule_would_find(
    drawn: list[tuple[list[dict[str, tuple[str, ...]]], int]], message: str
) -> None:
    made = [rule(f"r{place}", *conditions, priority=priority) for place, (conditions, priority) in enumerate(drawn)]
    fitting = [place for place, (conditions, _) in enumerate(drawn) if any(fits(one, message) for one in conditions)]
    expected = sorted(fitting, key=lambda place: -drawn[place][1])
    assert found(Matcher(made), message) == [f"r{place}" for place in expected]
