"""Words of auto-replies that never fire are found, and nothing else is said to be one."""

import datetime as dt
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.edition.makers import NOW, condition, emergency, rule
from wxbot.edition import shadows
from wxbot.edition.edition import Edition, build
from wxbot.edition.live import Live
from wxbot.edition.normalise import normalise
from wxbot.edition.shadows import Finding, Reach

DAY = dt.timedelta(days=1)


def _high(match: str, *words: str, **body: Any) -> Live[Any]:
    return rule("high", condition(match, *words), **{"priority": 1, **body})


def _low(match: str, *words: str, **body: Any) -> Live[Any]:
    return rule("low", condition(match, *words), **body)


def _edition(*lives: Live[Any]) -> Edition:
    return build(1, lives)


def _finding(*lives: Live[Any], now: dt.datetime = NOW) -> Finding:
    found = shadows.of_rule(_edition(*lives), "zh", "low", now)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("high", "low", "reach"),
    [
        (("exact", "签证"), ("exact", "签证"), Reach.NEVER),
        (("exact", "签 證！"), ("exact", "签证"), Reach.NEVER),
        (("contains", "签证"), ("exact", "签证"), Reach.NEVER),
        (("contains", "签证"), ("exact", "办签证"), Reach.NEVER),
        (("contains", "签证"), ("contains", "签证"), Reach.NEVER),
        (("contains", "签证"), ("contains", "办签证多少钱"), Reach.NEVER),
        (("regex", "签证.*"), ("exact", "办签证"), Reach.AS_WRITTEN),
        (("regex", "^办签证$"), ("exact", "办签证"), Reach.AS_WRITTEN),
        (("regex", "签.?证"), ("contains", "办签证"), Reach.AS_WRITTEN),
        (("regex", "签证.*费"), ("regex", "签证.*费"), Reach.NEVER),
        (("regex", "簽证.*费"), ("regex", "签证.*费"), Reach.NEVER),
        (("contains", "签证"), ("regex", "办签证"), Reach.NEVER),
        (("regex", "签.?证"), ("regex", "办签证"), Reach.NEVER),
        (("regex", ".*"), ("regex", "签证.*费$"), Reach.NEVER),
    ],
)
def test_word_that_another_rule_always_takes_is_found(
    high: tuple[str, str], low: tuple[str, str], reach: Reach
) -> None:
    finding = _finding(_high(*high), _low(*low))
    (shadow,) = finding.shadows
    assert (shadow.reach, shadow.by, shadow.word) == (reach, "autoreply/high", low[1])
    assert finding.unreachable


@pytest.mark.parametrize(
    ("high", "low"),
    [
        (("exact", "签证"), ("exact", "护照")),
        (("exact", "签证"), ("contains", "签证")),
        (("contains", "办签证"), ("contains", "签证")),
        (("contains", "办签证"), ("exact", "签证")),
        (("regex", "^签证"), ("contains", "签证")),
        (("regex", "签证$"), ("contains", "签证")),
        (("regex", "^签证$"), ("regex", "签证")),
        (("regex", "护照"), ("exact", "签证")),
    ],
)
def test_word_that_can_fire_is_not_found(high: tuple[str, str], low: tuple[str, str]) -> None:
    finding = _finding(_high(*high), _low(*low))
    assert finding.shadows == ()
    assert not finding.unreachable


def test_of_a_pattern_it_cannot_be_told() -> None:
    finding = _finding(_high("contains", "签证"), _low("regex", "签证.*费"))
    assert [shadow.reach for shadow in finding.shadows] == [Reach.UNTOLD]
    assert not finding.unreachable


def test_rule_that_comes_later_hides_nothing() -> None:
    assert _finding(_low("exact", "签证", priority=2), _high("exact", "签证")).shadows == ()


def test_of_two_with_the_same_priority_the_slug_decides() -> None:
    edition = _edition(rule("a", condition("exact", "签证")), rule("b", condition("exact", "签证")))
    assert [finding.rule.slug for finding in shadows.of_language(edition, "zh", NOW)] == ["b"]


def test_rule_of_another_language_hides_nothing() -> None:
    other = rule("high", condition("exact", "签证"), language="en", priority=1)
    assert _finding(other, _low("exact", "签证")).shadows == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_emergency_is_before_every_rule(language: str) -> None:
    lost = emergency("lost", condition("contains", "护照丢了"), language=language)
    finding = _finding(lost, _low("contains", "我的护照丢了", priority=99))
    assert [(shadow.by, shadow.reach) for shadow in finding.shadows] == [("emergency/lost", Reach.NEVER)]


def test_rule_is_reachable_as_long_as_one_word_is() -> None:
    finding = _finding(_high("exact", "签证"), _low("exact", "签证", "护照"))
    assert [shadow.word for shadow in finding.hidden] == ["签证"]
    assert not finding.unreachable


