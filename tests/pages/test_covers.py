"""The cover of every card: a picture of WeChat's size, the same for the same item, another for another."""

from io import BytesIO

import pytest
from PIL import Image

from tests.pages.conftest import Site
from tests.pages.makers import faq, speech
from tests.services.drafts import news


@pytest.mark.parametrize("path", ["/covers/news/visit.png", "/covers/speech/address.png", "/covers/faq/lost.png"])
def test_cover_is_a_picture_of_wechats_size(site: Site, path: str) -> None:
    site.publish(news(), speech(), faq())
    response = site.get(path)
    assert (response.status_code, response.mimetype) == (200, "image/png")
    with Image.open(BytesIO(response.data)) as picture:
        assert (picture.format, picture.size) == ("PNG", (900, 383))


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


@pytest.mark.parametrize("path", ["/covers/news/unknown.png", "/covers/menu/default.png", "/covers/x/visit.png"])
def test_unknown_item_has_no_cover(site: Site, path: str) -> None:
    site.publish(news())
    assert site.get(path).status_code == 404


def test_expired_item_has_no_cover(site: Site) -> None:
    site.publish(news(valid_to="2020-01-01T00:00:00Z"))
    assert site.get("/covers/news/visit.png").status_code == 404


def test_cover_may_be_kept_for_a_day_and_sets_no_cookie(site: Site) -> None:
    site.publish(news())
    headers = site.get("/covers/news/visit.png").headers
    assert headers["Cache-Control"] == "public, max-age=86400"
    assert "Set-Cookie" not in headers
