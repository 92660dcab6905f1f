"""The map for search engines: every page in each language in which it exists."""

from xml.etree import ElementTree

from tests.pages.conftest import Site
from tests.pages.makers import faq, mission
from tests.services.drafts import news
from wxbot.services.labels import SECTIONS

HOST = "https://account.example"
SPACES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}


def _places(site: Site) -> dict[str, dict[str, str]]:
    """Each address and the languages that it names."""
    response = site.get("/sitemap.xml")
    assert (response.status_code, response.mimetype) == (200, "application/xml")
    return {
        str(place.findtext("map:loc", None, SPACES)): {
            link.attrib["hreflang"]: link.attrib["href"] for link in place.findall("xhtml:link", SPACES)
        }
        for place in ElementTree.fromstring(response.data)
    }


def test_page_is_there_in_each_language_that_it_has(site: Site) -> None:
    site.publish(news("both"), news("both", language="en"), news("chinese"), news("english", language="en"))
    places = _places(site)
    both = {"zh-CN": f"{HOST}/news/both?lang=zh", "en": f"{HOST}/news/both?lang=en"}
    assert places[both["zh-CN"]] == places[both["en"]] == both
    assert places[f"{HOST}/news/chinese?lang=zh"] == {"zh-CN": f"{HOST}/news/chinese?lang=zh"}
    assert places[f"{HOST}/news/english?lang=en"] == {"en": f"{HOST}/news/english?lang=en"}
    assert f"{HOST}/news/chinese?lang=en" not in places
    assert f"{HOST}/news/english?lang=zh" not in places


def test_questions_missions_sections_and_gallery_are_there(site: Site) -> None:
    site.publish(faq(), mission())
    wanted = ["/", "/gallery", "/faq/lost", "/mission/embassy-japan", *[f"/{kind}" for kind in SECTIONS]]
    assert {f"{HOST}{path}?lang=zh" for path in wanted} <= set(_places(site))


def test_every_address_can_be_opened(site: Site) -> None:
    site.publish(news("both"), news("both", language="en"), news("english", language="en"), faq(), mission())
    for place in _places(site):
        response = site.get(place.removeprefix(HOST))
        assert response.status_code == 200
        assert f'<link rel="canonical" href="{place}">' in response.text


def test_what_is_not_shown_is_not_there(site: Site) -> None:
    site.publish(news("past", valid_to="2020-01-01T00:00:00Z"), news("future", valid_from="2999-01-01T00:00:00Z"))
    assert not [place for place in _places(site) if "/news/" in place]


def test_article_says_its_day(site: Site) -> None:
    site.publish(news(date="2026-11-20"))
    assert f"<loc>{HOST}/news/visit?lang=zh</loc><lastmod>2026-11-20</lastmod>" in site.read("/sitemap.xml")


def test_robots_are_told_where_the_map_is(site: Site) -> None:
    response = site.get("/robots.txt")
    assert response.mimetype == "text/plain"
    assert "User-agent: *\nDisallow:\n" in response.text
    assert f"Sitemap: {HOST}/sitemap.xml\n" in response.text
