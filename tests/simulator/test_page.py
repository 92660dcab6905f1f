"""The phone in a real browser."""

import json

from playwright.sync_api import Browser, Page, expect

from tests.rig.chromium import both_sizes, needs_chromium
from tests.simulator.chromium import open_chat, say, until
from tests.simulator.webhook import Answer, Webhook, envelope, saying
from wxbot.simulator.menus import checked
from wxbot.simulator.server import Simulator
from wxbot.simulator.wire import Fields, render

pytestmark = needs_chromium


@both_sizes
def test_stranger_sees_the_profile_and_follows(page: Page, wechat: Simulator) -> None:
    expect(page.locator(".profile h2")).to_have_text("外交小助手")
    open_chat(page, wechat)
    assert wechat.followers.follows("oA")
    page.get_by_label("更多", exact=True).click()
    page.locator(".unfollow").click()
    expect(page.locator(".profile")).to_be_visible()


def test_words_are_sent_and_answered(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    open_chat(page, wechat)
    webhook.reply = saying("早上好", wechat.settings)
    say(page, "您好")
    expect(page.locator(".message.me .bubble")).to_have_text("您好")
    expect(page.locator(".message.account .bubble")).to_have_text("早上好")


def test_hostile_text_stays_text(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    open_chat(page, wechat)
    hostile = '<img src=x onerror=alert(1)><script>alert(2)</script><a href="javascript:alert(3)">go</a>'
    webhook.reply = saying(hostile, wechat.settings)
    say(page, "x")
    bubble = page.locator(".message.account .bubble")
    expect(bubble).to_have_text(hostile)
    assert bubble.locator("*").count() == 0


def test_menu_link_says_its_words_with_its_id(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    open_chat(page, wechat)
    link = '<a href="weixin://bizmsgmenu?msgmenucontent=护照丢了&msgmenuid=7">1</a>'
    webhook.then = [saying(link, wechat.settings)]
    say(page, "x")
    page.get_by_role("button", name="1", exact=True).click()
    expect(page.locator(".message.me .bubble").last).to_have_text("护照丢了")
    assert "<bizmsgmenuid><![CDATA[7]]>" in wechat.ledger.pushes[-1].xml


def test_link_to_this_machine_opens_inside_the_phone(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    open_chat(page, wechat)
    webhook.pages["/hall"] = b"<!doctype html><title>x</title><h1>hall</h1>"
    webhook.reply = saying(f'<a href="{webhook.url}/hall">服务大厅</a>', wechat.settings)
    say(page, "x")
    page.get_by_role("link", name="服务大厅").click()
    expect(page.frame_locator("iframe").get_by_role("heading")).to_have_text("hall")
    page.keyboard.press("Escape")
    expect(page.locator(".sheet")).to_be_hidden()


def test_link_elsewhere_is_only_offered(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    open_chat(page, wechat)
    webhook.reply = saying("https://example.org/a", wechat.settings)
    say(page, "x")
    page.get_by_role("link", name="https://example.org/a").click()
    expect(page.locator(".sheet-outside-text a")).to_have_attribute("href", "https://example.org/a")


@both_sizes
def test_published_menu_appears_and_is_tapped(page: Page, wechat: Simulator) -> None:
    open_chat(page, wechat)
    below = [{"type": "click", "name": "证件", "key": "PASSPORT"}]
    wechat.menu.publish(checked({"button": [{"name": "服务", "sub_button": below}]}))
    page.get_by_role("button", name="服务").click()
    page.get_by_role("button", name="证件").click()
    page.get_by_label("切换到键盘").click()
    expect(page.get_by_label("消息", exact=True)).to_be_focused()
    until(page, lambda: [push.key for push in wechat.ledger.pushes] == ["", "PASSPORT"])


def test_news_without_pictures_have_placeholders(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    item = [{"Title": f"新闻{number}", "PicUrl": "http://127.0.0.1:1/x.png", "Url": ""} for number in range(3)]
    fields: Fields = {"ArticleCount": 3, "Articles": {"item": item}}
    webhook.reply = lambda received: Answer(render({**envelope(received, "news", wechat.settings), **fields}).encode())
    open_chat(page, wechat)
    expect(page.locator(".news-row")).to_have_count(2)
    expect(page.locator(".picture.shown")).to_have_count(0)
    expect(page.locator(".picture-letter").first).to_be_visible()


def test_failure_line_is_shown(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    open_chat(page, wechat)
    webhook.reply = lambda _: Answer(b"", 500)
    say(page, "x")
    expect(page.locator(".typing")).to_be_visible()
    expect(page.locator(".line.failed")).to_have_text("该公众号提供的服务出现故障，请稍后再试")
    expect(page.locator(".typing")).to_have_count(0)


@both_sizes
def test_trace_tells_the_decision_and_the_deliveries(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    decision = {
        "intent": {"source": "text", "words": "护照丢了", "key": "passport"},
        "candidates": [{"name": "topics/passport", "why": "all words"}],
        "hit": "topics/passport",
        "why": "It is a known saying.",
        "took_ms": 4.2,
        "mood": "calm",
    }
    webhook.pages["/trace"] = json.dumps(decision).encode()
    wechat.change(trace_url=f"{webhook.url}/trace")
    open_chat(page, wechat)
    webhook.reply = saying("早上好", wechat.settings)
    say(page, "x")
    page.locator(".trace-mark").last.click()
    panel = page.locator(".trace")
    expect(panel.locator(".trace-why")).to_have_text("It is a known saying.")
    for words in ("护照丢了", "topics/passport", "all words", "4.2 ms", "calm", "明文", "#1"):
        expect(panel).to_contain_text(words)
    panel.get_by_text("收到的推送（解密后）").click()
    expect(panel.locator("pre").first).to_contain_text("<Content><![CDATA[x]]></Content>")


@both_sizes
def test_labels_speak_english_on_demand(page: Page, wechat: Simulator) -> None:
    open_chat(page, wechat)
    page.get_by_label("更多", exact=True).click()
    page.locator(".bar-menu .language").click()
    expect(page.get_by_label("Message", exact=True)).to_have_attribute("placeholder", "Write a message")


@both_sizes
def test_nothing_sticks_out_of_the_window(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    open_chat(page, wechat)
    webhook.reply = saying("x" * 500, wechat.settings)
    say(page, "y" * 300)
    expect(page.locator(".message.account")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.querySelector('.chat').scrollWidth <= document.querySelector('.chat').clientWidth")


def test_second_follower_has_a_phone_of_its_own(page: Page, wechat: Simulator, browser: Browser) -> None:
    open_chat(page, wechat)
    address = page.locator(".second").first.get_attribute("href")
    assert address
    other = browser.new_page()
    other.goto(wechat.url + address)
    expect(other.locator(".profile")).to_be_visible()
    other.close()


def test_clock_and_faults_are_moved_from_the_page(page: Page, wechat: Simulator) -> None:
    open_chat(page, wechat)
    page.locator(".levers summary").click()
    page.get_by_role("button", name="+48 h").click()
    page.get_by_label("推送丢失").check()
    page.get_by_label("账号类型").select_option("sandbox")
    page.get_by_role("button", name="下一次报错").click()
    expect(page.locator(".lever small")).to_have_text("/cgi-bin/message/custom/send → -1 × 1")
    assert (wechat.clock.offset, wechat.faults.plan.lost, wechat.settings.kind) == (48 * 3600, True, "sandbox")
    page.get_by_role("button", name="清除全部故障").click()
    expect(page.get_by_label("推送丢失")).not_to_be_checked()
