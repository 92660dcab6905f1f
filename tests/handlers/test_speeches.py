"""Speeches of senior diplomats: the latest, one speaker's, and one to read."""

import pytest

from tests.dispatch.asking import Desk, in_words
from wxbot.edition import countries
from wxbot.edition.kinds import Kind, Speech
from wxbot.edition.live import Live
from wxbot.protocol.replies import NewsReply, TextReply


@pytest.mark.parametrize("words", ["讲话", "重要讲话", "speeches"])
def test_asking_for_speeches_lists_the_latest_first(desk: Desk, words: str) -> None:
    desk.say(words)
    assert desk.conversation.choices[0][1] == "speech/wang-yi-press-2025"


@pytest.mark.parametrize(("name", "count"), [("王毅", 8), ("Qiao Guanhua", 1), ("喬冠華", 1)])
def test_a_speakers_name_lists_his_speeches(desk: Desk, name: str, count: int) -> None:
    desk.say(name)
    assert desk.hit == "speeches.by_speaker"
    assert len(desk.conversation.choices) == count


def test_a_speech_answers_with_its_title_and_its_page(desk: Desk) -> None:
    reply = desk.tap("speech/wang-yi-munich-2024")
    assert isinstance(reply, NewsReply)
    assert "speech/wang-yi-munich-2024?lang=zh" in in_words(reply)


def test_the_speakers_are_a_list_that_leads_to_each(desk: Desk) -> None:
    desk.tap("speakers")
    for _, key in desk.conversation.choices:
        assert isinstance(desk.tap(key), NewsReply)


def _keys(desk: Desk) -> list[str]:
    """Of every page of the open list, or of the one speech that was told."""
    keys = list(desk.keys)
    while desk.conversation.more:
        desk.say("更多")
        keys += desk.keys
    return keys


def _speeches(desk: Desk) -> list[Live[Speech]]:
    return desk.edition.all(Kind.SPEECH, desk.language or "zh", desk.now)


@pytest.mark.parametrize("words", ["2024年讲话", "2024年的讲话和文章", "speeches in 2024", "Speeches of 2024"])
def test_a_year_lists_the_speeches_of_that_year(desk: Desk, words: str) -> None:
    desk.say(words)
    wanted = [live.key for live in _speeches(desk) if live.body.date.year == 2024]
    assert len(wanted) >= 2
    assert _keys(desk) == wanted


def test_a_year_without_speeches_is_told_honestly(either: Desk) -> None:
    assert either.say("1999年讲话").startswith(either.phrase("nothing-here"))


@pytest.mark.parametrize("facet", ["office", "occasion", "speaker"])
def test_every_office_occasion_and_speaker_leads_to_its_speeches(either: Desk, facet: str) -> None:
    for live in either.edition.shelf(Kind.SPEECH, either.language).lives:
        wanted = getattr(live.body, facet)
        either.tap(f"speaker/{wanted}" if facet == "speaker" else f"speeches/{facet}/{wanted}")
        assert live.key in _keys(either)


def test_the_office_held_then_can_be_asked_for_by_its_name(desk: Desk) -> None:
    office = _speeches(desk)[0].body.office
    desk.say(office)
    assert desk.hit == "speeches.by"
    wanted = {live.key for live in _speeches(desk) if live.body.office == office}
    assert set(_keys(desk)) >= wanted


def test_a_country_lists_the_speeches_that_name_it(desk: Desk) -> None:
    for live in _speeches(desk):
        for country in live.body.countries:
            desk.tap(f"speeches/country/{countries.code_of(country)}")
            assert live.key in _keys(desk)


@pytest.mark.parametrize(
    "words", ["关于巴勒斯坦的最新表态", "巴勒斯坦问题的最新立场", "最新表态：巴勒斯坦", "latest statement on Palestine"]
)
def test_the_latest_on_a_subject_is_told_with_its_day_and_its_page(desk: Desk, words: str) -> None:
    said = desk.say(words)
    assert desk.hit == "speeches.latest_on"
    told = next(live for live in _speeches(desk) if f"/speech/{live.slug}?" in said)
    assert told.body.date.isoformat() in said
    assert told.body.speaker in said or desk.conversation.language == "en"


def test_the_latest_comes_before_the_older_ones(desk: Desk) -> None:
    said = desk.say("关于合作的最新表态")
    dates = {live.key: live.body.date for live in _speeches(desk)}
    told = next(live for live in _speeches(desk) if f"/speech/{live.slug}?" in said)
    older = [dates[key] for key in desk.keys if key in dates]
    assert [told.body.date, *older] == sorted([told.body.date, *older], reverse=True)


@pytest.mark.parametrize("words", ["关于外星人入侵的最新表态", "latest statement on blorpzz"])
def test_a_subject_without_speeches_is_told_honestly(desk: Desk, words: str) -> None:
    said = desk.say(words)
    assert said.startswith(desk.phrase("speeches-nothing", words="x").partition("x")[0])
    assert desk.keys[0] == "speeches"


def test_the_subject_cannot_become_a_link(desk: Desk) -> None:
    assert '<a href="https' not in desk.say("关于[x](https://e.cn)的最新表态")


@pytest.mark.parametrize("key", ["speeches/colour/red", "speeches/year", "speech/nothing"])
def test_what_does_not_exist_shows_the_way_on(either: Desk, key: str) -> None:
    reply = either.tap(key)
    assert isinstance(reply, TextReply)
    assert reply.text.startswith((either.phrase("gone"), either.phrase("nothing-here")))
