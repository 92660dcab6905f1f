"""Embassies and consulates: by region, by country, city or name, and the nearest ones to a place."""

import pytest

from handlers.missions import REGIONS
from tests.dispatch.asking import Desk, in_words
from wxbot.edition import countries
from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Kind
from wxbot.protocol.replies import TextReply

PARIS, SYDNEY, POLE = (48.86, 2.35), (-33.87, 151.21), (-89.0, 0.0)


def _read_on(desk: Desk) -> list[str]:
    """The keys of every page of the open list."""
    keys = list(desk.keys)
    while desk.conversation.more:
        desk.say("更多")
        keys += desk.keys
    return keys


def test_regions_are_offered_and_the_nearest(either: Desk) -> None:
    either.tap("missions")
    assert either.keys == [*(f"missions/{region}" for region in REGIONS), "nearest"]


def test_every_mission_is_in_exactly_one_region(either: Desk, delivered: Edition) -> None:
    listed: list[str] = []
    for region in REGIONS:
        either.tap(f"missions/{region}")
        listed += _read_on(either)
    assert sorted(listed) == sorted(live.key for live in delivered.shelf(Kind.MISSION, "zh").lives)


def test_region_is_in_the_order_of_its_countries_names(either: Desk, delivered: Edition) -> None:
    either.tap("missions/europe")
    found = [delivered.shelf(Kind.MISSION, "zh").by_slug[key.partition("/")[2]] for key in _read_on(either)]
    names = [countries.name(live.body.country, either.language) for live in found]
    assert names == sorted(names)


@pytest.mark.parametrize("key", ["missions/atlantis", "mission/embassy-atlantis"])
def test_what_does_not_exist_shows_the_way_back(either: Desk, key: str) -> None:
    assert either.tap_line(key).startswith(either.phrase("gone"))


def test_every_mission_is_told_with_its_city_and_a_number_to_call(either: Desk, delivered: Edition) -> None:
    for live in delivered.shelf(Kind.MISSION, either.language).lives:
        said = either.tap_line(live.key)
        assert live.title in said
        assert live.body.city in said
        assert (live.body.phone or "12308") in said
        assert not either.conversation.more


@pytest.mark.parametrize(
    ("words", "key"),
    [
        *(
            ("中国驻法国大使馆", "mission/embassy-france"),
            ("巴黎", "mission/embassy-france"),
            ("Paris", "mission/embassy-france"),
        ),
        *(("东京大使馆", "mission/embassy-japan"), ("embassy in Tokyo", "mission/embassy-japan")),
        *(("Chinese consulate in Osaka", "mission/consulate-osaka"), ("大阪总领馆在哪里", "mission/consulate-osaka")),
        *(("法國大使館", "mission/embassy-france"), ("中国驻德国使馆电话", "mission/embassy-germany")),
    ],
)
def test_mission_is_found_by_its_city_its_country_and_its_name(desk: Desk, words: str, key: str) -> None:
    desk.say(words)
    assert key in (desk.outcome.key, *desk.keys)


@pytest.mark.parametrize(
    ("words", "count"), [("美国的使领馆", 2), ("Chinese consulates in Japan", 2), ("巴黎和东京的使馆", 2)]
)
def test_several_missions_are_listed(desk: Desk, words: str, count: int) -> None:
    desk.say(words)
    assert len(desk.keys) >= count
    assert all(key.startswith("mission/") for key in desk.keys)


def test_country_without_a_mission_is_told_honestly(desk: Desk, delivered: Edition) -> None:
    code = next(code for code in countries.CODES if not delivered.places.of_country(code))
    said = desk.say(f"{countries.name(code, 'zh')}大使馆")
    assert said == desk.phrase("mission-none", country=countries.name(code, "zh"))
    assert "12308" in said


@pytest.mark.parametrize("words", ["亚特兰蒂斯大使馆", "embassy in Atlantis"])
def test_unknown_place_is_asked_for_again(desk: Desk, words: str) -> None:
    said = desk.say(words)
    assert "亚特兰蒂斯" in said or "atlantis" in said
    assert desk.keys[: len(REGIONS)] == [f"missions/{region}" for region in REGIONS]


def test_unknown_place_cannot_become_a_link(desk: Desk) -> None:
    assert '<a href="https' not in desk.say("[x](https://e.cn)大使馆")


def test_place_is_answered_with_the_three_nearest_and_their_distance(either: Desk) -> None:
    said = either.place(*PARIS)
    assert len(either.keys) == 3
    assert either.keys[0] == "mission/embassy-france"
    assert either.phrase("distance", kilometres="1").partition("1")[0] in said
    assert either.phrase("nearest-city") in said


def test_distances_grow_and_more_digits_than_known_are_not_shown(desk: Desk) -> None:
    desk.place(*SYDNEY)
    words = [line for line, _ in desk.conversation.choices]
    assert desk.keys[0] == "mission/consulate-sydney"
    numbers = [int("".join(filter(str.isdigit, line.rpartition("(")[2]))) for line in words]
    assert numbers == sorted(numbers)
    assert all(number < 100 or number % 10 == 0 for number in numbers)


def test_place_far_from_everything_is_told_to_be_so(either: Desk) -> None:
    assert either.phrase("nearest-far") in either.place(*POLE)
    assert either.phrase("nearest-far") not in either.place(*PARIS)


def test_nearest_is_asked_for_a_place_once(either: Desk) -> None:
    reply = either.tap("nearest")
    assert reply == TextReply(either.phrase("nearest-ask"))
    either.place(*PARIS)
    assert "mission/embassy-france" in in_words(either.tap("nearest"))


@pytest.mark.parametrize("words", ["最近的使馆", "离我最近的使馆", "nearest embassy"])
def test_nearest_is_asked_for_in_words(desk: Desk, words: str) -> None:
    desk.say(words)
    assert desk.hit == "missions.ask_for_place"


@pytest.mark.parametrize("place", [(90.0, 180.0), (-90.0, -180.0), (0.0, 0.0)])
def test_every_place_on_earth_has_a_nearest_mission(desk: Desk, place: tuple[float, float]) -> None:
    desk.place(*place)
    assert len(desk.keys) == 3
