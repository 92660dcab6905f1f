"""Every reading of an item is noted once, and no page is the slower or the worse for it."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.pages.conftest import NO_REDIS, Site
from tests.pages.makers import call, event, faq, knowledge, mission, notice, report, speech
from tests.services.drafts import NOON, news
from wxbot.services.reads import Meter
from wxbot.state import reads

EVERY_KIND = (news(), speech(), report(), knowledge(), notice(), event(), call(), faq(), mission())


def _noted(client: redis.Redis) -> list[tuple[str, str]]:
    return [(read.page, read.day) for read in reads.oldest(client, 100)]


def _pages(client: redis.Redis) -> list[str]:
    return [page for page, _ in _noted(client)]


@pytest.fixture
def shown(counted: Site) -> Site:
    counted.publish(news())
    return counted


def test_every_kind_of_item_is_counted(counted: Site, redis_client: redis.Redis) -> None:
    counted.publish(*EVERY_KIND)
    paths = [f"{draft.kind}/{draft.slug}" for draft in EVERY_KIND]
    for path in paths:
        assert counted.get(f"/{path}").status_code == 200
    assert _pages(redis_client) == paths


def test_reading_in_another_language_is_a_reading_of_the_same(shown: Site, redis_client: redis.Redis) -> None:
    shown.get("/news/visit")
    shown.get("/news/visit?lang=en")
    assert _pages(redis_client) == ["news/visit"] * 2


@pytest.mark.parametrize(("hour", "day"), [(15, "2026-11-22"), (16, "2026-11-23")])
def test_day_is_the_accounts_by_its_own_clock(shown: Site, redis_client: redis.Redis, hour: int, day: str) -> None:
    shown.runtime.clock.offset = NOON.replace(hour=hour).timestamp() - time.time() + 60
    shown.get("/news/visit")
    assert _noted(redis_client) == [("news/visit", day)]


@pytest.mark.parametrize(
    "headers",
    [
        {"Purpose": "prefetch"},
        {"Sec_Purpose": "prefetch"},
        {"Sec_Purpose": "prefetch;prerender"},
        {"X_Moz": "prefetch"},
        {"X_Purpose": "preview"},
    ],
)
def test_browser_that_looks_ahead_reads_nothing(
    shown: Site, redis_client: redis.Redis, headers: dict[str, str]
) -> None:
    assert shown.get("/news/visit", **headers).status_code == 200
    assert _noted(redis_client) == []


def test_asking_for_the_head_is_no_reading(shown: Site, redis_client: redis.Redis) -> None:
    assert shown.get("/news/visit", method="HEAD").status_code == 200
    assert _noted(redis_client) == []


def test_page_that_the_reader_had_already_is_not_counted_again(shown: Site, redis_client: redis.Redis) -> None:
    tag = shown.get("/news/visit").headers["ETag"]
    assert shown.get("/news/visit", If_None_Match=tag).status_code == 304
    assert _pages(redis_client) == ["news/visit"]


def test_what_is_not_an_item_is_not_counted(shown: Site, redis_client: redis.Redis) -> None:
    for path in ("/", "/news", "/news/unknown", "/gallery", "/feed.atom", "/covers/news/visit.png"):
        shown.get(path)
    assert _noted(redis_client) == []


def test_page_is_shown_without_redis(site: Site) -> None:
    site.publish(news())
    assert site.get("/news/visit").status_code == 200


@pytest.fixture
def silent_redis(tmp_path: Path) -> Iterator[str]:
    """It takes connections and never says a word."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "silent"))
        listener.listen(64)
        yield f"unix://{tmp_path}/silent"


def test_reader_has_the_page_before_it_is_counted(shown: Site, redis_client: redis.Redis) -> None:
    response = shown.app.test_client().get("/news/visit")
    assert "</html>" in response.text
    assert _noted(redis_client) == []
    response.close()
    assert _pages(redis_client) == ["news/visit"]


def test_silent_redis_is_left_alone_after_the_first_wait(silent_redis: str) -> None:
    meter = Meter(silent_redis)
    began = time.monotonic()
    for _ in range(100):
        meter.note("news/visit", NOON.date())
    assert time.monotonic() - began < 5  # A hundred waits would be twenty seconds.


def test_missing_redis_costs_nothing() -> None:
    meter = Meter(NO_REDIS)
    began = time.monotonic()
    for _ in range(100):
        meter.note("news/visit", NOON.date())
    assert time.monotonic() - began < 5
