"""The control page in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.rig.chromium import both_sizes, needs_chromium
from tests.simulator.chromium import until
from tests.simulator.webhook import AES_KEY, Answer, Webhook, replying
from wxbot.simulator.matchrules import MatchRule
from wxbot.simulator.menus import checked
from wxbot.simulator.server import Simulator

pytestmark = needs_chromium


@pytest.fixture
def path() -> str:
    return "/control/"


def test_phone_leads_here(page: Page, wechat: Simulator) -> None:
    page.goto(wechat.url)
    expect(page.get_by_role("link", name="控制台").first).to_have_attribute("href", "/control/")


def test_clock_goes_forward_and_back(page: Page, wechat: Simulator) -> None:
    card = page.locator("#clock")
    card.get_by_role("button", name="+3 d").click()
    expect(card).to_contain_text("比真实时间快 3 天")
    card.get_by_label("数量").fill("90")
    card.get_by_role("button", name="前进", exact=True).click()
    expect(card).to_contain_text("回到现在")
    until(page, lambda: wechat.clock.offset == 3 * 86400 + 5400)
    card.get_by_role("button", name="回到现在").click()
    expect(card).to_contain_text("与真实时间一致")
    assert wechat.clock.offset == 0


def test_account_and_keys_are_changed(page: Page, wechat: Simulator) -> None:
    page.get_by_label("账号类型").select_option("sandbox")
    page.get_by_label("填写密钥（43 位）").fill(AES_KEY)
    page.locator("#keys").get_by_role("button", name="设置").click()
    expect(page.get_by_label("消息模式")).to_have_value("safe")
    page.get_by_label("消息模式").select_option("compat")
    page.get_by_role("button", name="换一个随机密钥").click()
    expect(page.locator("#keys .facts dd").last).to_have_text(AES_KEY)
    settings = wechat.settings
    assert (settings.kind, settings.mode, settings.previous_aes_key) == ("sandbox", "compat", AES_KEY)


def test_refusal_is_shown(page: Page, wechat: Simulator) -> None:
    page.get_by_label("消息模式").select_option("safe")
    expect(page.get_by_role("alert")).to_contain_text("needs an AES key")
    expect(page.get_by_label("消息模式")).to_have_value("plain")


def test_faults_are_switched_and_counted(page: Page, wechat: Simulator) -> None:
    card = page.locator("#faults")
    card.get_by_label("推送丢失").check()
    card.get_by_label("答复后重复投递（次）").fill("2")
    card.get_by_label("答复后重复投递（次）").press("Tab")
    card.get_by_role("button", name="报错").click()
    expect(card.locator(".refused")).to_contain_text("/cgi-bin/message/custom/send -1 × 1")
    assert (wechat.faults.plan.lost, wechat.faults.plan.duplicates) == (True, 2)
    card.get_by_role("button", name="清除全部故障").click()
    expect(card.get_by_label("推送丢失")).not_to_be_checked()


def test_hostile_push_and_burst_tell_what_came_of_them(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    wechat.change(deadline=5.0)
    webhook.reply = lambda received: Answer(b"", 403) if len(webhook.received) == 1 else Answer()
    card = page.locator("#drills")
    expect(card.get_by_role("button", name="填充错误")).to_be_disabled()
    card.get_by_role("button", name="signature 错误", exact=True).click()
    expect(card.locator(".results .good")).to_have_text("拒绝了 · HTTP 403")
    card.get_by_label("推送数").fill("12")
    card.get_by_role("button", name="开始").click()
    expect(card).to_contain_text("已答复 12")
    assert len(webhook.received) == 13


def test_menus_tell_who_sees_which(page: Page, wechat: Simulator) -> None:
    wechat.follow("oStudent")
    wechat.follow("oTourist")
    wechat.menu.publish(checked({"button": [{"name": "默认", "type": "click", "key": "D"}]}))
    special = checked({"button": [{"name": "留学", "type": "click", "key": "S"}]})
    wechat.menu.add_conditional(special, MatchRule("100"))
    people = page.locator("#followers")
    people.get_by_label("新标签").fill("留学生")
    people.get_by_role("button", name="添加").click()
    people.get_by_role("row", name="oStudent").get_by_label("加标签").select_option("100")
    menus = page.locator("#menus .menu")
    expect(menus.nth(0)).to_contain_text("标签 留学生 (100)")
    expect(menus.nth(0)).to_contain_text("看到它的关注者：oStudent")
    expect(menus.nth(1)).to_contain_text("看到它的关注者：oTourist")
    people.get_by_title("去掉标签").click()
    expect(menus.nth(0)).to_contain_text("无人")


def test_menu_is_changed_as_on_the_platforms_website(page: Page, wechat: Simulator) -> None:
    wechat.menu.publish(checked({"button": [{"name": "默认", "type": "click", "key": "D"}]}))
    card = page.locator("#menus")
    card.get_by_label("按钮名称").fill("网站菜单")
    card.get_by_role("button", name="在公众平台网站上改菜单").click()
    expect(card.locator(".menu-top")).to_have_text("网站菜单")
    assert [button["name"] for button in wechat.menu.buttons] == ["网站菜单"]


def test_code_is_made_and_its_picture_shown(page: Page, wechat: Simulator) -> None:
    card = page.locator("#codes")
    card.get_by_label("场景值").fill("desk-12")
    card.get_by_label("有效期").select_option("0")
    card.get_by_role("button", name="生成").click()
    picture = card.get_by_role("img", name="desk-12")
    expect(picture).to_have_js_property("naturalWidth", 430)
    expect(card).to_contain_text("永久有效")


def test_media_have_ages(page: Page, wechat: Simulator) -> None:
    wechat.image("oA")
    wechat.clock.advance(4 * 86400)
    expect(page.locator("#media")).to_contain_text("4 天")
    expect(page.locator("#media")).to_contain_text("已过期")


def test_agent_answers_and_ends_the_session(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    webhook.then = [replying("transfer_customer_service", {}, wechat.settings)]
    wechat.change(agents_online=False)
    wechat.text("oA", "护照丢了")
    card = page.locator("#agents")
    card.get_by_role("button", name="接入").click()
    card.get_by_label("以客服身份回复").fill("请先报警。")
    card.get_by_role("button", name="回复").click()
    expect(card.locator(".talk-lines .agent")).to_have_text("请先报警。")
    card.get_by_role("button", name="结束会话").click()
    expect(card).to_contain_text("还没有")
    told = ["", "kf_create_session", "kf_close_session"]
    until(page, lambda: [push.event for push in wechat.ledger.pushes] == told)
    assert wechat.chat("oA")[-1].bubble.text == "请先报警。"


def test_books_show_pushes_and_calls(page: Page, wechat: Simulator) -> None:
    wechat.text("oA", "x")
    page.request.get(f"{wechat.url}/cgi-bin/menu/get")
    expect(page.locator("#pushes tbody tr").first).to_contain_text("已答复")
    expect(page.locator("#calls tbody tr").first).to_contain_text("41001")


def test_reset_asks_first(page: Page, wechat: Simulator) -> None:
    wechat.follow("oA")
    expect(page.locator("#followers")).to_contain_text("oA")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="重置").click()
    assert wechat.followers.follows("oA")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="重置").click()
    expect(page.locator("#followers")).to_contain_text("还没有")
    until(page, lambda: not wechat.followers.follows("oA"))


@both_sizes
def test_page_speaks_english_and_fits_the_window(page: Page, wechat: Simulator) -> None:
    wechat.follow("oSimulatorFollower0000000001")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Hostile pushes")).to_be_visible()
    expect(page.locator("#clock")).to_contain_text("The real time")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_being_typed_survives_the_polls(page: Page, wechat: Simulator) -> None:
    field = page.locator("#codes").get_by_label("场景值")
    field.fill("half a sc")
    wechat.qrcodes.create("other", False, wechat.clock.now())
    page.wait_for_timeout(2000)
    expect(field).to_have_value("half a sc")
