"""The sheet for notifications, and what is kept of the answers; and other things that a follower allows."""

from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from tests.simulator.account import Account
from wxbot.simulator.notices import SAMPLES
from wxbot.simulator.pushes import Push
from wxbot.simulator.server import Simulator
from wxbot.simulator.taps import Place


def rows(push: Push, name: str) -> list[dict[str, Any]]:
    return [{node.tag: node.text for node in row} for row in fromstring(push.xml).findall(f"{name}/List")]


def test_every_answer_of_the_sheet_is_told_in_a_row_of_its_own(wechat: Simulator) -> None:
    push = wechat.answer_subscriptions("oA", {"T1": True, "T2": False}, scene=2)
    assert push.event == "subscribe_msg_popup_event"
    assert rows(push, "SubscribeMsgPopupEvent") == [
        {"TemplateId": "T1", "SubscribeStatusString": "accept", "PopupScene": "2"},
        {"TemplateId": "T2", "SubscribeStatusString": "reject", "PopupScene": "2"},
    ]


def test_each_yes_is_worth_one_message_for_good(wechat: Simulator) -> None:
    for _ in range(2):
        wechat.answer_subscriptions("oA", {"T1": True})
    wechat.clock.advance(365 * 86400)
    assert wechat.subscriptions.left("oA") == {"T1": 2}
    assert [wechat.subscriptions.spend("oA", "T1") for _ in range(3)] == [True, True, False]
    assert not wechat.subscriptions.spend("oB", "T1")


def test_later_no_is_told_and_withdraws(wechat: Simulator) -> None:
    wechat.answer_subscriptions("oA", {"T1": True, "T2": True})
    push = wechat.refuse_subscriptions("oA", ["T1"])
    assert push.event == "subscribe_msg_change_event"
    assert rows(push, "SubscribeMsgChangeEvent") == [{"TemplateId": "T1", "SubscribeStatusString": "reject"}]
    assert wechat.subscriptions.left("oA") == {"T2": 1}


def test_unfollow_forgets_all_of_it(wechat: Simulator) -> None:
    wechat.answer_subscriptions("oA", {"T1": True})
    wechat.unfollow("oA")
    assert wechat.subscriptions.left("oA") == {}


def test_sheet_on_the_phone_offers_templates(wechat: Simulator, account: Account) -> None:
    def post(name: str, body: Any, status: int = 200) -> None:
        sent = account.session.post(f"{wechat.url}/phone/oA/{name}?wait=1", json=body)
        assert sent.status_code == status

    first, second, _ = SAMPLES
    post("subscribe", {"choices": {first.id: True, second.id: False}})
    offered = account.session.get(f"{wechat.url}/phone/oA/subscriptions").json()["templates"]
    titles = [(one["chinese"], one["left"]) for one in offered]
    assert titles[:2] == [(first.template.title, 1), (second.template.title, 0)]
    post("unsubscribe", {"templates": [first.id]})
    assert wechat.subscriptions.left("oA") == {}
    post("subscribe", {}, 400)
    post("unsubscribe", {"templates": []}, 400)


def test_withdrawn_authorization_is_an_event(wechat: Simulator) -> None:
    found = fromstring(wechat.revoke_authorization("oA").xml)
    assert found.findtext("Event") == "user_authorization_revoke"
    assert (found.findtext("OpenID"), found.findtext("AppID")) == ("oA", wechat.settings.app_id)
    assert found.findtext("RevokeInfo") == "1"


def test_place_is_reported_when_the_chat_is_entered(wechat: Simulator) -> None:
    wechat.follow("oA")
    assert wechat.enter("oA") is None
    wechat.change(location_report="enter")
    push = wechat.enter("oA", Place(-33.8688, 151.2093, "悉尼"))
    assert push is not None
    assert (push.event, fromstring(push.xml).findtext("Latitude")) == ("LOCATION", "-33.8688")
    assert fromstring(push.xml).findtext("Precision") == "30.0"
    wechat.unfollow("oA")
    assert wechat.enter("oA") is None


def test_only_verified_service_accounts_hear_of_places(wechat: Simulator) -> None:
    wechat.follow("oA")
    wechat.change(location_report="enter", kind="subscription-verified")
    assert wechat.enter("oA") is None


def test_phone_enters_and_reports(wechat: Simulator, account: Account) -> None:
    wechat.follow("oA")
    url = f"{wechat.url}/phone/oA"
    assert account.session.post(f"{url}/enter").json() == {"push": 0}
    assert account.session.post(f"{url}/report?wait=1", json={"latitude": 1.5, "longitude": 2}).status_code == 200
    wechat.change(location_report="always")
    assert account.session.get(f"{url}/chat").json()["report"] == "always"
    assert account.session.post(f"{url}/enter?wait=1").json()["event"] == "LOCATION"


def test_report_is_never_on_enter_or_always(wechat: Simulator) -> None:
    with pytest.raises(ValueError, match="location report"):
        wechat.change(location_report="hourly")
