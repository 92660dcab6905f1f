"""Where the missions are: by distance, by the names of cities and missions in both languages, by country."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.edition.makers import faq, mission
from wxbot.edition import edition
from wxbot.edition.edition import Edition
from wxbot.edition.normalise import normalise
from wxbot.edition.places import Near, Places

PARIS: dict[str, Any] = {"latitude": 48.8566, "longitude": 2.3522}
CITIES: dict[str, tuple[float, float]] = {
    "paris": (48.8566, 2.3522),
    "london": (51.5074, -0.1278),
    "new-york": (40.7128, -74.0060),
    "tokyo": (35.6762, 139.6503),
    "sydney": (-33.8688, 151.2093),
    "suva": (-18.1248, 178.4501),
    "apia": (-13.8507, -171.7514),
}


def _at(latitude: float, longitude: float) -> dict[str, Any]:
    return {"latitude": latitude, "longitude": longitude}


def _world() -> Places:
    return Places([mission(slug, **_at(*point)) for slug, point in CITIES.items()])


def _france() -> Places:
    """An embassy and a consulate, in both languages."""
    return Places(
        [
            mission("embassy-france", "中国驻法国大使馆", city="巴黎", names=("Paris",), **PARIS),
            mission("consulate-lyon", "中国驻里昂总领事馆", city="里昂", names=("里昂领馆",), **_at(45.76, 4.84)),
            mission("embassy-france", "Chinese Embassy in France", "en", city="Paris", **PARIS),
            mission("consulate-lyon", "Consulate in Lyon", "en", city="Lyon", **_at(45.76, 4.84)),
        ]
    )


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [
        ("paris", "london", 344),
        ("paris", "new-york", 5837),
        ("london", "tokyo", 9559),
        ("tokyo", "sydney", 7822),
        ("paris", "sydney", 16960),
        ("suva", "apia", 1160),  # On the two sides of the date line.
    ],
)
def test_distance_is_that_of_the_globe(one: str, other: str, kilometres: int) -> None:
    for here, there in ((one, other), (other, one)):
        distances = {near.slug: near.distance for near in _world().nearest(*CITIES[here], len(CITIES))}
        assert distances[there] == pytest.approx(kilometres, rel=0.01)
        assert distances[here] == pytest.approx(0, abs=0.001)


def test_nearest_comes_first() -> None:
    slugs = [near.slug for near in _world().nearest(50.8503, 4.3517, len(CITIES))]  # From Brussels.
    assert slugs == ["paris", "london", "new-york", "tokyo", "apia", "suva", "sydney"]


def test_no_more_are_given_than_asked_for() -> None:
    assert [near.slug for near in _world().nearest(*CITIES["paris"], 2)] == ["paris", "london"]
    assert len(_world().nearest(0, 0, 100)) == len(CITIES)


def test_missions_at_the_same_place_come_by_name() -> None:
    places = Places([mission(slug, **PARIS) for slug in ("c", "a", "b")])
    assert [near.slug for near in places.nearest(0, 0, 3)] == ["a", "b", "c"]


def test_mission_in_two_languages_is_one() -> None:
    assert [near.slug for near in _france().nearest(48, 2, 5)] == ["embassy-france", "consulate-lyon"]


@given(latitude=st.floats(-90, 90), longitude=st.floats(-180, 180))
def test_nothing_is_farther_away_than_half_around_the_globe(latitude: float, longitude: float) -> None:
    distances = [near.distance for near in _world().nearest(latitude, longitude, len(CITIES))]
    assert distances == sorted(distances)
    assert all(0 <= distance <= 20_016 for distance in distances)


@pytest.mark.parametrize(("point", "other"), [((0.0, 0.0), (0.0, 180.0)), ((90.0, 0.0), (-90.0, 77.0))])
def test_opposite_side_is_half_around_the_globe(point: tuple[float, float], other: tuple[float, float]) -> None:
    (near,) = Places([mission("there", **_at(*other))]).nearest(*point, 1)
    assert near.distance == pytest.approx(20_015, abs=1)


def test_account_without_missions_has_none_near() -> None:
    assert Places(()).nearest(*CITIES["paris"], 3) == []
    assert Places(()).mentioned("巴黎") == []


@pytest.mark.parametrize(
    "words", ["巴黎", "Paris", "ＰＡＲＩＳ", "中国驻法国大使馆", "chinese embassy in france", "paris!"]
)
def test_mission_goes_by_its_names_in_both_languages(words: str) -> None:
    assert _france().named(normalise(words).bare) == ["embassy-france"]


@pytest.mark.parametrize("words", ["巴", "我在巴黎", "里昂领", "", "Marseille"])
def test_mission_goes_by_no_other_name(words: str) -> None:
    assert _france().named(normalise(words).bare) == []


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("我在巴黎丢了护照", ["embassy-france"]),
        ("lost my passport in Paris, help", ["embassy-france"]),
        ("从里昂到巴黎", ["consulate-lyon", "embassy-france"]),
        ("Lyon or lyon or 里昂", ["consulate-lyon"]),
        ("a comparison of parisian lyons", []),
        ("我在马赛", []),
    ],
)
def test_missions_are_found_by_the_cities_that_a_text_names(words: str, slugs: list[str]) -> None:
    assert _france().mentioned(words) == slugs


def test_woman_is_not_in_oman() -> None:
    places = Places([mission("embassy-oman", "驻阿曼使馆", city="马斯喀特", names=("Oman", "Muscat"), country="OM")])
    assert places.mentioned("a woman eats muscatel") == []
    assert places.mentioned("a woman in oman") == ["embassy-oman"]


def test_city_with_several_missions_names_them_all() -> None:
    missions = [mission(slug, f"驻{slug}", city="日内瓦") for slug in ("un-geneva", "wto-geneva")]
    assert Places(missions).named("日内瓦") == ["un-geneva", "wto-geneva"]


def _edition(*lives: Any, previous: Edition | None = None) -> Edition:
    return edition.build(1, lives, previous)


def test_embassy_comes_before_the_consulates_of_its_country() -> None:
    built = _edition(mission("lyon", order=20), mission("embassy-france", order=10), mission("marseille", order=20))
    assert built.places.of_country("FR") == ["embassy-france", "lyon", "marseille"]
    assert built.places.of_country("JP") == []


def test_places_are_taken_over_while_no_mission_changes() -> None:
    paris = mission("embassy-france", **PARIS)
    before = _edition(paris)
    assert _edition(paris, faq("lost"), previous=before).places is before.places


@pytest.mark.parametrize("language", ["zh", "en"])
def test_changed_mission_is_found_at_its_new_place(language: str) -> None:
    before = _edition(mission("embassy-france", language=language, **PARIS))
    after = _edition(mission("embassy-france", language=language, **_at(45.76, 4.84)), previous=before)
    assert after.places.nearest(45.76, 4.84, 1) == [Near("embassy-france", 0.0)]


def test_delivered_embassies_are_found_by_their_countries(delivered: Edition) -> None:
    for words, slug in (("巴黎", "embassy-france"), ("Tokyo", "embassy-japan"), ("华盛顿", "embassy-united-states")):
        assert delivered.places.named(normalise(words).bare) == [slug]
