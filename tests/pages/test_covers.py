"""The cover of every card: a picture of WeChat's size, the same for the same item, another for another."""

from io import BytesIO

import pytest
from PIL import Image

from tests.pages.conftest import Site
from tests.pages.makers import call, event, faq, knowledge, mission, notice, report, speech
from tests.services.drafts import news
from wxbot.services.items import Draft

EVERY_KIND = (news(), speech(), report(), knowledge(), notice(), event(), call(), faq(), mission())
KINDS = pytest.mark.parametrize("draft", EVERY_KIND, ids=lambda draft: str(draft.kind))


def _picture(site: Site, path: str) -> Image.Image:
    response = site.get(path)
    assert (response.status_code, response.mimetype) == (200, "image/png")
    picture = Image.open(BytesIO(response.data))
    assert picture.format == "PNG"
    return picture


@KINDS
def test_cover_is_a_picture_of_wechats_size(site: Site, draft: Draft) -> None:
    site.publish(draft)
    assert _picture(site, f"/covers/{draft.kind}/{draft.slug}.png").size == (900, 383)


@KINDS
def test_cover_in_a_list_is_small(site: Site, draft: Draft) -> None:
    site.publish(draft)
    assert _picture(site, f"/covers/small/{draft.kind}/{draft.slug}.png").size == (282, 120)
    assert len(site.get(f"/covers/small/{draft.kind}/{draft.slug}.png").data) < 20_000


def test_every_kind_has_colours_of_its_own(site: Site) -> None:
    site.publish(*EVERY_KIND)
    corners = set()
    for draft in EVERY_KIND:
        corners.add(_picture(site, f"/covers/{draft.kind}/{draft.slug}.png").convert("RGB").getpixel((0, 0)))
    assert len(corners) == len(EVERY_KIND)


def test_cover_is_light_enough_for_a_phone(site: Site) -> None:
    site.publish(news())
    assert len(site.get("/covers/news/visit.png").data) < 100_000


def test_cover_stays_the_same(site: Site) -> None:
    site.publish(news(title="Former"))
    before = site.get("/covers/news/visit.png").data
    site.publish(news(title="Newer"))
    assert site.get("/covers/news/visit.png").data == before


def test_two_items_have_two_covers(site: Site) -> None:
    site.publish(news("one"), news("two"), speech("one"))
    covers = {site.get(f"/covers/{name}.png").data for name in ("news/one", "news/two", "speech/one")}
    assert len(covers) == 3


@pytest.mark.parametrize("name", ["news/unknown", "small/news/unknown", "menu/default", "x/visit"])
def test_unknown_item_has_no_cover(site: Site, name: str) -> None:
    site.publish(news())
    assert site.get(f"/covers/{name}.png").status_code == 404


def test_expired_item_has_no_cover(site: Site) -> None:
    site.publish(news(valid_to="2020-01-01T00:00:00Z"))
    assert site.get("/covers/news/visit.png").status_code == 404


def test_cover_may_be_kept_for_a_day_and_sets_no_cookie(site: Site) -> None:
    site.publish(news())
    headers = site.get("/covers/news/visit.png").headers
    assert headers["Cache-Control"] == "public, max-age=86400"
    assert "Set-Cookie" not in headers
