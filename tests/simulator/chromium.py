"""What a test does with the phone page in a browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from wxbot.simulator.pushes import Push
from wxbot.simulator.server import Simulator


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
