"""What people in need, foreigners and those who explain at length get."""

import pytest

from tests.dispatch.asking import Desk


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (
            "你好，我的护照快到期了，我现在在美国留学，想问一下怎么换新护照，需要准备哪些材料",
            "faq/passport",
        ),
        ("Hello, my passport will expire in two months and I live in Canada, how can I renew it?", "faq/passport"),
    ],
)
def test_a_long_question_finds_what_it_names(desk: Desk, words: str, key: str) -> None:
    desk.say(words)
    assert any(line.startswith(key) for _, line in desk.conversation.choices) or desk.outcome.key.startswith(key)


@pytest.mark.parametrize("words", ["美国驻华大使馆", "日本驻上海总领事馆", "Embassy of France in Beijing"])
def test_other_countries_missions_in_china_are_not_taken_for_chinas(desk: Desk, words: str) -> None:
    said = desk.say(words)
    assert "110" in said
    assert "驻美利坚" not in said


@pytest.mark.parametrize("words", ["首尔领事馆", "东京领事馆", "法国领事馆", "纽约领事馆电话"])
def test_a_city_and_the_word_consulate_find_the_mission(desk: Desk, words: str) -> None:
    desk.say(words)
    assert desk.hit == "missions.asked_for"


@pytest.mark.parametrize("words", ["I want to talk to a human", "我要和工作人员说话", "转接人工客服谢谢"])
def test_a_person_is_asked_for_in_a_sentence_too(desk: Desk, words: str) -> None:
    desk.say(words)
    assert desk.hit == "person.asked_for_in_a_sentence"


def test_whether_one_may_go_somewhere_is_answered_with_that_countrys_notices(desk: Desk) -> None:
    assert "Myanmar" in desk.say("Can I travel to Myanmar now?")
    assert all(key.startswith("notice/") for _, key in desk.conversation.choices)


def test_hours_of_the_evening_are_understood(desk: Desk) -> None:
    assert "22:00-07:00" in desk.say("免打扰 晚上10点到早上7点")
