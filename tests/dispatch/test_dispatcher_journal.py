"""What the journal learns of a message: enough to see why it was answered so, and nothing that names a person."""

import json
from typing import Any

import pytest

from tests.dispatch.door import Door
from tests.rig.account import ALICE
from tests.rig.wire import event_xml
from wxbot.edition.edition import Edition

POPUP = (
    "<SubscribeMsgPopupEvent>"
    "<List><TemplateId>T1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString><PopupScene>2</PopupScene></List>"
    "<List><TemplateId>T2</TemplateId><SubscribeStatusString>reject</SubscribeStatusString><PopupScene>2</PopupScene></List>"
    "</SubscribeMsgPopupEvent>"
)


@pytest.fixture
def door(delivered: Edition) -> Door:
    return Door(delivered)


def _typed(door: Door) -> list[dict[str, Any]]:
    """The lines of a letter from its beginning to its end."""
    lines = []
    for words in ("投诉", "窗口让我跑了三趟", "写完了", "13800138000", "提交"):
        door.say(words)
        lines.append(door.entry)
    return lines


def test_steps_of_a_form_leave_their_names_only(door: Door) -> None:
    lines = _typed(door)
    assert [line["hit"] for line in lines[1:]] == [
        f"form/letter/{step}" for step in ("text", "text", "contact", "confirm")
    ]
    assert [line["asked"] for line in lines] == ["投诉", "", "", "", ""]
    assert [line["decision"]["intent"]["words"] for line in lines] == ["投诉", "", "", "", ""]


def test_no_typed_word_is_in_any_line(door: Door) -> None:
    written = json.dumps(_typed(door), ensure_ascii=False)
    assert [words for words in ("窗口", "三趟", "13800138000") if words in written] == []


def test_emergency_in_a_form_is_noted_without_its_words(door: Door) -> None:
    door.say("投诉", "我在巴黎护照丢了，快帮帮我")
    names = [candidate["name"] for candidate in door.entry["decision"]["candidates"]]
    assert names == ["emergencies.recognised", "form/letter/text"]
    assert "护照" not in json.dumps(door.entry, ensure_ascii=False)


def test_other_message_is_noted_as_it_was_asked(door: Door) -> None:
    door.say("护照快到期了怎么办")
    line = door.entry
    assert (line["openid"], line["source"], line["asked"]) == (ALICE, "text", "护照快到期了怎么办")
    assert (line["hit"], line["reply"]) == (line["decision"]["hit"], "TextReply")


@pytest.mark.parametrize(
    ("asked", "secret"),
    [
        ("我的手机是13800138000，请联系我", "00138"),
        ("我的身份证11010519491231002X丢了", "19491231"),
        ("护照E12345678丢了", "3456"),
        ("write to li.ming@example.com please", "ming"),
        ("搜索 13800138000", "00138"),
        ("搜索 li.ming@example.com", "ming"),
        ("Ｅ１２３４５６７８", "３４５"),
    ],
)
def test_numbers_that_name_a_person_are_masked_in_the_whole_line(door: Door, asked: str, secret: str) -> None:
    door.say(asked)
    assert secret not in json.dumps(door.entry, ensure_ascii=False)
    assert "*" in door.entry["asked"]


def test_number_of_a_letter_stays_readable(door: Door) -> None:
    door.say("20261122-0007")
    assert door.entry["asked"] == "20261122-0007"
    assert door.entry["decision"]["intent"]["words"] == "20261122 0007"


def test_long_message_is_noted_up_to_a_length(door: Door) -> None:
    door.say("护照" * 600)
    assert door.entry["asked"] == "护照" * 250


def test_popup_of_notices_is_noted_with_every_consent(door: Door) -> None:
    door.ask(event_xml("subscribe_msg_popup_event", more=POPUP))
    event, entries = door.entry["consents"]
    assert (event, door.entry["source"]) == ("popup", "note")
    assert [(entry["template_id"], entry["accepted"]) for entry in entries] == [("T1", True), ("T2", False)]


@pytest.mark.parametrize(("event", "forgets"), [("user_authorization_revoke", True), ("user_info_modified", False)])
def test_who_takes_back_his_consent_is_to_be_forgotten(door: Door, event: str, forgets: bool) -> None:
    owner = "<OpenID><![CDATA[oOwner]]></OpenID><AppID>wx0</AppID><RevokeInfo>1</RevokeInfo>"
    door.ask(event_xml(event, more=owner))
    assert door.entry.get("forget") == ("oOwner" if forgets else None)


def test_ordinary_message_says_nothing_of_consents_and_forgetting(door: Door) -> None:
    door.say("新闻")
    assert not {"consents", "forget"} & set(door.entry)


def test_parked_answer_is_fetched_without_a_note_of_what_was_said(door: Door) -> None:
    parked = {"choices": [], "parked": "迟到的答复", "parked_until": 4e9, "until": 4e9}
    door.conversation = json.dumps(parked).encode()
    assert "迟到的答复" in door.say("护照")
    assert (door.entry["asked"], door.entry["hit"]) == ("", "parked")


def test_line_has_no_reply_where_there_was_none(door: Door) -> None:
    door.ask(event_xml("VIEW", "https://example.org/"))
    assert (door.entry["reply"], door.entry["rest"], door.entry["source"]) == ("", [], "note")
