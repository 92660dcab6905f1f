"""What each action of a follower pushes."""

from collections.abc import Callable
from xml.etree.ElementTree import fromstring

import pytest

from tests.simulator.account import Account
from tests.simulator.webhook import Answer, Webhook, replying, saying
from wxbot.simulator.pushes import Push
from wxbot.simulator.server import Simulator

BUTTONS = [
    {"name": "click", "type": "click", "key": "HELP"},
    {
        "name": "ask",
        "sub_button": [
            {"name": "scan", "type": "scancode_waitmsg", "key": "SCAN"},
            {"name": "photo", "type": "pic_weixin", "key": "PIC"},
            {"name": "place", "type": "location_select", "key": "PLACE"},
        ],
    },
    {"name": "page", "type": "view", "url": "http://127.0.0.1/page"},
]


def names(push: Push) -> list[str]:
    return [node.tag for node in fromstring(push.xml)]


def field(push: Push, name: str) -> str | None:
    return fromstring(push.xml).findtext(name)


@pytest.mark.parametrize(
    ("act", "kind", "nodes"),
    [
        (lambda wechat: wechat.text("oA", "x"), "text", ["Content"]),
        (lambda wechat: wechat.image("oA"), "image", ["PicUrl", "MediaId"]),
        (lambda wechat: wechat.voice("oA"), "voice", ["MediaId", "Format", "Recognition", "MediaId16K"]),
        (lambda wechat: wechat.video("oA"), "video", ["MediaId", "ThumbMediaId"]),
        (lambda wechat: wechat.video("oA", short=True), "shortvideo", ["MediaId", "ThumbMediaId"]),
        (lambda wechat: wechat.location("oA"), "location", ["Location_X", "Location_Y", "Scale", "Label"]),
        (lambda wechat: wechat.link("oA", "t", "d", "u"), "link", ["Title", "Description", "Url"]),
    ],
)
def test_message_has_the_nodes_of_its_kind(
    act: Callable[[Simulator], Push], kind: str, nodes: list[str], wechat: Simulator
) -> None:
    push = act(wechat)
    head = ["ToUserName", "FromUserName", "CreateTime", "MsgType"]
    assert names(push) == [*head, *nodes, "MsgId"]
    assert field(push, "MsgType") == kind
    assert push.delivery_key == f"{push.msg_id}|oA|{push.create_time}"


def test_every_message_has_an_id_of_its_own(wechat: Simulator) -> None:
    assert len({wechat.text("oA", "x").msg_id for _ in range(5)}) == 5


def test_follow_and_unfollow_are_events(wechat: Simulator) -> None:
    push = wechat.follow("oA")
    assert (push.event, push.key, push.msg_id) == ("subscribe", "", "")
    assert push.delivery_key == f"oA|{push.create_time}|subscribe|"
    assert wechat.followers.follows("oA")
    assert wechat.unfollow("oA").event == "unsubscribe"
    assert not wechat.followers.follows("oA")


def test_unfollower_sees_no_answer(wechat: Simulator, webhook: Webhook) -> None:
    webhook.reply = saying("stay!", wechat.settings)
    assert wechat.unfollow("oA").shown == ()


def test_scan_of_a_stranger_is_a_follow_with_the_scene(wechat: Simulator) -> None:
    assert (lambda push: (push.event, push.key))(wechat.scan("oA", "desk-12")) == ("subscribe", "qrscene_desk-12")
    assert (lambda push: (push.event, push.key))(wechat.scan("oA", "desk-12")) == ("SCAN", "desk-12")


def test_tap_on_an_unknown_key_is_a_click(wechat: Simulator) -> None:
    push = wechat.tap("oA", "HELP")
    assert (push.event, push.key) == ("CLICK", "HELP")


def test_buttons_that_ask_push_their_event_and_then_the_message(wechat: Simulator, account: Account) -> None:
    assert account.call("menu/create", {"button": BUTTONS})["errcode"] == 0
    assert fromstring(wechat.tap("oA", "SCAN").xml).findtext("ScanCodeInfo/ScanType") == "qrcode"
    assert fromstring(wechat.tap("oA", "PIC").xml).findtext("SendPicsInfo/Count") == "1"
    assert fromstring(wechat.tap("oA", "PLACE").xml).findtext("SendLocationInfo/Label")
    kinds = [field(push, "MsgType") for push in wechat.ledger.pushes]
    assert kinds == ["event", "event", "image", "event", "location"]


def test_view_button_pushes_its_address_and_shows_no_answer(
    wechat: Simulator, account: Account, webhook: Webhook
) -> None:
    account.call("menu/create", {"button": BUTTONS})
    webhook.reply = saying("unread", wechat.settings)
    push = wechat.tap("oA", "http://127.0.0.1/page")
    assert (push.event, push.key, push.shown) == ("VIEW", "http://127.0.0.1/page", ())


def test_answer_to_a_menu_line_carries_its_id_except_in_the_sandbox(wechat: Simulator) -> None:
    assert field(wechat.text("oA", "满意", "101"), "bizmsgmenuid") == "101"
    wechat.change(kind="sandbox")
    assert field(wechat.text("oA", "满意", "101"), "bizmsgmenuid") is None


def test_any_event_can_be_pushed_and_jobs_tell_their_id_in_the_key(wechat: Simulator) -> None:
    push = wechat.event("oA", "TEMPLATESENDJOBFINISH", {"MsgID": 353, "Status": "success"})
    assert push.delivery_key.endswith("|TEMPLATESENDJOBFINISH||353")
    info = {"PublishEventInfo": {"publish_id": 22, "publish_status": 0}}
    assert wechat.event("oA", "PUBLISHJOBFINISH", info).delivery_key.endswith("|PUBLISHJOBFINISH||22")


def test_picture_of_a_follower_can_be_replied_and_fetched(
    wechat: Simulator, account: Account, webhook: Webhook
) -> None:
    def back(received: object) -> Answer:
        media_id = webhook.received[-1].field("MediaId")
        return replying("image", {"Image": {"MediaId": media_id}}, wechat.settings)(webhook.received[-1])

    webhook.reply = back
    push = wechat.image("oA")
    assert push.shown[0].type == "image"
    url = field(push, "PicUrl")
    assert url
    assert account.session.get(url).content.startswith(b"\x89PNG")
