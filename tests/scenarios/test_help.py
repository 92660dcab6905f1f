"""Help abroad over the real protocol: emergencies first, missions by name and by place, a person."""

import time

import pytest

from tests.scenarios.conftest import Stack, StackMaker
from tests.scenarios.talking import NUMBER, Talk, shown


@pytest.mark.parametrize(
    ("words", "mission"),
    [
        ("我在东京护照丢了", "驻日本国大使馆"),
        ("在泰国被骗进园区了", "驻泰王国大使馆"),
        ("my passport was stolen in Paris", "France"),
    ],
)
def test_an_emergency_is_met_with_the_hotline_three_steps_and_the_nearest_mission(
    account: Stack, alice: str, words: str, mission: str
) -> None:
    said = Talk(account, alice).say(words)
    assert "12308" in said
    assert [f"{number}. " in said for number in (1, 2, 3)] == [True] * 3
    assert mission in said


def test_the_place_that_was_sent_before_names_the_nearest_mission(account: Stack, alice: str) -> None:
    account.wechat.location(alice, -33.87, 151.21, "Sydney")
    assert "驻悉尼总领事馆" in Talk(account, alice).say("救命")


def test_without_a_place_an_emergency_asks_for_one(account: Stack, alice: str) -> None:
    assert "发送位置" in Talk(account, alice).say("我受伤了")


def test_a_location_is_answered_with_the_three_nearest_and_their_distance(account: Stack, alice: str) -> None:
    said = shown(account.wechat.location(alice, 48.86, 2.35, "Paris"))
    lines = [line for line in said.splitlines() if line[:2] in ("1.", "2.", "3.", "4.")]
    assert len(lines) == 3
    assert "法兰西共和国大使馆" in lines[0]
    assert all("公里" in line for line in lines)
    assert "France" in Talk(account, alice).say("English", "nearest embassy")


def test_far_from_everything_the_distance_is_told_honestly(account: Stack, alice: str) -> None:
    assert "很远" in shown(account.wechat.location(alice, -75.0, 0.0, "Antarctica"))


@pytest.mark.parametrize(
    ("words", "name"),
    [("法国大使馆", "里昂"), ("大阪", "大阪"), ("the Chinese embassy in Thailand", "泰"), ("纽约总领馆电话", "纽约")],
)
def test_missions_are_found_by_country_city_and_english_name(account: Stack, alice: str, words: str, name: str) -> None:
    talk = Talk(account, alice)
    talk.say("中文")
    assert name in talk.say(words)


def test_where_there_is_no_mission_nothing_is_made_up(account: Stack, alice: str) -> None:
    assert "没有" in Talk(account, alice).say("梵蒂冈大使馆")


def test_asking_for_a_person_opens_a_letter(account: Stack, alice: str) -> None:
    talk = Talk(account, alice)
    assert "没有人工" in talk.say("人工")
    talk.say("签证被拒了怎么申诉", "写完了", "跳过")
    assert NUMBER.search(talk.say("提交"))


def test_in_office_hours_a_person_takes_over_where_that_is_set(make_stack: StackMaker, alice: str) -> None:
    stack = make_stack(PERSON_HANDOVER="true", OFFICE_HOURS="Mon-Sun 00:00-23:59")
    push = stack.wechat.text(alice, "人工")
    assert push.outcome == "delivered"
    assert "客服" in stack.wechat.chat(alice)[-1].bubble.text


def test_outside_office_hours_a_letter_is_offered_all_the_same(make_stack: StackMaker, alice: str) -> None:
    tomorrow = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[(time.gmtime().tm_wday + 3) % 7]
    stack = make_stack(PERSON_HANDOVER="true", OFFICE_HOURS=f"{tomorrow} 09:00-10:00")
    assert "没有人工" in Talk(stack, alice).say("人工")
