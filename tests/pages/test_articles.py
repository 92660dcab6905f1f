"""One page for every article and every consular question, in the reader's language."""

import re

import pytest

from tests.pages.conftest import Site
from tests.pages.makers import call, event, faq, knowledge, mission, notice, report, speech
from tests.services.drafts import news

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_article_is_shown(site: Site) -> None:
    site.publish(news(title="会见外宾", text="**正文**"))
    response = site.get("/news/visit")
    assert response.status_code == 200
    assert "<h1>会见外宾</h1>" in response.text
    assert "<strong>正文</strong>" in response.text


def test_question_is_shown(site: Site) -> None:
    site.publish(faq(answer="请先报案，再联系[使馆](https://example.org/)。"))
    text = site.read("/faq/lost")
    assert "护照丢了怎么办" in text
    assert 'href="https://example.org/"' in text


def test_speech_names_its_speaker_office_and_occasion(site: Site) -> None:
    site.publish(speech())
    text = site.read("/speech/address")
    assert all(words in text for words in ("李明", "部长", "年会", "2026-11-20"))


def test_article_names_its_source(site: Site) -> None:
    site.publish(news(source_name="外交部", source_url="https://www.mfa.gov.cn/x"))
    assert re.search(r'href="https://www.mfa.gov.cn/x" rel="noopener noreferrer">外交部<', site.read("/news/visit"))


def test_sample_says_that_it_is_one(site: Site) -> None:
    site.publish(news(sample=True), news("real"))
    notice = site.runtime.edition.phrase("page-sample", "zh")
    assert notice
    assert notice in site.read("/news/visit")
    assert notice not in site.read("/news/real")


@pytest.mark.parametrize("field", ["title", "summary", "source_name"])
def test_markup_in_words_is_escaped(site: Site, field: str) -> None:
    site.publish(news(**{"source_url": "https://example.org/", field: HOSTILE}))
    text = site.read("/news/visit")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script" not in text
    assert "<img src=x" not in text


@pytest.mark.parametrize("field", ["speaker", "office", "occasion"])
def test_markup_in_a_speakers_words_is_escaped(site: Site, field: str) -> None:
    site.publish(speech(**{field: HOSTILE}))
    text = site.read("/speech/address")
    assert "&lt;script&gt;" in text
    assert "<script" not in text


def test_markup_in_a_topic_is_escaped(site: Site) -> None:
    site.publish(news(topics=[HOSTILE]))
    assert "<script" not in site.read("/news/visit")


def test_hostile_text_is_inert(site: Site) -> None:
    site.publish(news(text="<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>"))
    text = site.read("/news/visit")
    assert "<script" not in text
    assert "<img src=x" not in text
    assert 'href="javascript' not in text


def test_reader_of_english_gets_english(site: Site) -> None:
    site.publish(news(title="会见"), news(title="Talks held", language="en"))
    text = site.read("/news/visit?lang=en")
    assert '<html lang="en">' in text
    assert "<h1>Talks held</h1>" in text


def test_what_is_not_translated_comes_in_chinese_with_a_notice(site: Site) -> None:
    site.publish(news(title="会见"))
    text = site.read("/news/visit?lang=en")
    notice = site.runtime.edition.phrase("untranslated", "en")
    assert notice
    assert notice in text
    assert "<h1>会见</h1>" in text
    assert '<article lang="zh">' in text


def test_what_is_translated_has_no_notice(site: Site) -> None:
    site.publish(news(language="en", title="Talks held"))
    assert 'class="notice"' not in site.read("/news/visit?lang=en")


@pytest.mark.parametrize("language", ["fr", "", "zh-CN", "<script>"])
def test_unknown_language_is_chinese(site: Site, language: str) -> None:
    site.publish(news())
    text = site.get(f"/news/visit?lang={language}").text
    assert '<html lang="zh-CN">' in text
    assert "<script" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/news/unknown",
        "/unknown/visit",
        "/unknown",
        "/menu/default",
        "/phrase/welcome",
        "/autoreply/x",
        "/news/visit.zh",
    ],
)
def test_unknown_page_is_not_found(site: Site, path: str) -> None:
    site.publish(news())
    response = site.get(path)
    assert response.status_code == 404
    assert site.runtime.edition.phrase("page-not-found", "zh") in response.text


def test_expired_article_is_not_found(site: Site) -> None:
    site.publish(news(valid_to="2020-01-01T00:00:00Z"))
    assert site.get("/news/visit").status_code == 404


def test_article_is_not_found_before_its_time(site: Site) -> None:
    site.publish(news(valid_from="2999-01-01T00:00:00Z"))
    assert site.get("/news/visit").status_code == 404


def test_article_that_was_taken_down_is_not_found(site: Site) -> None:
    site.publish(news())
    site.take_down(news())
    assert site.get("/news/visit").status_code == 404


def test_every_delivered_kind_of_page_has_its_section(site: Site) -> None:
    made = (news(), speech(), report(), knowledge(), notice(), event(), call(), faq(), mission())
    site.publish(*made)
    for draft in made:
        assert f'<a href="/{draft.kind}?lang=zh" aria-current="page">' in site.read(f"/{draft.kind}/{draft.slug}")


def test_article_leads_back_to_its_section(site: Site) -> None:
    site.publish(notice())
    assert f'<a href="/notice?lang=en">{site.phrase("label-notices", "en")}</a>' in site.read("/notice/quakes?lang=en")


def test_countries_of_an_article_lead_to_what_else_there_is_about_them(site: Site) -> None:
    site.publish(news(countries=["法国", "欧洲"]))
    text = site.read("/news/visit")
    assert '<a href="/news?lang=zh&amp;country=FR">法国</a>' in text
    assert "<li><span>欧洲</span></li>" in text
