"""The list of each section: what is shown now, in the section's order, in the reader's language."""

import re

import pytest

from tests.pages.conftest import Site
from tests.pages.makers import faq, speech
from tests.services.drafts import news


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
    assert text.count('class="category"') == 2


@pytest.mark.parametrize("path", ["/news", "/speech", "/faq"])
def test_empty_section_says_so(site: Site, path: str) -> None:
    response = site.get(path)
    assert response.status_code == 200
    assert site.runtime.edition.phrase("nothing-here", "zh") in response.text


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
    assert 'href="?lang=en" lang="en"' in site.read("/news")
    assert 'href="?lang=zh" lang="zh"' in site.read("/news?lang=en")


def test_markup_in_a_title_is_escaped(site: Site) -> None:
    site.publish(news(title="<script>alert(1)</script>"))
    text = site.read("/news")
    assert "&lt;script&gt;" in text
    assert "<script" not in text
