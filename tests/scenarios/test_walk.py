"""A walk through everything a citizen can do, on the phone in a real browser with the real account behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.rig.chromium import NARROW, needs_chromium
from tests.rig.web import Process
from tests.scenarios.conftest import Stack
from tests.scenarios.test_phone import tap_menu, write
from tests.scenarios.waiting import until
from wxbot.store import consents, letters, submissions, subscriptions

pytestmark = needs_chromium


@dataclass
class Walk:
    """One follower's phone; each step leaves a picture."""

    page: Page
    stack: Stack
    openid: str
    pictures: Path
    step: int = 0

    @property
    def last(self) -> Locator:
        return self.page.locator(".message.account .bubble").last

    def write(self, words: str, answered: str) -> None:
        write(self.page, words)
        expect(self.last).to_contain_text(answered)
        self.shoot()

    def tap(self, words: str, answered: str) -> None:
        """A line of the last answer."""
        self.last.get_by_text(words).first.click()
        expect(self.last).to_contain_text(answered)
        self.shoot()

    def menu(self, button: str, below: str, answered: str = "") -> None:
        keyboard = self.page.locator(".to-menu")
        if keyboard.is_visible():
            keyboard.click()
        tap_menu(self.page, button, below)
        if answered:
            expect(self.last).to_contain_text(answered)
            self.shoot()

    def shoot(self) -> None:
        self.step += 1
        self.page.screenshot(path=self.pictures / f"{self.step:02}.png")


@pytest.fixture
def walk(browser: Browser, opened: Stack, alice: str, tmp_path: Path) -> Iterator[Walk]:
    page = browser.new_page(viewport=NARROW)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{opened.wechat.url}/?openid={alice}")
    page.get_by_role("button", name="关注").first.click()
    expect(page.get_by_role("log")).to_contain_text("欢迎关注")
    yield Walk(page, opened, alice, tmp_path)
    assert not complaints


def test_reading_and_finding_help(walk: Walk) -> None:
    for below, head in (("使馆动态", ""), ("外交知识", ""), ("活动日历", "【活动日历】")):
        walk.menu("外交动态", below, head)
    walk.tap("哈尔滨国际冰雪节", "怎么去")
    walk.menu("领事服务", "旅行提醒", "【旅行提醒】")
    walk.menu("领事服务", "最近的使领馆")
    walk.page.get_by_role("button", name="东京").click()
    expect(walk.last).to_contain_text("驻日本国大使馆")
    walk.tap("驻日本国大使馆", "所在地")
    walk.write("我护照丢了", "12308")
    expect(walk.last).to_contain_text("驻日本国大使馆")
    walk.write("法国", "旅行提醒")
    walk.write("关于巴勒斯坦的最新表态", "官方发布")


def test_a_letter_is_written_by_tapping(walk: Walk) -> None:
    walk.menu("互动", "写信", "您想说什么")
    walk.tap("建议", "请写下您的建议")
    walk.write("希望周末也能办证", "已记下")
    walk.tap("写完了", "联系")
    walk.tap("跳过", "请核对")
    walk.tap("提交", "编号")
    with walk.stack.store() as database, database.read() as db:
        (letter,) = letters.of_writer(db, walk.openid, 2)
    walk.tap(letter.number, "等待处理")
    walk.tap("补充", "补充的内容")


def test_a_picture_goes_from_the_menu_to_the_gallery(walk: Walk) -> None:
    walk.menu("互动", "分享照片")
    drawer = walk.page.get_by_role("dialog")
    drawer.get_by_role("button", name="图片 evening").click()
    drawer.get_by_role("button", name="发送").click()
    expect(walk.last).to_contain_text("您同意")
    walk.tap("同意", "说明")
    walk.write("傍晚的胡同", "谢谢分享")

    def fetched() -> list[submissions.Submission]:
        with walk.stack.store() as database, database.read() as db:
            return list(submissions.in_state(db, submissions.State.FETCHED, 5))

    (row,) = until(fetched)
    Process(["flask", "submissions", "--approve", str(row.id)], walk.stack.env).finish()
    walk.last.get_by_text("影像墙").click()
    gallery = walk.page.frame_locator("iframe")
    expect(gallery.get_by_text("傍晚的胡同")).to_be_visible()
    walk.shoot()


def test_subscribing_and_allowing_notices(walk: Walk) -> None:
    walk.menu("互动", "我的订阅", "还没有订阅")
    walk.tap("订阅 重要外交活动", "已订阅")
    walk.write("订阅 领事提醒 日本", "旅行提醒 · 日本")
    walk.page.locator(".to-plus").click()
    walk.page.locator("[data-tile=notices]").click()
    walk.page.get_by_role("button", name="允许").click()

    def kept() -> bool:
        with walk.stack.store() as database, database.read() as db:
            both = len(subscriptions.of_follower(db, walk.openid)) == 2
            return both and len(consents.of_follower(db, walk.openid)) == 3

    until(kept)


def test_english_from_the_menu_changes_the_menu(walk: Walk) -> None:
    walk.menu("互动", "English", "I answer in English")
    expect(walk.page.get_by_role("button", name="Diplomacy")).to_be_visible(timeout=15_000)
    walk.menu("Consular", "Travel notices", "[Travel notices]")
    walk.menu("Get in touch", "Write to us", "What is it about")
    walk.write("talk to a person", "is online at the moment")
    walk.write("quit", "left the form")
