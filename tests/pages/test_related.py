"""What else there is about the same, below an item."""

import re

from tests.pages.conftest import Site
from tests.pages.makers import faq, knowledge, mission, notice, report, speech
from tests.services.drafts import news


def _related(site: Site, path: str) -> list[str]:
    _, _, below = site.read(path).partition('<section class="related">')
    return re.findall(r'href="/([a-z]+/[a-z0-9-]+)\?', below.partition("</section>")[0])


def test_items_on_the_same_topic_are_related(site: Site) -> None:
    site.publish(news(topics=["发展"]), speech(topics=["发展", "和平"]), knowledge(topics=["和平"]))
    assert _related(site, "/news/visit") == ["speech/address"]


def test_items_on_the_same_country_are_related_in_whatever_language_it_is_named(site: Site) -> None:
    site.publish(news(countries=["法国"]), speech(countries=["France"]), report(countries=["日本"]))
    assert _related(site, "/news/visit") == ["speech/address"]


def test_item_is_not_related_to_itself(site: Site) -> None:
    site.publish(news(topics=["发展"], countries=["法国"]))
    text = site.read("/news/visit")
    assert 'class="related"' not in text


def test_those_that_share_most_come_first_then_the_newest(site: Site) -> None:
    site.publish(
        news(topics=["发展", "和平"]),
        news("newer", topics=["发展"], date="2026-11-02"),
        news("older", topics=["发展"], date="2026-11-01"),
        news("closest", topics=["发展", "和平"], date="2020-01-01"),
    )
    assert _related(site, "/news/visit") == ["news/closest", "news/newer", "news/older"]


def test_four_are_enough(site: Site) -> None:
    site.publish(*[news(f"visit-{number}", topics=["发展"]) for number in range(9)])
    assert len(_related(site, "/news/visit-0")) == 4


def test_notice_names_the_embassy_first(site: Site) -> None:
    site.publish(notice(topics=["灾害"]), *[notice(f"other-{n}", topics=["灾害"]) for n in range(9)])
    site.publish(mission("consulate-osaka", city="大阪", order=20), mission())
    assert _related(site, "/notice/quakes")[:2] == ["mission/embassy-japan", "notice/other-0"]
    assert len(_related(site, "/notice/quakes")) == 4


def test_mission_leads_to_what_there_is_about_its_country(site: Site) -> None:
    site.publish(mission(), notice(), news(countries=["法国"]))
    assert _related(site, "/mission/embassy-japan") == ["notice/quakes"]


def test_question_leads_to_the_next_ones_of_its_category(site: Site) -> None:
    site.publish(*[faq(f"q-{n}", order=n) for n in range(6)], faq("visa", category="visa"))
    assert _related(site, "/faq/q-3") == ["faq/q-4", "faq/q-5", "faq/q-0", "faq/q-1"]
    assert _related(site, "/faq/visa") == []


def test_what_has_expired_is_not_related(site: Site) -> None:
    site.publish(news(topics=["发展"]), news("past", topics=["发展"], valid_to="2020-01-01T00:00:00Z"))
    assert _related(site, "/news/visit") == []
