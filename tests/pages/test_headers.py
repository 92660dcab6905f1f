"""What every page tells the browser: nothing may run, nothing is remembered, nobody else may frame it."""

import re

import pytest

from tests.pages.conftest import Site
from tests.pages.makers import call, event, faq, knowledge, mission, notice, report, share, speech
from tests.services.drafts import news

PAGES = pytest.mark.parametrize(
    "path",
    [
        *("/news/visit", "/speech/address", "/report/aid", "/knowledge/envoy", "/notice/quakes", "/event/fair"),
        *("/call/advice", "/faq/lost", "/mission/embassy-japan", "/", "/news", "/faq", "/mission", "/gallery"),
        "/news/unknown",
    ],
)


def _policy(site: Site, path: str) -> dict[str, str]:
    parts = site.get(path).headers["Content-Security-Policy"].split("; ")
    return {name: value for name, _, value in (part.partition(" ") for part in parts)}


@pytest.fixture
def filled(site: Site) -> Site:
    site.publish(news(text="| a |\n|--:|\n| b |\n\n![x](https://example.org/x.png)"), speech(), faq(), mission())
    site.publish(report(), knowledge(), notice(), event(), call())
    share(site.database, site.runtime.vault, "a" * 64 + ".jpg", "日落")
    share(site.database, site.runtime.vault, "b" * 64 + ".mp4")
    return site


@PAGES
def test_policy_allows_no_script(filled: Site, path: str) -> None:
    policy = _policy(filled, path)
    assert policy["default-src"] == "'none'"
    assert "script-src" not in policy
    assert "unsafe" not in str(policy)


@PAGES
def test_page_needs_no_inline_script_or_style(filled: Site, path: str) -> None:
    text = filled.read(path)
    assert "<script" not in text
    assert "<style" not in text
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", text)


@PAGES
def test_page_sets_no_cookie(filled: Site, path: str) -> None:
    assert "Set-Cookie" not in filled.get(path).headers


@PAGES
def test_page_may_be_kept_for_a_minute_only(filled: Site, path: str) -> None:
    assert filled.get(path).headers["Cache-Control"] == "public, max-age=60"


@PAGES
def test_browser_may_not_guess_or_tell_where_the_reader_was(filled: Site, path: str) -> None:
    headers = filled.get(path).headers
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "no-referrer")


def test_only_our_own_videos_may_play(filled: Site) -> None:
    assert _policy(filled, "/gallery")["media-src"] == "'self'"


def test_page_that_has_not_changed_is_not_sent_again(filled: Site) -> None:
    first = filled.get("/news/visit")
    again = filled.get("/news/visit", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


def test_page_that_has_changed_is_sent_again(filled: Site) -> None:
    first = filled.get("/news/visit")
    filled.publish(news(title="Changed"))
    assert filled.get("/news/visit", If_None_Match=first.headers["ETag"]).status_code == 200


def test_style_sheet_may_be_kept_for_long_since_its_address_changes_with_it(filled: Site) -> None:
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', filled.read("/news"))
    assert re.search(r"\?v=[0-9a-f]{8}$", address)
    with filled.get(address) as response:
        assert response.cache_control.max_age == 30 * 86_400


def test_page_needs_nothing_from_other_hosts(filled: Site) -> None:
    for path in ("/", "/speech/address", "/gallery"):
        assert not re.search(r'<(?:link rel="(?:stylesheet|icon)"|img|video)[^>]*="https?:', filled.read(path))


def test_nobody_may_frame_a_page(filled: Site) -> None:
    assert _policy(filled, "/news")["frame-ancestors"] == "'none'"


def test_simulators_phone_may_frame_a_page(simulated: Site) -> None:
    assert _policy(simulated, "/news")["frame-ancestors"] == "http://127.0.0.1:* http://localhost:*"


def test_style_sheet_is_our_own(filled: Site) -> None:
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', filled.read("/news"))
    with filled.get(address) as response:
        assert (response.status_code, response.mimetype) == (200, "text/css")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_page_can_only_be_read(filled: Site, method: str) -> None:
    assert getattr(filled.app.test_client(), method)("/news/visit").status_code == 405
