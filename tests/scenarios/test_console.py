"""The whole story in a real browser: staff sign in, write, sign, publish and answer; Alice sees it on her phone."""

import itertools
import re
import time
from dataclasses import dataclass

from passlib.totp import TOTP
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.console.people import PASSWORD, add
from tests.rig.chromium import NARROW, WIDE, needs_chromium
from tests.scenarios.conftest import Stack
from tests.scenarios.talking import Talk
from tests.scenarios.waiting import until
from wxbot.services.roles import Role

pytestmark = needs_chromium

QUESTION = "领养的孩子怎么办护照"
_hired = itertools.count(1)

ANSWER = "请带上收养登记证和孩子的户口本，先在使领馆网站预约。"


@dataclass
class Clerk:
    """One of the staff at his own browser, with an authenticator app in his pocket."""

    page: Page
    console: str
    email: str
    key: str = ""
    complaints: tuple[str, ...] = ()

    @classmethod
    def hired(cls, browser: Browser, stack: Stack, role: Role, size: ViewportSize) -> "Clerk":
        """Signed in for the first time, and so with a second factor set up."""
        email = f"{role}{next(_hired)}@example.org"
        with stack.store() as database:
            add(database, email, role.capitalize(), role)
        page = browser.new_context(viewport=size).new_page()
        clerk = cls(page, f"{stack.web.url}/console", email)
        page.on("console", clerk.hear)
        clerk.enter_password()
        page.get_by_role("button", name="Set up").click()
        page.get_by_text("Scanning does not work").click()
        clerk.key = page.locator("#totp-key").inner_text()
        clerk.enter_code("Switch on", earlier=30)
        return clerk

    def hear(self, message: object) -> None:
        """What the browser complains of: a script or a style that the policy forbids, above all."""
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        if kind in ("error", "warning") and "status of 4" not in text:
            self.complaints = (*self.complaints, text)

    def enter_password(self) -> None:
        self.page.goto(f"{self.console}/")
        if (english := self.page.get_by_role("button", name="English")).is_visible():
            english.click()
        self.page.get_by_label("E-mail").fill(self.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()

    def enter_code(self, button: str, earlier: float = 0) -> None:
        code = TOTP(key=self.key).generate(time.time() - earlier).token
        self.page.get_by_label("Code").fill(code)
        self.page.get_by_role("button", name=button).click()
        expect(self.page.get_by_role("heading", name="Dashboard")).to_be_visible()

    def sign_in_again(self) -> None:
        self.page.context.clear_cookies()
        self.enter_password()
        self.enter_code("Go on")

    def open(self, path: str) -> Page:
        self.page.goto(self.console + path)
        return self.page


def write_question(chen: Clerk) -> None:
    """A question with its answer, previewed, saved and submitted."""
    page = chen.open("/items/new?kind=faq&language=zh")
    page.locator("#title").fill(QUESTION)
    page.locator("#slug").fill("adopted-child-passport")
    page.locator("#category").select_option("passport")
    page.locator("#answer").fill(ANSWER)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text(ANSWER)
    page.locator("#draft").get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("heading", name=QUESTION, level=1).first).to_be_visible()
    heeded = page.get_by_label(re.compile("read"))
    if heeded.count():
        heeded.first.check()
    page.get_by_role("button", name="Submit for signing").click()
    expect(page.locator(".states")).to_contain_text("Waits for signatures")


def sign_question(li: Clerk) -> None:
    page = li.open("/items?view=to-sign")
    page.get_by_role("link", name=QUESTION).click()
    page.get_by_role("button", name="Sign what is shown here").click()
    expect(page.locator(".states")).to_contain_text("Live")


def answer_letter(wu: Clerk, number: str, words: str) -> None:
    page = wu.open("/letters")
    page.get_by_role("link", name=number).first.click()
    page.locator("#answer").fill(words)
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text(words)).to_be_visible()


def test_staff_run_the_account_from_the_browser(browser: Browser, account: Stack, alice: str) -> None:
    """Some at a desk, some with a phone in their hands."""
    talk = Talk(account, alice)
    assert ANSWER not in talk.say(QUESTION)
    chen = Clerk.hired(browser, account, Role.EDITOR, WIDE)
    li = Clerk.hired(browser, account, Role.REVIEWER, NARROW)
    chen.sign_in_again()
    write_question(chen)
    assert ANSWER not in talk.say(QUESTION)
    sign_question(li)
    until(lambda: ANSWER in talk.say(QUESTION), 10)

    page = li.open("/menus")
    page.get_by_role("button", name=re.compile("Publish")).first.click()
    until(lambda: [button["name"] for button in account.wechat.menu.buttons] == ["外交动态", "领事服务", "互动"], 10)

    number = talk.hand_in("请增加周六的办理时间。")
    wu = Clerk.hired(browser, account, Role.AGENT, NARROW)
    answer_letter(wu, number, "谢谢您的建议，下月起周六上午开放。")
    until(lambda: "下月起周六上午开放" in str(account.wechat.chat(alice)), 15)
    assert not (*chen.complaints, *li.complaints, *wu.complaints)


def test_what_was_sent_is_not_offered_as_unsaved_but_what_an_expired_session_swallowed_is(
    browser: Browser, account: Stack, alice: str
) -> None:
    number = Talk(account, alice).hand_in("请增加周六的办理时间。")
    wu = Clerk.hired(browser, account, Role.AGENT, WIDE)
    page = wu.open(f"/letters/{number}")
    page.locator("#note-form textarea").fill("已电话核实。")
    page.get_by_role("button", name="Add the note").click()
    expect(page.get_by_text("已电话核实。")).to_be_visible()
    expect(page.locator(".kept")).to_have_count(0)

    page.locator("#note-form textarea").fill("还要再问使馆。")
    page.context.clear_cookies()
    page.get_by_role("button", name="Add the note").click()
    wu.sign_in_again()
    wu.open(f"/letters/{number}")
    page.locator(".kept").get_by_role("button").first.click()
    expect(page.locator("#note-form textarea")).to_have_value("还要再问使馆。")
