"""What the phone asks its follower for, in a real browser."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.rig.chromium import both_sizes, needs_chromium
from tests.simulator.chromium import open_chat, pushed, say
from tests.simulator.webhook import Answer, Received, Webhook, replying
from wxbot.simulator.matchrules import MatchRule
from wxbot.simulator.menus import checked
from wxbot.simulator.notices import SAMPLES
from wxbot.simulator.samples import film, photo, picture
from wxbot.simulator.server import Simulator

pytestmark = needs_chromium


def menu(wechat: Simulator, kind: str) -> None:
    wechat.menu.publish(checked({"button": [{"name": "按钮", "type": kind, "key": "K"}]}))


def distinct(webhook: Webhook) -> list[Received]:
    """Each push once: on a busy machine one may be delivered again."""
    return list({one.body: one for one in reversed(webhook.received)}.values())[::-1]


def events(webhook: Webhook) -> list[str]:
    return [one.field("Event") or one.field("MsgType") for one in distinct(webhook)]


def tile(page: Page, name: str) -> None:
    page.locator(".to-plus").click()
    page.locator(f"[data-tile={name}]").click()


@both_sizes
def test_pictures_are_chosen_for_the_button_that_asks(
    page: Page, wechat: Simulator, webhook: Webhook, tmp_path: Path
) -> None:
    menu(wechat, "pic_photo_or_album")
    open_chat(page, wechat)
    page.get_by_role("button", name="按钮").click()
    drawer = page.get_by_role("dialog", name="拍照或从相册选择")
    expect(drawer.get_by_role("button", name="发送")).to_be_disabled()
    (tmp_path / "own.jpg").write_bytes(photo("night"))
    drawer.locator("input[type=file]").set_input_files(tmp_path / "own.jpg")
    drawer.get_by_role("button", name="图片 evening").click()
    drawer.get_by_role("button", name="发送 (2)").click()
    expect(page.locator(".is-image .picture.shown")).to_have_count(2)
    pushed(page, wechat, 4)
    assert events(webhook) == ["subscribe", "pic_photo_or_album", "image", "image"]
    media = [wechat.media.get(one.field("MediaId"), wechat.clock.now()) for one in distinct(webhook)[2:]]
    assert [medium and medium.content for medium in media] == [photo("night"), picture()]


def test_camera_takes_one_picture(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    menu(wechat, "pic_sysphoto")
    open_chat(page, wechat)
    page.get_by_role("button", name="按钮").click()
    for light in ("evening", "noon"):
        page.get_by_role("button", name=f"图片 {light}").click()
    page.get_by_role("dialog").get_by_role("button", name="发送").click()
    expect(page.locator(".is-image")).to_have_count(1)


@both_sizes
def test_place_is_chosen_for_the_button_that_asks(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    menu(wechat, "location_select")
    open_chat(page, wechat)
    page.get_by_role("button", name="按钮").click()
    for city in ("东京", "巴黎", "纽约", "曼谷", "内罗毕", "悉尼", "上海"):
        expect(page.get_by_role("button", name=city)).to_be_visible()
    page.get_by_role("button", name="内罗毕").click()
    expect(page.locator(".is-location")).to_contain_text("Nairobi")
    pushed(page, wechat, 3)
    assert events(webhook) == ["subscribe", "location_select", "location"]


def test_any_point_can_be_sent(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    open_chat(page, wechat)
    tile(page, "place")
    for name, value in (("纬度", "-33.9"), ("经度", "18.4"), ("地名", "开普敦")):
        page.get_by_label(name).fill(value)
    page.get_by_role("dialog").get_by_role("button", name="发送").click()
    expect(page.locator(".is-location")).to_contain_text("开普敦")
    pushed(page, wechat, 2)
    assert webhook.received[-1].field("Location_X") == "-33.9"


@both_sizes
def test_scanner_tells_what_was_read(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    menu(wechat, "scancode_waitmsg")
    open_chat(page, wechat)
    for words in ("E12345678", "EAN_13,6901234567892"):
        page.get_by_role("button", name="按钮").click()
        page.get_by_role("button", name=words).click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    pushed(page, wechat, 3)
    kinds = [push.xml.partition("<ScanType><![CDATA[")[2].partition("]")[0] for push in wechat.ledger.pushes[1:]]
    assert kinds == ["qrcode", "barcode"]


def test_scanned_address_is_opened_by_the_phone(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    menu(wechat, "scancode_push")
    open_chat(page, wechat)
    webhook.pages["/card"] = b"<!doctype html><title>x</title><h1>card</h1>"
    page.get_by_role("button", name="按钮").click()
    page.get_by_label("扫到的其他内容").fill(f"{webhook.url}/card")
    page.get_by_role("button", name="扫描").click()
    expect(page.frame_locator("iframe").get_by_role("heading")).to_have_text("card")


@both_sizes
def test_stranger_follows_by_a_code(page: Page, wechat: Simulator) -> None:
    now = wechat.clock.now()
    wechat.qrcodes.create("old", False, now - 100, 60)
    code = wechat.qrcodes.create("desk-12", False, now)
    page.get_by_role("button", name="扫码关注").click()
    expect(page.get_by_role("button", name="old")).to_be_disabled()
    page.get_by_role("button", name="desk-12").click()
    expect(page.locator(".profile")).to_be_hidden()
    push = pushed(page, wechat, 1)
    assert (push.event, push.key) == ("subscribe", "qrscene_desk-12")
    assert code.ticket in push.xml


def test_follower_scans_any_scene(page: Page, wechat: Simulator) -> None:
    open_chat(page, wechat)
    tile(page, "scan")
    expect(page.get_by_role("dialog")).to_contain_text("还没有生成二维码")
    page.get_by_label("其他场景值").fill("88")
    page.get_by_role("button", name="扫描").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    push = pushed(page, wechat, 2)
    assert (push.event, push.key) == ("SCAN", "88")


@both_sizes
def test_notifications_are_allowed_one_by_one_and_stopped_later(page: Page, wechat: Simulator) -> None:
    open_chat(page, wechat)
    tile(page, "notices")
    page.get_by_label(SAMPLES[1].template.title).uncheck()
    page.get_by_role("button", name="允许").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    pushed(page, wechat, 2)
    assert wechat.subscriptions.left("oA") == {SAMPLES[0].id: 1, SAMPLES[2].id: 1}
    page.get_by_label("更多", exact=True).click()
    page.locator(".to-settings").click()
    page.get_by_role("button", name="不再接收").first.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    pushed(page, wechat, 3)
    assert wechat.subscriptions.left("oA") == {SAMPLES[2].id: 1}


def test_refusing_refuses_all(page: Page, wechat: Simulator) -> None:
    open_chat(page, wechat)
    tile(page, "notices")
    page.get_by_role("button", name="拒绝").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert pushed(page, wechat, 2).xml.count("<![CDATA[reject]]>") == 3


def test_film_is_sent_and_plays(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    open_chat(page, wechat)
    tile(page, "video")
    page.get_by_role("button", name="发送示例视频").click()
    page.get_by_role("button", name="播放").click()
    expect(page.locator(".is-video video")).to_have_js_property("videoWidth", 240)
    pushed(page, wechat, 2)
    medium = wechat.media.get(webhook.received[-1].field("MediaId"), wechat.clock.now())
    assert medium is not None
    assert medium.content == film()


def test_menu_changes_with_the_tag(page: Page, wechat: Simulator) -> None:
    menu(wechat, "click")
    special = checked({"button": [{"name": "留学生", "type": "click", "key": "S"}]})
    wechat.menu.add_conditional(special, MatchRule("100"))
    open_chat(page, wechat)
    expect(page.get_by_role("button", name="按钮")).to_be_visible()
    tag = wechat.tags.create("students")
    page.request.post(f"{wechat.url}/control/followers", data={"openid": "oA", "tags": [tag]})
    expect(page.get_by_role("button", name="留学生")).to_be_visible()


def test_human_agent_is_announced(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    open_chat(page, wechat)
    webhook.then = [replying("transfer_customer_service", {}, wechat.settings)]
    say(page, "人工")
    expect(page.locator(".line", has_text="转人工客服")).to_be_visible()
    expect(page.locator(".agent-line")).to_be_visible()
    say(page, "护照丢了")
    expect(page.locator(".message.me")).to_have_count(2)
    wechat.agents.answer("oA", "请先报警。")
    expect(page.locator(".message.account .bubble")).to_have_text("请先报警。")
    wechat.agents.close("oA")
    expect(page.locator(".agent-line")).to_be_hidden()


def test_place_is_reported_while_the_account_asks_for_it(page: Page, wechat: Simulator, webhook: Webhook) -> None:
    open_chat(page, wechat)
    webhook.reply = lambda _: Answer()
    wechat.change(location_report="enter")
    assert pushed(page, wechat, 2).event == "LOCATION"
    expect(page.locator(".is-typing")).to_have_count(0)


def test_sheet_closes_with_escape_and_beside_it(page: Page, wechat: Simulator) -> None:
    open_chat(page, wechat)
    tile(page, "place")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    tile(page, "voice")
    page.locator(".drawer-cover").click(position={"x": 20, "y": 20})
    expect(page.get_by_role("dialog")).to_have_count(0)
