"""A form on its way through the dispatcher: sealed wherever it is kept, and open until its end is really kept."""

import json

import pytest
from cryptography.fernet import Fernet

from tests.dispatch.door import Door, broken, unavailable
from tests.rig.wire import event_xml, text_xml
from wxbot.dispatch.context import Conversation
from wxbot.edition.edition import Edition
from wxbot.services.effects import OpenLetter, Receipt
from wxbot.store.vault import Vault

SECRETS = ("希望周六也能办护照", "li.ming@example.com", "13800138000")
LOCATION = "<Location_X>48.8566</Location_X><Location_Y>2.3522</Location_Y><Scale>16</Scale><Label>巴黎</Label>"


@pytest.fixture
def door(delivered: Edition) -> Door:
    return Door(delivered)


def _fill(door: Door, contact: str = "li.ming@example.com") -> str:
    """Advice up to the last look; returns that."""
    return door.say("提建议", "希望周六也能办护照", "写完了", contact)


def _opened(door: Door) -> Conversation:
    return Conversation.load(door.vault.open(door.conversation))


def _place(xml_of: str = "x") -> str:
    return (
        text_xml(xml_of)
        .replace("<![CDATA[text]]>", "<![CDATA[location]]>")
        .replace("<Content><![CDATA[x]]></Content>", LOCATION)
    )


def test_typed_words_are_nowhere_in_what_is_kept(door: Door) -> None:
    for words in ("提建议", "希望周六也能办护照", "写完了", "li.ming@example.com", "提交"):
        door.say(words)
        kept = door.kept
        assert [secret for secret in SECRETS if secret.encode() in kept or ascii(secret)[1:-1].encode() in kept] == []


def test_conversation_with_a_form_is_sealed_and_opened_again(door: Door) -> None:
    _fill(door)
    assert not door.conversation.startswith(b"{")
    form = _opened(door).form
    assert form is not None
    assert (form.form, form.values["text"], form.values["contact"]) == ("letter", SECRETS[0], SECRETS[1])


def test_last_look_that_is_kept_for_retries_is_sealed_and_the_follower_sees_it(door: Door) -> None:
    reply = _fill(door)
    assert "希望周六也能办护照" in reply
    assert "li.ming@example.com" in reply
    assert door.closing is not None
    assert not door.closing.reply.startswith(b"<")


def test_form_is_handed_in_and_closed(door: Door) -> None:
    _fill(door)
    assert "20261122-0007" in door.say("提交")
    (letter,) = door.asked
    assert isinstance(letter, OpenLetter)
    assert (letter.kind, letter.text, letter.contact) == ("advice", SECRETS[0], SECRETS[1])
    assert door.conversation.startswith(b"{")
    assert Conversation.load(door.conversation).form is None


def test_conversation_without_anything_personal_is_not_sealed(door: Door) -> None:
    door.say("新闻")
    assert json.loads(door.conversation)["choices"]


def test_place_is_sealed(door: Door) -> None:
    door.ask(_place())
    assert b"48.8" not in door.kept
    assert _opened(door).place == (48.8566, 2.3522)


