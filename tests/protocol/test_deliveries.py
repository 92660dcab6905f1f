"""One push keeps its delivery key however often it comes; two pushes never share one."""

import pytest

from tests.protocol.event_samples import REPORT, key
from tests.protocol.job_samples import TEMPLATE, sent
from tests.protocol.samples import ALICE, BOB, event, push, read
from wxbot.protocol.crypto import AesKey


def delivery(body: bytes) -> str:
    return read(body).delivery


def text(number: str, **changes: object) -> bytes:
    return push("text", f"<Content>hello</Content><MsgId>{number}</MsgId>", **changes)  # type: ignore[arg-type]


def published(number: str) -> bytes:
    return event("PUBLISHJOBFINISH", f"<PublishEventInfo><publish_id>{number}</publish_id></PublishEventInfo>")


@pytest.mark.parametrize("body", [text("1"), event("CLICK", key("HELP")), event("TEMPLATESENDJOBFINISH", TEMPLATE)])
def test_push_that_is_encrypted_anew_keeps_its_key(body: bytes) -> None:
    aes = AesKey.parse("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")
    first, second = aes.encrypt(body, "wx1"), aes.encrypt(body, "wx1")
    assert first != second
    assert delivery(aes.decrypt(first, "wx1")) == delivery(aes.decrypt(second, "wx1"))


def test_message_keeps_its_key_when_nodes_are_added() -> None:
    assert delivery(text("1")) == delivery(text("1").replace(b"</xml>", b"<MsgDataId>7</MsgDataId></xml>"))


def test_two_messages_of_one_second_differ() -> None:
    assert delivery(text("1")) != delivery(text("2"))


def test_equal_ids_of_two_followers_differ() -> None:
    assert delivery(text("1", follower=ALICE)) != delivery(text("1", follower=BOB))


def test_equal_ids_of_two_seconds_differ() -> None:
    assert delivery(text("1", created=1760000000)) != delivery(text("1", created=1760000001))


def test_long_ids_that_differ_in_the_last_digit_differ() -> None:
    assert delivery(text("9223372036854775806")) != delivery(text("9223372036854775807"))


def test_two_events_of_one_second_differ_by_their_name() -> None:
    assert delivery(event("LOCATION", REPORT)) != delivery(event("CLICK"))


def test_two_taps_of_one_second_differ_by_their_key() -> None:
    assert delivery(event("CLICK", key("HELP"))) != delivery(event("CLICK", key("NEWS")))


def test_equal_events_of_two_followers_differ() -> None:
    assert delivery(event("subscribe", follower=ALICE)) != delivery(event("subscribe", follower=BOB))


def test_equal_events_of_two_seconds_differ() -> None:
    assert delivery(event("CLICK", key("A"), created=1)) != delivery(event("CLICK", key("A"), created=2))


@pytest.mark.parametrize("name", ["MASSSENDJOBFINISH", "TEMPLATESENDJOBFINISH"])
def test_two_job_results_of_one_second_differ_by_their_job(name: str) -> None:
    assert delivery(event(name, "<MsgID>1</MsgID>")) != delivery(event(name, "<MsgID>2</MsgID>"))


def test_two_publications_of_one_second_differ_by_their_job() -> None:
    assert delivery(published("1")) != delivery(published("2"))


def test_two_notices_of_one_second_differ_by_their_message() -> None:
    name = "subscribe_msg_sent_event"
    assert delivery(event(name, sent("1"))) != delivery(event(name, sent("2")))


def test_long_addresses_that_differ_at_their_end_differ() -> None:
    address = "https://example.org/" + "a" * 1000
    assert delivery(event("VIEW", key(address + "1"))) != delivery(event("VIEW", key(address + "2")))


def test_key_of_a_long_address_is_short() -> None:
    assert len(delivery(event("VIEW", key("https://example.org/" + "好" * 1000)))) <= 200


def test_two_changes_of_mind_in_one_second_are_two_deliveries() -> None:
    line = "<List><TemplateId><![CDATA[{}]]></TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List>"
    wrapped = "<SubscribeMsgChangeEvent>" + line + "</SubscribeMsgChangeEvent>"
    first, second = (read(event("subscribe_msg_change_event", wrapped.format(name))) for name in ("TPL_A", "TPL_B"))
    assert first.delivery != second.delivery
