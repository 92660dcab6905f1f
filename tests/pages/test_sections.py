"""The list of each section: what is shown now, in the section's order, in the reader's language."""

import datetime as dt
import re

import pytest

from tests.pages.conftest import Site
from tests.pages.makers import call, event, faq, mission, notice, report, speech
from tests.services.drafts import news, phrase
from wxbot.services.items import Draft


def _links(text: str, kind: str) -> list[str]:
    return re.findall(rf'href="/{kind}/([a-z0-9-]+)\?', text)


def test_newest_article_comes_first(site: Site) -> None:
    site.publish(news("older", date="2026-01-01"), news("newest", date="2026-03-01"), news("newer", date="2026-02-01"))
    assert _links(site.read("/news"), "news") == ["newest", "newer", "older"]


def test_section_lists_only_its_own(site: Site) -> None:
    site.publish(news(), speech())
    assert _links(site.read("/speech"), "speech") == ["address"]
    assert _links(site.read("/speech"), "news") == []


def test_expired_article_is_not_listed(site: Site) -> None:
    site.publish(news("past", valid_to="2020-01-01T00:00:00Z"), news("present"))
    assert _links(site.read("/news"), "news") == ["present"]


def test_questions_stand_below_their_category(site: Site) -> None:
    site.publish(faq(), faq("photo", "照片要求", order=200), faq("visa", "签证", category="visa", order=300))
    text = site.read("/faq")
    assert _links(text, "faq") == ["lost", "photo", "visa"]
    assert text.count('<section class="category"') == 2


@pytest.mark.parametrize("path", ["/news", "/speech", "/report", "/notice", "/event", "/call", "/faq", "/mission"])
def test_empty_section_says_so(site: Site, path: str) -> None:
    response = site.get(path)
    assert response.status_code == 200
    assert site.phrase("page-empty") in response.text


def test_list_in_english_has_english_where_there_is_any(site: Site) -> None:
    site.publish(news("both", "中文"), news("both", "English title", "en"), news("chinese", "只有中文"))
    text = site.read("/news?lang=en")
    assert '<html lang="en">' in text
    assert "English title" in text
    assert "只有中文" in text
    assert "<strong>中文</strong>" not in text


def test_links_keep_the_readers_language(site: Site) -> None:
    site.publish(news())
    assert 'href="/news/visit?lang=en"' in site.read("/news?lang=en")


def test_other_language_is_one_tap_away(site: Site) -> None:
    assert 'href="/news?lang=en" lang="en"' in site.read("/news")
    assert 'href="/news?lang=zh" lang="zh-CN"' in site.read("/news?lang=en")


def test_other_language_keeps_the_page_and_the_country(site: Site) -> None:
    site.publish(*[news(f"visit-{number}", countries=["法国"]) for number in range(25)])
    assert 'href="/news?lang=en&amp;country=FR&amp;page=2" lang="en"' in site.read("/news?country=FR&page=2")


def test_what_is_only_in_english_offers_no_other_language(site: Site) -> None:
    site.publish(news(language="en"), faq())
    assert 'class="language"' not in site.read("/news/visit?lang=en")


def test_markup_in_a_title_is_escaped(site: Site) -> None:
    site.publish(news(title="<script>alert(1)</script>"))
    text = site.read("/news")
    assert "&lt;script&gt;" in text
    assert "<script" not in text


def _many(number: int) -> list[Draft]:
    """The newest is visit-1."""
    day = dt.date(2026, 10, 1)
    return [news(f"visit-{n}", date=(day - dt.timedelta(days=n)).isoformat()) for n in range(1, number + 1)]


