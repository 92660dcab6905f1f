"""The phone in a real browser, with the real account behind it: follow, tap, ask, read, search, and see why."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.rig.account import AES_KEY
from tests.rig.web import Process, free_port
from tests.scenarios.conftest import Stack, StackMaker
from wxbot.simulator.server import Simulator

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SIZES: dict[str, ViewportSize] = {"wide": {"width": 1280, "height": 800}, "narrow": {"width": 390, "height": 844}}

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no Chromium at {CHROMIUM}")


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def stack(make_stack: StackMaker) -> Stack:
    """An account whose pages are where its cards say, so that they can be opened from the phone."""
    port = free_port()
    stack = make_stack(
        worker=True, WECHAT_ENCODING_AES_KEY=AES_KEY, PUBLIC_URL=f"http://127.0.0.1:{port}", port=str(port)
    )
    assert "published" in Process(["flask", "publish-menu"], stack.env).finish()
    assert isinstance(stack.wechat, Simulator)
    return stack


@pytest.mark.parametrize("size", SIZES)
def test_a_visit_on_the_phone(browser: Browser, stack: Stack, alice: str, size: str, tmp_path: Path) -> None:
    page = browser.new_page(viewport=SIZES[size])
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{stack.wechat.url}/?openid={alice}")
    page.get_by_role("button", name="关注").first.click()
    chat = page.get_by_role("log")
    expect(chat).to_contain_text("欢迎关注")
    tap_menu(page, "领事服务", "办事问答")
    expect(chat).to_contain_text("【领事服务】")
    write(page, "护照丢了")
    expect(chat).to_contain_text("报警")
    page.screenshot(path=tmp_path / f"{size}.png")
    write(page, "search Munich")
    chat.get_by_role("button", name="Wang Yi at the 60th Munich Security Conference").click()
    expect(chat).to_contain_text("China would be a force for stability")
    card = chat.locator("a, button").filter(has_text="60th Munich").last
    card.click()
    article = page.frame_locator("iframe")
    expect(article.get_by_role("heading", level=1)).to_have_text("Wang Yi at the 60th Munich Security Conference")
    assert not complaints


def tap_menu(page: Page, button: str, below: str) -> None:
    menu = page.get_by_role("navigation", name="公众号菜单")
    menu.get_by_role("button", name=button).click()
    menu.get_by_text(below, exact=True).click()


def write(page: Page, words: str) -> None:
    field = page.locator("input.words")
    if not field.is_visible():
        page.locator(".to-keyboard").click()
    field.fill(words)
    field.press("Enter")


def test_the_trace_beside_the_phone_says_why(browser: Browser, stack: Stack, alice: str) -> None:
    page = browser.new_page(viewport=SIZES["wide"])
    stack.wechat.follow(alice)
    page.goto(f"{stack.wechat.url}/?openid={alice}")
    write(page, "护照丢了")
    expect(page.locator("body")).to_contain_text("emergency/passport-lost")
    expect(page.locator("body")).to_contain_text("an emergency")
