"""The embassies and consulates: listed by region and country, each with what one needs to reach it."""

import re
from typing import Any

import pytest

from tests.pages.conftest import Site
from tests.pages.makers import mission
from tests.pages.test_facts import facts

PARIS: dict[str, Any] = {"country": "FR", "region": "europe", "city": "巴黎", "latitude": 48.8566, "longitude": 2.3522}


def _words(text: str, tag: str) -> list[str]:
    return re.findall(rf"<{tag}>([^<]+)</{tag}>", text)


def test_missions_stand_below_their_region_and_country(site: Site) -> None:
    site.publish(mission("consulate-osaka", city="大阪", order=20), mission(), mission("embassy-france", **PARIS))
    text = site.read("/mission")
    assert _words(text, "h2") == [site.phrase("region-asia"), site.phrase("region-europe")]
    assert _words(text, "h3") == ["日本", "法国"]
    main = text.split("<main>")[1]
    assert re.findall(r'href="/mission/([a-z-]+)\?', main) == ["embassy-japan", "consulate-osaka", "embassy-france"]


def test_countries_are_named_in_the_readers_language(site: Site) -> None:
    site.publish(mission())
    assert _words(site.read("/mission?lang=en"), "h3") == ["Japan"]


def test_missions_of_one_country(site: Site) -> None:
    site.publish(mission(), mission("embassy-france", **PARIS))
    text = site.read("/mission?country=FR")
    assert "/mission/embassy-france" in text
    assert "/mission/embassy-japan" not in text


def test_mission_says_where_it_is_and_how_to_reach_it(site: Site) -> None:
    site.publish(
        mission(phone="+81-3-3403 3388 / 3389", website="http://jp.china-embassy.gov.cn/", address="港区元麻布3-4-33")
    )
    told = facts(site, "/mission/embassy-japan")
    assert told[site.phrase("page-country")] == "日本"
    assert told[site.phrase("page-city")] == "东京"
    assert told[site.phrase("page-address")] == "港区元麻布3-4-33"
    assert told[site.phrase("page-website")] == "http://jp.china-embassy.gov.cn/"
    assert told[site.phrase("page-position")] == "35.68° N, 139.65° E"
    text = site.read("/mission/embassy-japan")
    assert 'href="tel:+81334033388">+81-3-3403 3388 / 3389<' in text
    assert 'href="http://jp.china-embassy.gov.cn/" rel="noopener noreferrer"' in text


def test_mission_without_a_phone_gives_the_hotline(site: Site) -> None:
    site.publish(mission())
    told = facts(site, "/mission/embassy-japan")[site.phrase("page-phone")]
    assert "12308" in told
    assert "+86-10-12308" in told
    assert '<a href="tel:12308">' in site.read("/mission/embassy-japan").split("<footer>")[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_coordinates_of_the_citys_centre_say_so(site: Site, language: str) -> None:
    site.publish(mission(spot="city"), mission("embassy-france", spot="building", **PARIS))
    remark = site.phrase("page-position-city", language)
    assert remark in site.read(f"/mission/embassy-japan?lang={language}").replace("&#39;", "'")
    assert remark not in site.read(f"/mission/embassy-france?lang={language}").replace("&#39;", "'")


def test_south_and_west_are_told(site: Site) -> None:
    site.publish(mission(latitude=-33.45, longitude=-70.6667))
    assert "33.45° S, 70.67° W" in site.read("/mission/embassy-japan")


def test_unknown_mission_is_not_found(site: Site) -> None:
    assert site.get("/mission/embassy-atlantis").status_code == 404
