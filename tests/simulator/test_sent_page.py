"""What the account sends by itself, on the phone and on the control page, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.rig.chromium import both_sizes, needs_chromium
from tests.simulator.account import Account
from tests.simulator.chromium import open_chat, until
from tests.simulator.sending import TITLE, article, draft
from wxbot.simulator import message_templates, notices
from wxbot.simulator.server import Simulator

pytestmark = needs_chromium

control = pytest.mark.parametrize("path", ["/control/"])
EVENT = {"thing1": "开放日", "time2": "2026年10月1日 14:00", "thing3": "花园", "thing4": "请带证件"}


def to_everyone(account: Account, *titles: str) -> int:
    media_id = draft(account, *(article(account, title=title) for title in titles))
    body = {"filter": {"is_to_all": True}, "msgtype": "mpnews", "mpnews": {"media_id": media_id}}
    return int(account.call("message/mass/sendall", body)["msg_id"])


@both_sizes
def test_article_arrives_opens_and_is_taken_back(page: Page, wechat: Simulator, account: Account) -> None:
    open_chat(page, wechat)
    msg_id = to_everyone(account, TITLE, "b")
    page.locator(".news-first").click()
    expect(page.frame_locator("iframe").get_by_role("heading")).to_have_text(TITLE)
    page.get_by_label("返回").click()
    account.call("message/mass/delete", {"msg_id": msg_id, "article_idx": 2})
    expect(page.locator(".news-row .taken-mark")).to_have_text("已删除")
    page.locator(".news-row").click()
    expect(page.frame_locator("iframe").get_by_role("heading")).to_have_text("该内容已被发布者删除")


def test_template_message_shows_each_field_and_where_it_leads(page: Page, wechat: Simulator, account: Account) -> None:
    open_chat(page, wechat)
    fields = {name: {"value": value} for name, value in EVENT.items()}
    body = {"touser": "oA", "template_id": message_templates.SAMPLES[0].id, "data": fields, "url": wechat.url}
    assert account.call("message/template/send", body)["errcode"] == 0
    bubble = page.locator(".bubble.notice")
    expect(bubble.locator("strong")).to_have_text("活动开始提醒")
    expect(bubble.locator("dd").first).to_have_text("开放日")
    bubble.get_by_role("button", name="查看详情").click()
    expect(page.locator(".sheet iframe")).to_have_attribute("src", wechat.url)


def test_sheet_tells_a_lasting_yes_from_one_message(page: Page, wechat: Simulator) -> None:
    open_chat(page, wechat)
    page.get_by_label("更多功能").click()
    page.get_by_role("button", name="订阅通知").click()
    lines = page.locator(".ask-row small")
    expect(lines.nth(0)).to_have_text("允许后可持续收到，直到关闭")
    expect(lines.nth(1)).to_have_text("每次允许，可收到一条")
    page.get_by_role("button", name="允许").click()
    until(page, lambda: notices.SAMPLES[0].id in wechat.subscriptions.left("oA"))


@control
def test_administrator_agrees_on_the_control_page(page: Page, wechat: Simulator, account: Account) -> None:
    wechat.follow("oA")
    page.get_by_label("群发全部用户须管理员确认").check()
    until(page, lambda: wechat.settings.mass_confirmation)
    to_everyone(account, TITLE)
    card = page.locator("#sendings")
    card.get_by_role("button", name="确认群发").click()
    expect(card.locator("td .badge")).to_have_text("已发送")
    expect(card).to_contain_text("1 / 1")
    assert [one.openid for one in wechat.arrivals.all("mass")] == ["oA"]


@control
def test_templates_are_added_on_the_control_page(page: Page, wechat: Simulator) -> None:
    card = page.locator("#templates")
    card.get_by_label("模板标题").fill("签证提醒")
    card.get_by_label("用途").select_option("长期订阅")
    card.get_by_label("字段").fill("事项：{{thing1.DATA}}")
    card.get_by_role("button", name="添加").click()
    expect(card).to_contain_text("签证提醒")
    assert (wechat.notices.all()[-1].template.title, wechat.notices.all()[-1].kind) == ("签证提醒", notices.LASTING)


@control
def test_follower_is_made_deaf_and_a_crowd_joins(page: Page, wechat: Simulator) -> None:
    wechat.follow("oA")
    card = page.locator("#followers")
    card.get_by_label("人数").fill("30")
    card.get_by_role("button", name="生成虚拟关注者").click()
    expect(card.locator("tbody tr")).to_have_count(31)
    card.get_by_label("接收消息").first.uncheck()
    until(page, lambda: bool((found := wechat.followers.get("oA")) and found.muted))


@control
def test_outcomes_and_single_paths_are_set(page: Page, wechat: Simulator) -> None:
    card = page.locator("#faults")
    card.get_by_label("断开", exact=True).select_option("生效后断开")
    card.get_by_role("button", name="断开", exact=True).click()
    expect(card.locator(".refused")).to_contain_text("生效后断开 × 1")
    card.get_by_role("button", name="减速").click()
    expect(card.locator(".refused")).to_contain_text("3 s")
    card.get_by_label("群发结果").select_option("err(20001)")
    until(page, lambda: wechat.faults.plan.mass_outcome == "err(20001)")
    card.get_by_label("发布结果").select_option("审核不通过")
    until(page, lambda: wechat.faults.plan.publish_outcome == 4)
