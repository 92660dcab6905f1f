"""What is special of each kind of article is said above its text."""

import re

import pytest

from tests.pages.conftest import Site
from tests.pages.makers import call, event, mission, notice, report
from tests.services.drafts import news

HOSTILE = "<script>alert(1)</script>"
LEVELS = ("take-care", "go-with-caution", "do-not-go")


def facts(site: Site, path: str) -> dict[str, str]:
    """The names and values of the card, without their markup."""
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", site.read(path), re.DOTALL)
    return {name: " ".join(re.sub(r"<[^>]+>", " ", value).split()) for name, value in pairs}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("level", LEVELS)
def test_notice_says_its_level_in_words_and_colour(site: Site, level: str, language: str) -> None:
    site.publish(notice(level=level), notice(level=level, language="en", countries=["Japan"]))
    text = site.read(f"/notice/quakes?lang={language}")
    assert f'class="level {level}"' in text
    assert f"<strong>{site.phrase(f'level-{level}', language)}</strong>" in text
    assert ("日本" if language == "zh" else "Japan") in text


def test_every_level_has_a_colour_of_its_own(site: Site) -> None:
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', site.read("/news"))
    style = site.read(address)
    assert all(f".{level} {{ background:" in style for level in LEVELS)


def test_notice_says_until_when_it_is_in_force(site: Site) -> None:
    site.publish(notice(valid_to="2999-03-01T00:00:00+08:00"))
    assert site.phrase("page-valid-to", day="2999年2月28日") in site.read("/notice/quakes")


def test_event_says_when_where_how_to_get_there_and_what_it_costs(site: Site) -> None:
    site.publish(event(admission="免费"))
    told = facts(site, "/event/fair")
    assert told[site.phrase("page-when")] == "2999年2月6日星期三 09:00–17:30"
    assert told[site.phrase("page-where")] == "地坛公园"
    assert told[site.phrase("page-getting-there")] == "地铁2号线雍和宫站"
    assert told[site.phrase("page-admission")] == "免费"


def test_event_whose_admission_nobody_knows_says_nothing_of_it(site: Site) -> None:
    site.publish(event())
    assert site.phrase("page-admission") not in facts(site, "/event/fair")


def test_event_elsewhere_says_that_its_time_is_local(site: Site) -> None:
    site.publish(event(opens="2999-02-06T09:00:00+01:00", closes="2999-02-06T17:30:00+01:00"))
    assert f"09:00–17:30 {site.phrase('page-local-time')}" in site.read("/event/fair")


def test_event_at_home_need_not_say_so(site: Site) -> None:
    site.publish(event())
    assert site.phrase("page-local-time") not in site.read("/event/fair")


def test_event_that_is_over_has_no_page(site: Site) -> None:
    site.publish(event(opens="2020-01-01T00:00:00Z", closes="2020-01-02T00:00:00Z"))
    assert site.get("/event/fair").status_code == 404


def test_call_says_until_when_and_how_to_take_part(site: Site) -> None:
    site.publish(call())
    told = facts(site, "/call/advice")
    assert told[site.phrase("page-open-until")] == "2999年6月30日"
    assert told[site.phrase("page-take-part")] == site.phrase("page-how-to-take-part")


@pytest.mark.parametrize("name", ["中国驻日本大使馆", "Embassy of China in Japan"])
def test_report_leads_to_the_embassy_that_it_comes_from(site: Site, name: str) -> None:
    site.publish(report(mission=name), mission(), mission("consulate-osaka", "驻大阪总领事馆", city="大阪", order=20))
    assert f'<a href="/mission/embassy-japan?lang=zh">{name}</a>' in site.read("/report/aid")


def test_report_leads_to_the_consulate_that_it_comes_from(site: Site) -> None:
    site.publish(
        report(mission="中国驻大阪总领事馆"), mission(), mission("osaka", "驻大阪总领事馆", city="大阪", order=20)
    )
    assert '<a href="/mission/osaka?lang=zh">中国驻大阪总领事馆</a>' in site.read("/report/aid")


@pytest.mark.parametrize("name", ["中国驻外使领馆", "中国驻法国大使馆", "中国驻日本、法国大使馆"])
def test_report_of_a_mission_that_is_not_listed_names_it(site: Site, name: str) -> None:
    site.publish(report(mission=name), mission())
    text = site.read("/report/aid")
    assert name in text
    assert "/mission/embassy-japan" not in text.split('<section class="related">')[0]


@pytest.mark.parametrize("field", ["place", "getting_there", "admission"])
def test_markup_in_an_events_words_is_escaped(site: Site, field: str) -> None:
    site.publish(event(**{field: HOSTILE}))
    assert "<script" not in site.read("/event/fair")


def test_markup_in_other_words_is_escaped(site: Site) -> None:
    site.publish(report(mission=HOSTILE), notice(countries=[HOSTILE]), mission(city=HOSTILE, address=HOSTILE))
    for path in ("/report/aid", "/report", "/notice/quakes", "/notice", "/mission/embassy-japan", "/mission"):
        assert "<script" not in site.read(path)


def test_days_are_told_in_the_readers_words(site: Site) -> None:
    site.publish(news(date="2026-11-05"), news(language="en", date="2026-11-05"))
    assert '<time datetime="2026-11-05">2026年11月5日</time>' in site.read("/news/visit")
    assert '<time datetime="2026-11-05">5 November 2026</time>' in site.read("/news/visit?lang=en")