def test_own_words_of_a_rule_do_not_hide_each_other() -> None:
    assert _finding(_low("contains", "签证", "办签证")).shadows == ()


def test_word_of_punctuation_alone_never_fires() -> None:
    (shadow,) = _finding(_low("contains", "？！")).shadows
    assert shadow.reach is Reach.EMPTY


def test_rule_that_is_shown_for_a_time_hides_for_that_time() -> None:
    end = NOW + DAY
    finding = _finding(_high("exact", "签证", valid_to=end.isoformat()), _low("exact", "签证"))
    (shadow,) = finding.shadows
    assert (shadow.reach, shadow.until) == (Reach.WHILE, end)
    assert not finding.unreachable


def test_rule_that_is_shown_for_as_long_as_the_other_hides_it_for_good() -> None:
    end = (NOW + DAY).isoformat()
    finding = _finding(_high("exact", "签证", valid_to=end), _low("exact", "签证", valid_to=end))
    assert finding.unreachable


def test_rules_that_never_meet_hide_nothing() -> None:
    noon = (NOW + DAY).isoformat()
    assert _finding(_high("exact", "签证", valid_to=noon), _low("exact", "签证", valid_from=noon)).shadows == ()


def test_rule_that_is_over_hides_nothing() -> None:
    past = (NOW - DAY).isoformat()
    assert _finding(_high("exact", "签证", valid_to=past), _low("exact", "签证")).shadows == ()


def test_of_a_rule_that_is_over_nothing_is_said() -> None:
    past = (NOW - DAY).isoformat()
    assert shadows.of_rule(_edition(_low("exact", "签证", valid_to=past)), "zh", "low", NOW) is None


def test_rule_that_covers_comes_before_one_that_does_so_for_a_time() -> None:
    brief = rule("brief", condition("exact", "签证"), priority=9, valid_to=(NOW + DAY).isoformat())
    (shadow,) = _finding(brief, _high("exact", "签证"), _low("exact", "签证")).shadows
    assert (shadow.by, shadow.reach) == ("autoreply/high", Reach.NEVER)


def test_own_words_that_a_rule_takes_are_named() -> None:
    edition = _edition(rule("a", condition("contains", "签证")), rule("b", condition("exact", "帮助")))
    assert shadows.hides(edition.matchers["zh"], ["签证办理", "帮助", "语言"], NOW) == {
        "a": ["签证办理"],
        "b": ["帮助"],
    }


def test_rule_that_is_not_shown_yet_takes_no_words() -> None:
    edition = _edition(rule("a", condition("exact", "帮助"), valid_from=(NOW + DAY).isoformat()))
    assert shadows.hides(edition.matchers["zh"], ["帮助"], NOW) == {}


WORDS = st.text(alphabet="abc", min_size=1, max_size=3)
MATCHES = st.sampled_from(["exact", "contains"])
RULES = st.lists(st.tuples(MATCHES, WORDS, st.integers(0, 2)), min_size=1, max_size=6)


@settings(max_examples=300)
@given(RULES, st.lists(st.text(alphabet="abcx ", max_size=6), max_size=30))
def test_rule_that_is_called_unreachable_never_comes_first(
    rules: list[tuple[str, str, int]], messages: list[str]
) -> None:
    lives = [rule(f"r{place}", condition(match, word), priority=p) for place, (match, word, p) in enumerate(rules)]
    edition = _edition(*lives)
    lost = {finding.rule.slug for finding in shadows.of_language(edition, "zh", NOW) if finding.unreachable}
    for message in (*messages, *(word for _, word, _ in rules)):
        assert not {match.rule.slug for match in edition.matchers["zh"].find(normalise(message))[:1]} & lost


@settings(max_examples=200)
@given(RULES)
def test_rule_that_answers_its_own_exact_word_is_not_called_unreachable(rules: list[tuple[str, str, int]]) -> None:
    lives = [rule(f"r{place}", condition(match, word), priority=p) for place, (match, word, p) in enumerate(rules)]
    edition = _edition(*lives)
    lost = {finding.rule.slug for finding in shadows.of_language(edition, "zh", NOW) if finding.unreachable}
    for live in lives:
        (word,) = live.body.conditions[0].words
        if edition.matchers["zh"].find(normalise(word))[0].rule.slug == live.slug:
            assert live.slug not in lost


@pytest.mark.parametrize("match", ["exact", "contains", "regex"])
def test_five_thousand_rules_are_surveyed_within_a_second(match: str) -> None:
    """With one word that all of them share, besides one of each rule's own."""
    lives = [rule(f"r{n}", condition(match, f"第{n}号问题", "签证"), priority=-n) for n in range(5000)]
    edition = _edition(*lives)
    begun = time.process_time()  # Of this process alone, however busy the machine is.
    found = shadows.of_language(edition, "zh", NOW)
    assert time.process_time() - begun < 1.0
    assert len(found) == 4999
