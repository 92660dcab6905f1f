"""Travel notices: the level before the title, one told in full, and nothing shown that is out of force."""

import datetime as dt

import pytest

from tests.dispatch.asking import Desk, in_words
from tests.edition.makers import live
from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Kind

LEVELS = ("take-care", "go-with-caution", "do-not-go")


def _read(desk: Desk, key: str) -> str:
    """Every page of an answer."""
    pages = [desk.tap_line(key)]
    while desk.conversation.more:
        pages.append(desk.say("更多"))
    return "\n".join(pages)


def test_notices_are_listed_newest_first_with_their_level(either: Desk, delivered: Edition) -> None:
    either.tap("notices")
    shown = [delivered.shelf(Kind.NOTICE, "zh").by_slug[key.partition("/")[2]] for key in either.keys]
    assert [each.body.date for each in shown] == sorted((each.body.date for each in shown), reverse=True)
    for (words, _), each in zip(either.conversation.choices, shown, strict=True):
        assert words.startswith(f"[{either.phrase(f'level-{each.body.level}')}] ")


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_has_a_name_of_its_own_in_both_languages(delivered: Edition, level: str) -> None:
    names = [delivered.phrase(f"level-{level}", language) for language in ("zh", "en")]
    assert all(names)
    assert len({delivered.phrase(f"level-{each}", "en") for each in LEVELS}) == len(LEVELS)


def test_every_notice_is_told_with_level_day_and_page(either: Desk, delivered: Edition) -> None:
    for each in delivered.shelf(Kind.NOTICE, either.language).lives:
        if not each.shown(either.now):
            continue
        said = _read(either, each.key)
        assert each.title in said
        assert either.phrase(f"level-{each.body.level}") in said
        assert each.body.date.isoformat() in said
        assert f"/notice/{each.slug}?lang={either.language}" in said


def test_no_markdown_is_shown_in_a_chat(either: Desk, delivered: Edition) -> None:
    for each in delivered.shelf(Kind.NOTICE, either.language).lives:
        said = _read(either, each.key)
        assert not [line for line in said.splitlines() if line.startswith(("#", "- ", "* ", "> "))]
        assert "**" not in said


@pytest.mark.parametrize("valid", [True, False])
def test_notice_is_told_while_it_is_in_force(desk: Desk, valid: bool) -> None:
    ends = desk.now + dt.timedelta(seconds=1 if valid else 0)
    fields = {"date": "2026-11-20", "summary": "S.", "text": "T.", "level": "take-care", "countries": ["日本"]}
    desk.only(live(Kind.NOTICE, "storm", "Storm", "zh", {**fields, "valid_to": ends.isoformat()}))
    assert ("Storm" in desk.tap_line("notice/storm")) is valid
    assert ("notice/storm" in in_words(desk.tap("notices"))) is valid


def test_unknown_notice_shows_the_way_back(either: Desk) -> None:
    assert either.tap_line("notice/nothing").startswith(either.phrase("gone"))


@pytest.mark.parametrize("words", ["旅行提醒", "领事提醒", "travel advice", "Travel notices"])
def test_notices_are_asked_for_in_words(desk: Desk, words: str) -> None:
    desk.say(words)
    assert desk.hit == "notices.latest"
