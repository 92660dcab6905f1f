"""The feeds are Atom 1.0 as any reader understands it: checked with one that is not ours."""

from typing import Any

import feedparser  # type: ignore[import-untyped]  # It ships no type information.
import pytest

from tests.pages.conftest import Site
from tests.pages.makers import call, event, faq, knowledge, mission, notice, report, speech
from tests.services.drafts import news
from wxbot.pages.feeds import ENTRIES

EVERY_KIND = (news(), speech(), report(), knowledge(), notice(), event(), call())
PAGE = "https://account.example/news/visit?lang=zh"


def _feed(site: Site, path: str = "/feed.atom") -> Any:
    response = site.get(path)
    assert response.status_code == 200
    assert response.content_type == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(response.data, response_headers={"content-type": response.content_type})
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed


@pytest.mark.parametrize("language", ["zh", "en"])
def test_feed_says_what_it_is_and_where(site: Site, language: str) -> None:
    feed = _feed(site, f"/feed.atom?lang={language}").feed
    own = f"https://account.example/feed.atom?lang={language}"
    assert (feed.id, feed.title) == (own, site.phrase("page-site-name", language))
    assert feed.author_detail.name
    assert feed.language == {"zh": "zh-CN", "en": "en"}[language]
    links = {link.rel: link.href for link in feed.links}
    assert links == {"self": own, "alternate": f"https://account.example/?lang={language}"}


def test_feed_holds_every_kind_of_article(site: Site) -> None:
    site.publish(*EVERY_KIND, faq(), mission())
    links = [entry.link for entry in _feed(site).entries]
    assert sorted(links) == sorted(f"https://account.example/{draft.kind}/{draft.slug}?lang=zh" for draft in EVERY_KIND)


def test_entry_says_what_the_article_says(site: Site) -> None:
    site.publish(
        news(title="会见 & <外宾>", summary="摘要", text="**正文** & 其他", topics=["发展"], date="2026-11-20"),
    )
    (entry,) = _feed(site).entries
    assert (entry.id, entry.link) == (PAGE, PAGE)
    assert entry.title == "会见 & <外宾>"
    assert entry.summary == "摘要"
    assert entry.updated == entry.published == "2026-11-20T00:00:00+08:00"
    assert [tag.term for tag in entry.tags] == ["发展"]
    (content,) = entry.content
    assert content.type == "text/html"
    assert "<strong>正文</strong> &amp; 其他" in content.value


def test_entry_tells_what_is_special_of_its_kind(site: Site) -> None:
    site.publish(notice(level="do-not-go"), event())
    contents = " ".join(entry.content[0].value for entry in _feed(site).entries)
    assert all(words in contents for words in (site.phrase("level-do-not-go"), "地坛公园", "09:00–17:30"))


def test_hostile_words_stay_words(site: Site) -> None:
    hostile = "<script>alert(1)</script>]]> & \x0b\ufffe"
    site.publish(news(title=hostile.strip(), summary=hostile, text=hostile, topics=[hostile]))
    response = site.get("/feed.atom")
    assert "<script" not in response.text
    (entry,) = _feed(site).entries
    assert "<script" not in entry.content[0].value


def test_newest_forty_come_first(site: Site) -> None:
    days = [f"2026-{month:02}-{day:02}" for month in (8, 9) for day in range(1, 25)]
    site.publish(*[news(f"visit-{day}", date=day) for day in days], speech(date="2026-09-30"))
    entries = _feed(site).entries
    assert len(entries) == ENTRIES == 40
    assert entries[0].link.startswith("https://account.example/speech/address")
    assert [entry.updated for entry in entries] == sorted((entry.updated for entry in entries), reverse=True)


def test_article_that_was_held_back_is_new_when_it_appears(site: Site) -> None:
    site.publish(news("held", date="2026-11-01", valid_from="2026-11-21T08:00:00Z"), news(date="2026-11-20"))
    entries = _feed(site).entries
    assert [entry.updated for entry in entries] == ["2026-11-21T08:00:00+00:00", "2026-11-20T00:00:00+08:00"]


def test_feed_in_english_has_what_is_written_in_english(site: Site) -> None:
    site.publish(news("both", "中文"), news("both", "English", "en"), news("chinese"))
    assert [entry.title for entry in _feed(site, "/feed.atom?lang=en").entries] == ["English"]


@pytest.mark.parametrize("kind", [draft.kind for draft in EVERY_KIND])
def test_every_section_of_articles_has_a_feed(site: Site, kind: str) -> None:
    site.publish(*EVERY_KIND)
    parsed = _feed(site, f"/feed/{kind}.atom")
    assert [entry.link.split("/")[3] for entry in parsed.entries] == [kind]
    assert parsed.feed.link == f"https://account.example/{kind}?lang=zh"


@pytest.mark.parametrize("kind", ["faq", "mission", "phrase", "unknown"])
def test_what_is_no_article_has_no_feed(site: Site, kind: str) -> None:
    site.publish(faq(), mission())
    assert site.get(f"/feed/{kind}.atom").status_code == 404


def test_feed_of_nothing_is_a_feed(site: Site) -> None:
    assert _feed(site).entries == []


def test_feed_that_has_not_changed_is_not_sent_again(site: Site) -> None:
    site.publish(news())
    first = site.get("/feed.atom")
    assert first.cache_control.max_age == 300
    assert site.get("/feed.atom", If_None_Match=first.headers["ETag"]).status_code == 304


def test_pages_name_their_feeds(site: Site) -> None:
    site.publish(news())
    named = '<link rel="alternate" type="application/atom+xml"'
    text = site.read("/news/visit?lang=en")
    assert text.count(named) == 2
    assert 'href="/feed.atom?lang=en"' in text
    assert 'href="/feed/news.atom?lang=en"' in text
    assert site.read("/faq").count(named) == 1
