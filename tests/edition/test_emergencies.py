"""Who is in danger is understood in each language, whatever staff's auto-replies are."""

import pytest

from tests.edition.makers import condition, emergency, faq, rule
from wxbot.edition.edition import Edition, build
from wxbot.edition.kinds import Kind
from wxbot.edition.normalise import normalise

LOST = emergency("lost", condition("contains", "护照丢了"))
ROBBED = emergency("robbed", condition("contains", "被抢"), condition("regex", "(钱|包).{0,4}抢走"), priority=5)
STOLEN = emergency("robbed", condition("contains", "robbed"), language="en")


def _found(edition: Edition, words: str, language: str = "zh") -> list[str]:
    return [match.rule.slug for match in edition.emergencies[language].find(normalise(words))]


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("我的护照丢了", ["lost"]),
        ("我的護照丟了！", ["lost"]),
        ("包和钱都被人抢走了", ["robbed"]),
        ("被抢了，护照丢了", ["robbed", "lost"]),
        ("护照快到期了", []),
        ("", []),
    ],
)
def test_emergency_is_found_by_its_words_the_most_urgent_first(words: str, slugs: list[str]) -> None:
    assert _found(build(1, [LOST, ROBBED, STOLEN]), words) == slugs


def test_each_language_has_its_own_words() -> None:
    edition = build(1, [LOST, ROBBED, STOLEN])
    assert (_found(edition, "I was robbed", "en"), _found(edition, "I was robbed", "zh")) == (["robbed"], [])


def test_auto_reply_is_no_emergency_and_an_emergency_no_auto_reply() -> None:
    edition = build(1, [LOST, rule("greeting", condition("contains", "您好"))])
    assert _found(edition, "您好") == []
    assert edition.matchers["zh"].find(normalise("护照丢了")) == []


def test_emergencies_are_taken_over_while_none_of_them_changes() -> None:
    before = build(1, [LOST, STOLEN])
    after = build(2, [LOST, STOLEN, faq("visa"), rule("greeting", condition("contains", "您好"))], before)
    assert [after.emergencies[language] is before.emergencies[language] for language in ("zh", "en")] == [True, True]


def test_changed_emergency_is_found_by_its_new_words_only() -> None:
    before = build(1, [LOST, STOLEN])
    after = build(2, [emergency("lost", condition("contains", "护照被偷")), STOLEN], before)
    assert (_found(after, "护照被偷了"), _found(after, "护照丢了")) == (["lost"], [])
    assert after.emergencies["en"] is before.emergencies["en"]


def test_edition_without_emergencies_finds_none() -> None:
    assert _found(build(1, []), "护照丢了") == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_of_every_delivered_emergency_find_it(delivered: Edition, language: str) -> None:
    matcher = delivered.emergencies[language]
    assert len(matcher) >= 10
    words = [
        (live.slug, said)
        for live in delivered.shelf(Kind.EMERGENCY, language).lives
        for each in live.body.conditions
        for said in (each.words if each.match != "regex" else ())
    ]
    missed = [said for slug, said in words if slug not in _found(delivered, said, language)]
    assert (missed, len(words) > 50) == ([], True)
