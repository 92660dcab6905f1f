"""Menu buttons that ask for something: the event first, then what was given."""

from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from tests.simulator.account import Account
from tests.simulator.webhook import Answer, Webhook
from wxbot.simulator.samples import photo, picture
from wxbot.simulator.server import Simulator
from wxbot.simulator.taps import Place, Scanned

KINDS = ["scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select"]
TOKYO = Place(35.6762, 139.6503, "东京")


@pytest.fixture(autouse=True)
def _menu(wechat: Simulator, account: Account) -> None:
    wechat.followers.ensure("oA", 0)
    below = [{"type": kind, "name": kind[:9], "key": kind} for kind in KINDS]
    buttons = [{"name": "one", "sub_button": below[:3]}, {"name": "two", "sub_button": below[3:]}]
    assert account.call("menu/create", {"button": buttons})["errcode"] == 0


def received(webhook: Webhook) -> list[str]:
    return [one.field("Event") or one.field("MsgType") for one in webhook.received]


@pytest.mark.parametrize("kind", ["scancode_push", "scancode_waitmsg"])
def test_scan_tells_what_was_read_and_opens_a_window(
    kind: str, wechat: Simulator, account: Account, webhook: Webhook
) -> None:
    push = wechat.tap("oA", kind, scanned=Scanned("EAN_13,6901234567892", "barcode"))
    found = fromstring(push.xml)
    assert (push.event, push.key) == (kind, kind)
    assert found.findtext("ScanCodeInfo/ScanType") == "barcode"
    assert found.findtext("ScanCodeInfo/ScanResult") == "EAN_13,6901234567892"
    assert received(webhook) == [kind]
    assert [window.left for window in wechat.windows.live("oA", wechat.clock.now())] == [3]


@pytest.mark.parametrize("kind", ["pic_sysphoto", "pic_photo_or_album", "pic_weixin"])
def test_pictures_follow_the_event_that_counts_them(kind: str, wechat: Simulator, webhook: Webhook) -> None:
    push = wechat.tap("oA", kind, pictures=[picture(), photo("night")])
    info = fromstring(push.xml).find("SendPicsInfo")
    assert info is not None
    assert info.findtext("Count") == "2"
    assert len({item.text for item in info.iter("PicMd5Sum")}) == 2
    assert received(webhook) == [kind, "image", "image"]
    stored = [wechat.media.get(one.field("MediaId"), wechat.clock.now()) for one in webhook.received[1:]]
    assert [medium and medium.mimetype for medium in stored] == ["image/png", "image/jpeg"]


def test_place_follows_its_event_with_numbers(wechat: Simulator, webhook: Webhook) -> None:
    push = wechat.tap("oA", "location_select", place=TOKYO)
    info = fromstring(push.xml).find("SendLocationInfo")
    assert info is not None
    assert [node.tag for node in info] == ["Location_X", "Location_Y", "Scale", "Label", "Poiname"]
    assert "<Location_X><![CDATA[35.6762]]>" in push.xml
    assert received(webhook) == ["location_select", "location"]
    assert (webhook.received[1].field("Location_X"), webhook.received[1].field("Label")) == ("35.6762", "东京")


def test_companion_waits_for_its_event_although_nobody_waits(wechat: Simulator, webhook: Webhook) -> None:
    webhook.then = [lambda _: Answer(after=0.1)]
    wechat.tap("oA", "location_select", wait=False)
    wechat.push_of(2)
    assert received(webhook) == ["location_select", "location"]
    assert [message.bubble.type for message in wechat.chat("oA")] == ["location"]


def test_phone_gives_what_the_buttons_ask_for(wechat: Simulator, account: Account, webhook: Webhook) -> None:
    def tap(body: Any = None, files: Any = None) -> None:
        url = f"{wechat.url}/phone/oA/tap?wait=1"
        sent = account.session.post(url, data=body, files=files) if files else account.session.post(url, json=body)
        assert sent.status_code == 200, sent.text

    tap({"key": "scancode_waitmsg", "scanned": "E12345678", "scan_type": "qrcode"})
    tap({"key": "pic_weixin", "samples": ["noon", "night", "evening"]})
    tap({"key": "pic_sysphoto"}, [("image", ("a.png", picture())), ("image", ("b.jpg", photo()))])
    tap({"key": "location_select", "latitude": 48.8566, "longitude": 2.3522, "label": "巴黎"})
    assert received(webhook) == [
        *("scancode_waitmsg", "pic_weixin", "image", "image", "image", "pic_sysphoto", "image", "image"),
        *("location_select", "location"),
    ]
    assert webhook.received[-1].field("Label") == "巴黎"


@pytest.mark.parametrize(
    "body", [{"samples": ["dawn"]}, {"samples": "noon"}, {"samples": ["noon"] * 10}, {"latitude": "north"}]
)
def test_phone_refuses_what_it_cannot_give(body: Any, wechat: Simulator, account: Account) -> None:
    sent = account.session.post(f"{wechat.url}/phone/oA/tap", json={"key": "pic_weixin", **body})
    assert sent.status_code == 400


def test_button_that_the_platform_answers_tells_nobody(wechat: Simulator, account: Account, webhook: Webhook) -> None:
    media_id = account.upload("image", picture(), "material/add_material")["media_id"]
    account.call("menu/create", {"button": [{"type": "media_id", "name": "n", "media_id": media_id, "key": "M"}]})
    with pytest.raises(ValueError, match="platform"):
        wechat.tap("oA", "M")
    assert webhook.received == []
