"""The delivered auto-replies: each is reached by its own words, and none steals a section's."""

import pytest

from handlers import ROUTERS
from tests.dispatch.asking import Desk
from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Kind


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_exact_word_reaches_its_rule(desk: Desk, delivered: Edition, language: str) -> None:
    for live in delivered.shelf(Kind.AUTOREPLY, language).lives:
        for condition in live.body.conditions:
            for words in condition.words if condition.match != "regex" else ():
                desk.say(words)
                assert desk.hit.startswith("autoreply/"), words


def test_no_rule_stands_before_a_sections_own_words(delivered: Edition, desk: Desk) -> None:
    for router in ROUTERS:
        for words in router.words:
            desk.say(words)
            assert not desk.hit.startswith("autoreply/"), words
