"""The phone in a real browser, with the real account behind it: follow, tap, ask, read, search, and see why."""

from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.rig.chromium import WIDE, both_sizes, needs_chromium
from tests.scenarios.conftest import Stack

pytestmark = needs_chromium


@both_sizes
def test_a_visit_on_the_phone(browser: Browser, opened: Stack, alice: str, size: ViewportSize, tmp_path: Path) -> None:
    page = browser.new_page(viewport=size)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{opened.wechat.url}/?openid={alice}")
    page.get_by_role("button", name="关注").first.click()
    chat = page.get_by_role("log")
    expect(chat).to_contain_text("欢迎关注")
    tap_menu(page, "领事服务", "办事问答")
    expect(chat).to_contain_text("【领事服务】")
    write(page, "护照丢了")
    expect(chat).to_contain_text("报警")
    page.screenshot(path=tmp_path / "visit.png")
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


def test_the_trace_beside_the_phone_says_why(browser: Browser, opened: Stack, alice: str) -> None:
    page = browser.new_page(viewport=WIDE)
    opened.wechat.follow(alice)
    page.goto(f"{opened.wechat.url}/?openid={alice}")
    expect(page.get_by_role("navigation", name="公众号菜单")).to_be_visible()
    write(page, "护照丢了")
    expect(page.locator("body")).to_contain_text("emergency/passport-lost")
    expect(page.locator("body")).to_contain_text("an emergency")
