"""Nothing of an answer is out of reach: a list or a text that is too long for one message goes on with “more”."""

import pytest

from handlers import ROUTERS
from tests.dispatch.asking import Desk
from wxbot.dispatch.answers import Gallery, Listing, Say
from wxbot.edition.chat import linked
from wxbot.edition.edition import Edition
from wxbot.protocol.replies import TEXT_MAX_BYTES, size

WORDS = sorted({words for router in ROUTERS for words in router.words})
KEYS = sorted({key for router in ROUTERS for key in router.keys})


def _is_cut(desk: Desk) -> bool:
    """Whether something of the first answer is neither shown nor reached by “more”."""
    first = desk.outcome.answers[0] if desk.outcome.answers else None
    lines = first.listing.choices if isinstance(first, Gallery) else first.choices if isinstance(first, Listing) else ()
    longer = len(lines) > len(desk.keys) or (isinstance(first, Say) and size(linked(first.text)) > TEXT_MAX_BYTES)
    return longer and not desk.conversation.more


def _cut(desk: Desk, *asked: str, tapped: bool = False) -> list[str]:
    """Those whose answers are cut; each is asked by somebody who has said nothing before."""
    cut = []
    for each in asked:
        desk.conversation = type(desk.conversation)()
        if tapped:
            desk.tap(each)
        else:
            desk.say(each)
        if _is_cut(desk):
            cut.append(each)
    return cut


def test_every_sections_own_words_are_answered_whole(either: Desk) -> None:
    assert _cut(either, *WORDS) == []


def test_every_key_is_answered_whole(either: Desk) -> None:
    assert _cut(either, *KEYS, tapped=True) == []


def test_every_name_is_answered_whole(either: Desk, delivered: Edition) -> None:
    assert _cut(either, *delivered.names[either.language]) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_item_is_answered_whole(desk: Desk, delivered: Edition, language: str) -> None:
    desk.language = language
    lives = [live for (kind, shelf), found in delivered.shelves.items() if shelf == language for live in found.lives]
    keys = [live.key for live in lives if desk.decider.knows(live.key)]
    assert len(keys) > 200
    assert _cut(desk, *keys, tapped=True) == []
