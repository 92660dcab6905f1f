"""One country: its missions, its travel notices, and what is said of it, asked for in one's own words."""

import pytest

from tests.dispatch.asking import Desk
from wxbot.edition import countries
from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Kind


@pytest.mark.parametrize("words", ["日本", "Japan", "日本！", "ＪＡＰＡＮ"])
def test_name_alone_shows_what_there_is(desk: Desk, words: str) -> None:
    desk.say(words)
    assert desk.outcome.key == "country/JP"
    assert desk.keys[:2] == ["mission/embassy-japan", "country/JP/notices"]


@pytest.mark.parametrize("code", countries.CODES)
def test_every_country_has_an_answer_in_both_languages(desk: Desk, code: str) -> None:
    for language in ("zh", "en"):
        desk.language = language
        said = desk.say(countries.name(code, language))
        assert f"country/{code}" in (desk.outcome.key, *desk.keys) or desk.hit.startswith("missions"), said
        assert "12308" in said or any(key.startswith("mission/") for key in desk.keys) or "mission/" in desk.outcome.key


def test_country_without_a_mission_is_told_whom_to_call(either: Desk, delivered: Edition) -> None:
    code = next(code for code in countries.CODES if not delivered.places.of_country(code))
    name = countries.name(code, either.language)
    assert either.tap_line(f"country/{code}").startswith(either.phrase("country-head-none", country=name))
    assert f"subscribe/notices/{code}" in either.keys


def test_section_that_has_nothing_of_a_country_is_not_offered(desk: Desk) -> None:
    desk.tap("country/NR")
    assert "country/NR/speeches" not in desk.keys


@pytest.mark.parametrize(
    ("words", "key"),
    [
        *(("日本安全吗", "notices"), ("日本旅行提醒", "notices"), ("Is Japan safe?", "notices")),
        *(("travel advice for Japan", "notices"), ("关于日本的最新新闻", "news"), ("Japan news", "news")),
        *(("日本的使馆动态", "embassies"), ("embassy reports from Japan", "embassies"), ("日本讲话", "speeches")),
        *(("Is it safe in Japan?", "notices"), ("safety Japan", "notices")),
    ],
)
def test_section_of_a_country_is_asked_for_in_words(desk: Desk, words: str, key: str) -> None:
    desk.say(words)
    assert desk.hit == "countries.asked_for"
    assert desk.outcome.key == f"country/JP/{key}" or desk.keys == ["country/JP", key]


@pytest.mark.parametrize("words", ["刚果（金）新闻", "新闻 刚果(金)", "Côte d'Ivoire news", "news about St. Lucia"])
def test_name_with_signs_in_it_is_understood_too(desk: Desk, words: str) -> None:
    desk.say(words)
    assert desk.hit == "countries.asked_for"


def test_section_without_anything_leads_to_the_country_and_the_section(either: Desk) -> None:
    said = either.tap_line("country/NR/speeches")
    places = {"country": countries.name("NR", either.language), "section": either.phrase("label-speeches")}
    assert said.startswith(either.phrase("country-nothing", **places))
    assert either.keys == ["country/NR", "speeches"]


@pytest.mark.parametrize("section", ["notices", "news", "speeches", "embassies"])
def test_section_of_a_country_lists_what_names_it(either: Desk, delivered: Edition, section: str) -> None:
    kind = {"notices": Kind.NOTICE, "news": Kind.NEWS, "speeches": Kind.SPEECH, "embassies": Kind.REPORT}[section]
    named: dict[str, set[str]] = {}
    for live in delivered.all(kind, "zh", either.now):
        for country in live.body.countries:
            named.setdefault(countries.code_of(country), set()).add(live.key)
    code, keys = max(((code, keys) for code, keys in named.items() if code), key=lambda pair: len(pair[1]))
    either.tap_line(f"country/{code}/{section}")
    assert len(either.keys) == min(len(keys), 8) >= 1
    assert set(either.keys) <= keys


@pytest.mark.parametrize("key", ["country/XX", "country/CN", "country/JP/poems", "country/jp"])
def test_country_that_is_none_shows_the_regions(desk: Desk, key: str) -> None:
    desk.tap(key)
    assert desk.keys[0] == "missions/asia"


@pytest.mark.parametrize(
    "words", ["日本和韩国", "我想从日本寄一份材料回国该怎么办理", "中非合作论坛新闻", "我在日本的朋友很想念我"]
)
def test_country_within_another_question_is_left_to_the_others(desk: Desk, words: str) -> None:
    desk.say(words)
    assert desk.hit != "countries.asked_for"


def test_what_can_be_subscribed_is_offered_for_the_country(either: Desk) -> None:
    either.tap("country/JP")
    assert "subscribe/notices/JP" in either.keys