def test_form_whose_key_is_gone_is_forgotten(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    _fill(door)
    door.vault = Vault(Fernet.generate_key().decode(), "i" * 32)
    assert "没有正在填写" in door.say("退出")
    assert "cannot be opened" in caplog.text


def test_form_that_the_previous_key_sealed_goes_on(door: Door) -> None:
    key = Fernet.generate_key().decode()
    door.vault = Vault(key, "i" * 32)
    _fill(door)
    door.vault = Vault(f"{Fernet.generate_key().decode()},{key}", "i" * 32)
    assert "20261122-0007" in door.say("提交")


@pytest.mark.parametrize("spoilt", [b"gAAAAAB", b"\xff\xfe", b"[]", b"{", b'{"form": {"form": "letter"}}'])
def test_conversation_that_cannot_be_read_is_forgotten(door: Door, spoilt: bytes) -> None:
    door.conversation = spoilt
    assert "没有正在填写" in door.say("退出")


def test_form_stays_open_while_its_end_cannot_be_kept(door: Door) -> None:
    _fill(door)
    door.keep = unavailable
    assert "20261122-0007" not in door.say("提交")
    form = _opened(door).form
    assert form is not None
    assert form.step == "confirm"


def test_follower_is_told_that_nothing_was_kept(door: Door, delivered: Edition) -> None:
    _fill(door)
    door.keep = unavailable
    assert delivered.phrase("not-kept", "zh") in door.say("提交")


def test_form_is_handed_in_once_the_database_answers_again(door: Door) -> None:
    _fill(door)
    door.keep = unavailable
    door.say("提交")
    door.keep = Door.keep
    assert "20261122-0007" in door.say("提交")
    assert len({effect.origin for effect in door.asked if isinstance(effect, OpenLetter)}) == 1
    assert "已经结束" in door.say("退出")


def test_form_stays_open_when_keeping_fails_for_a_fault_of_ours(door: Door, delivered: Edition) -> None:
    _fill(door)
    door.keep = broken
    assert delivered.phrase("error", "zh") in door.say("提交")
    assert _opened(door).form is not None


def test_letter_that_waits_is_confirmed_without_a_number(door: Door, delivered: Edition) -> None:
    _fill(door)
    door.keep = lambda effects: [Receipt(waits=True) for _ in effects]
    assert delivered.phrase("letter-waits", "zh") in door.say("提交")
    assert "已经结束" in door.say("退出")


def test_what_only_asks_is_told_to_be_unavailable(door: Door, delivered: Edition) -> None:
    door.keep = unavailable
    assert delivered.phrase("not-kept", "zh") in door.say("我的来信")


def test_no_form_is_opened_while_redis_is_down(door: Door, delivered: Edition) -> None:
    door.alone = True
    assert delivered.phrase("form-closed", "zh") in door.say("提建议")
    assert _form_of(door) is None


def _form_of(door: Door) -> object:
    stored = door.conversation
    return Conversation.load(stored if stored.startswith(b"{") or not stored else door.vault.open(stored)).form


def test_numbers_of_an_earlier_list_mean_nothing_to_a_form(door: Door) -> None:
    """Else the “1” that answers its question would open an article."""
    door.say("新闻")
    door.say("提建议")
    door.say("1")
    assert _form_of(door) is not None


def test_one_who_leaves_leaves_nothing_in_redis(door: Door) -> None:
    _fill(door)
    door.follower["language"] = "en"
    door.ask(event_xml("unsubscribe"))
    assert door.closing is not None
    assert (door.closing.forget, dict(door.closing.follower)) == (True, {})


def test_language_that_was_chosen_is_known_with_the_next_message(door: Door) -> None:
    door.say("English")
    assert door.follower == {"known": "1", "language": "en"}
    assert "cannot answer" in door.say("呜啦啦呜啦啦")


def test_language_that_could_not_be_kept_is_not_taken_for_chosen(door: Door) -> None:
    door.keep = unavailable
    door.say("English")
    assert door.follower == {"known": "1"}


def test_who_is_in_danger_is_heard_however_many_messages_he_sent(door: Door) -> None:
    door.count = 31
    assert "已收到" not in door.say("你好")
    assert "12308" in door.say("救命，我被绑架了")


def test_another_form_does_not_throw_the_open_one_away(door: Door) -> None:
    door.say("投诉", "窗口让我跑了三趟")
    assert "没填完" in door.ask(event_xml("CLICK", "person"))
    assert "窗口让我跑了三趟" in door.say("写完了", "跳过")


def test_an_e_mail_address_does_not_change_the_forms_language(door: Door) -> None:
    door.say("提建议", "希望周末也能办证", "写完了")
    assert "请核对" in door.say("anna@example.org")
