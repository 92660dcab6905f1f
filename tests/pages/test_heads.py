"""What a page tells those who share, index or translate it."""

import pytest

from tests.pages.conftest import Site
from tests.pages.makers import faq, mission
from tests.services.drafts import news

HOST = "https://account.example"


def test_page_can_be_shared_with_a_title_a_summary_and_a_picture(site: Site) -> None:
    site.publish(news(title="会见", summary="摘要"))
    text = site.read("/news/visit")
    for name, value in {
        "og:title": "会见",
        "og:description": "摘要",
        "og:type": "article",
        "og:image": f"{HOST}/covers/news/visit.png",
        "og:url": f"{HOST}/news/visit?lang=zh",
        "og:site_name": site.phrase("page-site-name"),
    }.items():
        assert f'<meta property="{name}" content="{value}">' in text
    assert '<meta name="description" content="摘要">' in text
    assert f"<title>会见 – {site.phrase('page-site-name')}</title>" in text


@pytest.mark.parametrize("path", ["/", "/news", "/faq", "/mission", "/gallery"])
def test_every_page_has_a_title_and_an_address(site: Site, path: str) -> None:
    text = site.read(f"{path}?lang=en")
    assert '<meta property="og:title" content="' in text
    assert f'<meta property="og:url" content="{HOST}{path}?lang=en">' in text
    assert '<meta property="og:type" content="website">' in text


def test_list_shows_the_cover_of_its_newest_article(site: Site) -> None:
    site.publish(news("newest", date="2026-11-21"), news())
    assert f'<meta property="og:image" content="{HOST}/covers/news/newest.png">' in site.read("/news")


def test_question_is_described_by_its_answer_in_plain_words(site: Site) -> None:
    answer = "先**报案**，再联系[使馆](https://example.org/)。\n\n1. 准备材料\n2. " + "等" * 200
    site.publish(faq(answer=answer))
    text = site.read("/faq/lost")
    (description,) = [line for line in text.splitlines() if 'name="description"' in line]
    assert "先报案，再联系使馆。 1. 准备材料 2. 等等" in description
    assert description.endswith('等…">')
    assert len(description) < 180


def test_mission_is_described_by_its_place(site: Site) -> None:
    site.publish(mission())
    assert '<meta name="description" content="日本 · 东京">' in site.read("/mission/embassy-japan")


def test_page_names_the_languages_that_it_has(site: Site) -> None:
    site.publish(news("both"), news("both", language="en"), news("chinese"))
    both, chinese = site.read("/news/both"), site.read("/news/chinese")
    assert f'<link rel="alternate" hreflang="zh-CN" href="{HOST}/news/both?lang=zh">' in both
    assert f'<link rel="alternate" hreflang="en" href="{HOST}/news/both?lang=en">' in both
    assert 'hreflang="en" href="https:' not in chinese


def test_page_that_is_not_translated_points_at_the_chinese_one(site: Site) -> None:
    site.publish(news())
    assert f'<link rel="canonical" href="{HOST}/news/visit?lang=zh">' in site.read("/news/visit?lang=en")


def test_page_has_one_address_however_it_was_asked_for(site: Site) -> None:
    site.publish(*[news(f"visit-{number}", countries=["法国"]) for number in range(25)])
    text = site.read("/news?page=2&x=1&country=fr&from=singlemessage")
    assert f'<link rel="canonical" href="{HOST}/news?lang=zh&amp;country=FR&amp;page=2">' in text


def test_page_that_is_not_there_is_not_to_be_indexed(site: Site) -> None:
    text = site.read("/news/none")
    assert '<meta name="robots" content="noindex">' in text
    assert 'rel="canonical"' not in text
    assert f'<a href="/?lang=zh">{site.phrase("page-to-the-door")}</a>' in text


def test_every_page_has_one_heading_and_its_language(site: Site) -> None:
    site.publish(news(), faq(), mission())
    for path in (
        "/",
        "/news",
        "/news/visit",
        "/faq",
        "/faq/lost",
        "/mission",
        "/mission/embassy-japan",
        "/gallery",
        "/x",
    ):
        text = site.read(f"{path}?lang=en")
        assert text.count("<h1>") == 1
        assert '<html lang="en">' in text
