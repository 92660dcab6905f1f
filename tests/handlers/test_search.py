"""Search, asked for by name or tried for words that nothing else answered."""

import pytest

from tests.dispatch.asking import Desk


@pytest.mark.parametrize(
    "asked", ["search Munich", "Search for munich", "search: Munich", "搜索 慕尼黑", "搜索慕尼黑", "查一下慕尼黑"]
)
def test_a_search_finds_the_speeches(desk: Desk, asked: str) -> None:
    desk.say(asked)
    assert desk.hit == "search.asked_for"
    assert desk.conversation.choices[0][1].startswith("speech/wang-yi-munich")


def test_a_result_opens_by_its_number(desk: Desk) -> None:
    desk.say("search Munich")
    assert "/speech/wang-yi-munich" in desk.say("1")


def test_a_search_goes_on_with_more_even_where_the_key_is_lost(desk: Desk) -> None:
    desk.say("搜索 外交")
    first = desk.conversation.choices
    assert desk.conversation.more
    desk.say("更多")
    assert desk.conversation.choices != first


def test_a_search_for_nothing_that_exists_says_so_and_repeats_the_words_inert(desk: Desk) -> None:
    said = desk.say("搜索 <a>qqqq</a>")
    assert "＜a＞qqqq" in said
    assert "<a" not in said


def test_searching_without_words_asks_for_them(desk: Desk) -> None:
    assert "慕尼黑" in desk.say("搜索")


def test_words_of_a_title_show_what_there_is_on_them(desk: Desk) -> None:
    desk.say("天津峰会")
    assert desk.conversation.choices[0][1] == "news/sco-tianjin-2025"


def test_a_coincidence_is_not_taken_for_an_answer(desk: Desk) -> None:
    desk.say("外星人什么时候来")
    assert desk.hit == "fallback.unknown"