def test_long_list_has_pages_of_twenty(site: Site) -> None:
    site.publish(*_many(45))
    pages = [_links(site.read(f"/news?page={number}"), "news") for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert [slug for page in pages for slug in page] == [f"visit-{n}" for n in range(1, 46)]


def test_pages_lead_to_each_other(site: Site) -> None:
    site.publish(*_many(45))
    first, second, third = (site.read(f"/news?page={number}") for number in (1, 2, 3))
    assert 'rel="prev"' not in first
    assert '<a rel="next" href="/news?lang=zh&amp;page=2">' in first
    assert '<a rel="prev" href="/news?lang=zh">' in second
    assert '<a rel="next" href="/news?lang=zh&amp;page=3">' in second
    assert 'rel="next"' not in third
    assert site.phrase("page-number", page="2", pages="3") in second


@pytest.mark.parametrize("number", ["4", "99999999999999999999", "0", "-1", "two", "", "%E4%BA%8C"])
def test_page_that_does_not_exist_is_the_nearest(site: Site, number: str) -> None:
    site.publish(*_many(21))
    response = site.get(f"/news?page={number}")
    assert response.status_code == 200
    assert len(_links(response.text, "news")) in (1, 20)


def test_one_page_needs_no_pager(site: Site) -> None:
    site.publish(*_many(20))
    assert 'class="pager"' not in site.read("/news")


def test_list_of_one_country(site: Site) -> None:
    site.publish(
        news("paris", countries=["法国", "欧洲"]),
        news("tokyo", countries=["日本"]),
        news("both", countries=["日本", "法国"]),
    )
    assert sorted(_links(site.read("/news?country=FR"), "news")) == ["both", "paris"]
    assert sorted(_links(site.read("/news?country=jp&lang=en"), "news")) == ["both", "tokyo"]
    assert "法国" in site.read("/news?country=FR").split("<h1>")[1].split("</h1>")[0]


def test_countries_to_choose_from_are_those_that_items_name(site: Site) -> None:
    site.publish(
        news("one", countries=["法国", "欧洲"]), news("two", countries=["日本", "法国"]), notice(countries=["泰国"])
    )
    offered = re.findall(r'href="/news\?lang=en&amp;country=([A-Z]{2})"', site.read("/news?lang=en"))
    assert offered == ["FR", "JP"]


def test_chinese_countries_are_in_the_order_of_their_sounds(site: Site) -> None:
    site.publish(news(countries=["日本", "法国", "埃及", "泰国"]))
    offered = re.findall(r'href="/news\?lang=zh&amp;country=([A-Z]{2})"', site.read("/news").split("<article")[0])
    assert offered == ["EG", "FR", "JP", "TH"]


def test_country_of_which_there_is_nothing_says_so(site: Site) -> None:
    site.publish(news(countries=["法国"]))
    assert site.phrase("page-empty") in site.read("/news?country=JP")


@pytest.mark.parametrize("country", ["XX", "CN", "france", "", "<script>"])
def test_unknown_country_is_every_country(site: Site, country: str) -> None:
    site.publish(news(countries=["法国"]))
    text = site.read(f"/news?country={country}")
    assert _links(text, "news") == ["visit"]
    assert "<script" not in text


def test_pages_of_one_country_stay_with_it(site: Site) -> None:
    site.publish(*[news(f"visit-{number}", countries=["法国"]) for number in range(25)])
    assert '<a rel="next" href="/news?lang=zh&amp;country=FR&amp;page=2">' in site.read("/news?country=FR")


def test_next_event_and_first_closing_call_come_first(site: Site) -> None:
    later = {"opens": "2999-05-01T00:00:00+08:00", "closes": "2999-05-05T23:59:59+08:00"}
    site.publish(event("later", date="2026-11-22", **later), event("soon", date="2026-11-01"))
    site.publish(call("later", date="2026-11-22"), call("soon", date="2026-11-01", closes="2998-01-01T00:00:00+08:00"))
    assert _links(site.read("/event"), "event") == ["soon", "later"]
    assert _links(site.read("/call"), "call") == ["soon", "later"]


def test_list_says_what_one_needs_to_know_before_opening(site: Site) -> None:
    site.publish(speech(), report(), notice(level="do-not-go"), event(), call())
    assert "李明" in site.read("/speech")
    assert "中国驻日本大使馆" in site.read("/report")
    assert f'<b class="badge do-not-go">{site.phrase("level-do-not-go")}</b>' in site.read("/notice")
    assert all(words in site.read("/event") for words in ("2999年2月6日", "09:00–17:30", "地坛公园"))
    assert "2999年6月30日" in site.read("/call")


def test_menu_leads_to_the_sections_that_have_something(site: Site) -> None:
    site.publish(news(), mission())
    menu = site.read("/news").split("<nav")[1].split("</nav>")[0]
    assert re.findall(r'href="/([a-z]+)\?', menu) == ["news", "mission", "gallery"]


def test_section_that_nobody_named_goes_by_its_kind(site: Site) -> None:
    site.publish(notice())
    site.take_down(phrase("label-notices", "-"))
    site.take_down(phrase("label-notices", "-", "en"))
    assert "<h1>Notice</h1>" in site.read("/notice")


def test_door_leads_to_every_section_that_has_something(site: Site) -> None:
    site.publish(news(title="会见"), faq(), mission())
    text = site.read("/")
    assert "会见" in text
    assert site.phrase("category-passport") in text
    assert site.phrase("region-asia") in text
    assert "/notice?" not in text
