"""Thousands of rules give the same answers as a few."""

import pytest

from tests.edition.makers import condition, rule
from wxbot.edition.kinds import Autoreply
from wxbot.edition.matcher import Matcher
from wxbot.edition.normalise import normalise

COUNT = 5000


@pytest.fixture(scope="module", params=["exact", "contains", "regex"])
def matcher(request: pytest.FixtureRequest) -> Matcher[Autoreply]:
    """Each rule has a word of its own, which no other rule's word contains."""
    patterns = {"exact": "第{}号问题", "contains": "第{}号问题", "regex": "第{}号.*问题$"}
    word = patterns[request.param]
    return Matcher([rule(f"r{number}", condition(request.param, word.format(number))) for number in range(COUNT)])


@pytest.mark.parametrize("number", [0, 1, 7, 77, 2500, 4998, 4999])
def test_one_of_five_thousand_rules_is_found(matcher: Matcher[Autoreply], number: int) -> None:
    matches = matcher.find(normalise(f"第{number}号问题"))
    assert [match.rule.slug for match in matches] == [f"r{number}"]


@pytest.mark.parametrize("message", ["第5000号问题", "问题", "第号问题", "第1号"])
def test_none_of_five_thousand_rules_is_found(matcher: Matcher[Autoreply], message: str) -> None:
    assert matcher.find(normalise(message)) == []


def test_all_of_five_thousand_rules_come_in_the_order_of_their_priority() -> None:
    rules = [rule(f"r{number}", condition("contains", "签证"), priority=number) for number in range(COUNT)]
    matches = Matcher(rules).find(normalise("签证"))
    assert [match.rule.body.priority for match in matches] == list(reversed(range(COUNT)))
