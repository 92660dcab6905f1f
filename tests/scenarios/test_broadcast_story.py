"""A broadcast in a real browser: composed of two articles, signed by somebody else, on phones at its time."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Dialog, expect

from tests.rig.chromium import NARROW, WIDE, needs_chromium
from tests.scenarios.conftest import Stack, StackMaker
from tests.scenarios.talking import Talk
from tests.scenarios.test_console import Clerk
from tests.scenarios.waiting import until
from wxbot.services.roles import Role
from wxbot.store import followers

pytestmark = needs_chromium

TITLE = "Monday's two articles"
FIRST, SECOND = "中沙伊三方在北京发表联合声明", "巴勒斯坦各派在北京签署宣言"


@pytest.fixture
def stack(make_stack: StackMaker) -> Stack:
    return make_stack(worker=True)


def _known(stack: Stack, openid: str) -> bool:
    with stack.store() as database, database.read() as db:
        return followers.find(db, openid) is not None


def _in_two_minutes(stack: Stack) -> str:
    """On the account's own clock, which is the simulator's."""
    now = dt.datetime.fromtimestamp(stack.wechat.clock.now(), ZoneInfo("Asia/Shanghai"))
    return (now + dt.timedelta(minutes=2)).strftime("%Y-%m-%dT%H:%M")


def _compose(chen: Clerk, due_at: str) -> None:
    page = chen.open("/broadcasts")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("link", name="New broadcast").click()
    page.get_by_role("link", name="Articles One to eight").click()
    page.locator("#title").fill(TITLE)
    # What stays unsaved of one kind is not offered in the form of another.
    page.goto(page.url.replace("kind=article", "kind=text"))
    expect(page.locator("#text")).to_be_visible()
    assert page.locator(".kept").count() == 0
    page.go_back()
    page.locator(".kept").get_by_role("button").first.click()
    expect(page.locator("#title")).to_have_value(TITLE)
    for title in (FIRST, SECOND):
        page.locator("#words").fill(title)
        page.get_by_role("button", name="Search what is live").click()
        page.locator(".found li").filter(has_text=title).first.get_by_role("button").click()
        expect(page.locator(".picked")).to_contain_text(title)
    page.locator("#who").select_option("everyone")
    page.get_by_role("button", name="How many are they?").click()
    expect(page.locator(".counted")).to_contain_text("1")
    page.locator("#when").select_option("at")
    page.locator("#due_at").fill(due_at)
    page.get_by_role("button", name="Preview and check").click()
    expect(page.locator("#preview .phone-card")).to_have_count(2)
    page.locator("#preview .phone-card").last.click()
    expect(page.frame_locator("iframe").locator("h1")).to_have_text(SECOND)
    asked.clear()  # Nothing that is saved is called unsaved.
    page.get_by_role("button", name="Save").last.click()
    expect(page.locator(".states")).to_contain_text("Draft")
    assert not asked
    heeded = page.get_by_label("I have read these warnings")
    if heeded.count():
        heeded.check()
    page.get_by_role("button", name="Submit for signing").click()
    expect(page.locator(".states")).to_contain_text("Waits for signing")


def _sign(li: Clerk) -> None:
    page = li.open("/broadcasts")
    page.locator("#waiting").get_by_role("link", name=TITLE).click()
    for place, title in enumerate((FIRST, SECOND), 1):  # All that is signed is there to be read.
        expect(page.frame_locator(f"#article-{place} iframe").locator("h1")).to_have_text(title)
    heeded = page.get_by_label("I have read these warnings")
    if heeded.count():
        heeded.check()
    page.get_by_role("button", name="Sign what is shown here").click()
    expect(page.locator(".states")).to_contain_text("Waits for its time")


def test_two_articles_reach_a_phone_at_their_time(browser: Browser, stack: Stack, alice: str) -> None:
    """Composed at a desk, signed on the way."""
    Talk(stack, alice).say("你好")
    until(lambda: _known(stack, alice))
    chen = Clerk.hired(browser, stack, Role.EDITOR, WIDE)
    li = Clerk.hired(browser, stack, Role.REVIEWER, NARROW)
    _compose(chen, _in_two_minutes(stack))
    _sign(li)
    assert not stack.wechat.arrivals.of(alice)

    stack.wechat.clock.advance(130)
    until(lambda: stack.wechat.arrivals.of(alice))
    phone = browser.new_page(viewport=NARROW)
    phone.goto(f"{stack.wechat.url}/?openid={alice}")
    expect(phone.get_by_role("log")).to_contain_text(FIRST)
    expect(phone.get_by_role("log")).to_contain_text(SECOND)

    # Nobody loads the page anew: it tells by itself how far it came.
    expect(li.page.locator(".states")).to_contain_text("Finished", timeout=30_000)
    expect(li.page.locator("#progress")).to_contain_text("arrived: 1")
    expect(li.open("/broadcasts/plan").get_by_role("link", name=TITLE).last).to_be_visible()
    assert not (*chen.complaints, *li.complaints)
