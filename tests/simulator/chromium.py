"""The browser of the tests, and the sizes of its windows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from wxbot.simulator.pushes import Push
from wxbot.simulator.server import Simulator

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update",
    "--disable-sync --no-first-run",
)
WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 390, "height": 844}

needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no Chromium at {CHROMIUM}")
both_sizes = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


def open_chat(page: Page, wechat: Simulator) -> None:
    """Follows, and waits until the webhook has dealt with it."""
    page.locator(".profile .follow").click()
    expect(page.locator(".profile")).to_be_hidden()
    pushed(page, wechat, 1)


def say(page: Page, words: str) -> None:
    page.get_by_label("消息", exact=True).fill(words)
    page.keyboard.press("Enter")


def until(page: Page, fact: Callable[[], bool]) -> None:
    """What a click leads to inside the simulator is no sooner there than the page's request."""
    for _ in range(50):
        if fact():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come to that")


def pushed(page: Page, wechat: Simulator, number: int) -> Push:
    """The push of this number, when it is there and settled."""
    until(page, lambda: len(wechat.ledger.pushes) >= number)
    return wechat.push_of(number)
