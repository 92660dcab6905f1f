"""Somebody in need is told the hotline, three steps and the nearest mission, before anything else could answer."""

import pytest

from tests.dispatch.asking import Desk
from tests.rig.wire import text_xml
from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Kind
from wxbot.protocol.replies import TextReply

HOTLINE = "+86-10-12308"
PARIS = (48.86, 2.35)


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        *(("在国外护照丢了怎么办", "passport-lost"), ("I lost my passport", "passport-lost")),
        *(("我在泰国被警察抓了", "detained"), ("my friend was arrested in spain", "detained")),
        *(("我们在冰岛出车祸了", "injured-or-ill"), ("地震了怎么办", "natural-disaster")),
        *(("我被抢劫了", "robbed-or-attacked"), ("被绑架了", "held-or-kidnapped")),
    ],
)
def test_need_is_recognised_before_anything_else(desk: Desk, words: str, slug: str) -> None:
    said = desk.say(words)
    assert desk.outcome.key == f"emergency/{slug}"
    assert HOTLINE in said


def test_every_emergency_is_told_with_the_hotline_and_its_steps_in_one_message(
    either: Desk, delivered: Edition
) -> None:
    for live in delivered.shelf(Kind.EMERGENCY, either.language).lives:
        said = either.tap_line(live.key)
        assert live.title in said
        assert said.index(HOTLINE) < said.index(live.body.steps[0])
        assert [said.index(step) for step in live.body.steps] == sorted(said.index(step) for step in live.body.steps)
        assert not either.conversation.more


def test_question_that_says_more_is_linked(either: Desk, delivered: Edition) -> None:
    for live in delivered.shelf(Kind.EMERGENCY, either.language).lives:
        said = either.tap_line(live.key)
        assert f"faq/{live.body.faq}" in said


def test_answer_is_in_ones_own_language_whatever_is_written(desk: Desk) -> None:
    desk.language = "zh"
    assert "请" in desk.say("I lost my passport")
    desk.language = "en"
    assert "call" in desk.say("护照丢了")


@pytest.mark.parametrize(
    ("words", "mission"),
    [
        *(("我在巴黎护照丢了", "embassy-france"), ("I was robbed in Tokyo", "embassy-japan")),
        *(("在法国被抢劫了", "embassy-france"), ("我在大阪护照丢了", "consulate-osaka")),
    ],
)
def test_mission_of_the_place_that_was_named_is_given(desk: Desk, words: str, mission: str) -> None:
    said = desk.say(words)
    assert f"mission/{mission}" in said
    assert desk.phrase("emergency-place") not in said


def test_place_is_asked_for_when_nobody_named_one(either: Desk) -> None:
    assert either.phrase("emergency-place") in either.say("护照丢了")


def test_mission_nearest_to_the_place_that_was_sent_is_given_with_its_distance(either: Desk) -> None:
    either.place(*PARIS)
    said = either.say("护照丢了")
    assert "mission/embassy-france" in said
    assert either.phrase("distance", kilometres="x").partition("x")[2] in said


def test_place_that_is_named_counts_more_than_the_one_that_was_sent(desk: Desk) -> None:
    desk.place(*PARIS)
    said = desk.say("我在东京护照丢了")
    assert "mission/embassy-japan" in said
    assert "mission/embassy-france" not in said


def test_country_without_a_mission_is_not_answered_with_a_far_one(desk: Desk, delivered: Edition) -> None:
    desk.place(*PARIS)
    assert not delivered.places.of_country("BT")
    said = desk.say("我在不丹护照丢了")
    assert "mission/" not in said
    assert HOTLINE in said


def test_places_that_only_sound_like_a_country_name_no_mission_there(desk: Desk) -> None:
    said = desk.say("我在内蒙古护照丢了")
    assert "embassy-mongolia" not in said


def test_voice_is_heard_as_well(desk: Desk) -> None:
    desk.send("voice", "<MediaId>M</MediaId><Format>amr</Format><Recognition><![CDATA[护照丢了]]></Recognition>")
    assert desk.outcome.key == "emergency/passport-lost"


def test_emergency_that_is_gone_still_gives_the_hotline(either: Desk) -> None:
    said = either.tap_line("emergency/nothing")
    assert said.startswith(either.phrase("hotline")[:10])
    assert HOTLINE in said


def test_numbers_of_an_open_list_go_on_meaning_its_lines(desk: Desk) -> None:
    desk.say("新闻")
    keys = desk.keys
    desk.say("护照丢了")
    assert desk.keys == keys


def test_emergency_is_answered_while_redis_is_down(desk: Desk) -> None:
    desk.alone = True
    reply = desk.ask(text_xml("护照丢了"))
    assert isinstance(reply, TextReply)
    assert HOTLINE in reply.text
