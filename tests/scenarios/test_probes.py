"""What breaks other accounts, knocked on the door of ours: nothing of it is answered wrongly, and nothing dies."""

import time

import pytest
import requests

from tests.rig.account import AES_KEY
from tests.rig.wire import Wire, event_xml, query, text_xml
from tests.scenarios.conftest import Stack

FORGED = {"signature": "0" * 40}


@pytest.fixture
def wire(plain: Stack) -> Wire:
    return Wire(plain.web.url)


def alive(wire: Wire) -> bool:
    return "报警" in wire.say("护照丢了", f"oProbe{time.time_ns():022d}")


def test_the_echo_is_given_back_exactly(wire: Wire) -> None:
    words = {**query(), "echostr": "5837397520665436492"}
    response = requests.get(f"{wire.url}/wechat", params=words, timeout=5)
    assert (response.status_code, response.text) == (200, "5837397520665436492")


@pytest.mark.parametrize("changes", [FORGED, {"timestamp": "1"}, {"nonce": "other"}, {"signature": ""}])
def test_an_unverified_echo_is_not_reflected(wire: Wire, changes: dict[str, str]) -> None:
    words = {**query(), "echostr": "<script>alert(1)</script>", **changes}
    response = requests.get(f"{wire.url}/wechat", params=words, timeout=5)
    assert response.status_code == 403
    assert "script" not in response.text


def test_a_verified_echo_cannot_become_a_page(wire: Wire) -> None:
    words = {**query(), "echostr": "<script>alert(1)</script>"}
    response = requests.get(f"{wire.url}/wechat", params=words, timeout=5)
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_forged_message_is_refused(wire: Wire) -> None:
    assert wire.post(text_xml("护照丢了"), **FORGED).status_code == 403


def test_a_stale_timestamp_with_a_valid_signature_is_refused(wire: Wire) -> None:
    assert wire.post(text_xml("护照丢了"), **query(time.time() - 3600)).status_code == 403


def test_a_request_without_any_query_is_refused(wire: Wire) -> None:
    assert requests.post(f"{wire.url}/wechat", data=text_xml("x"), timeout=5).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not xml",
        b"<xml>",
        b"<xml></xml>",
        b"<xml><ToUserName>a</ToUserName></xml>",
        b"<html><body/></html>",
        b"\xff\xfe\x00\x00",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Content>&e;</Content></xml>',
        b"<xml>" * 2000 + b"</xml>" * 2000,
        b"{}",
    ],
)
def test_a_signed_body_that_is_no_message_is_refused_and_nothing_dies(wire: Wire, body: bytes) -> None:
    assert wire.post(body).status_code == 400
    assert alive(wire)


def test_a_body_of_two_megabytes_is_refused(wire: Wire) -> None:
    assert wire.post(text_xml("长" * 700_000)).status_code == 413
    assert alive(wire)


def test_other_methods_are_refused(wire: Wire) -> None:
    assert requests.put(f"{wire.url}/wechat", data=b"x", timeout=5).status_code == 405


def test_encryption_is_refused_where_no_key_is_configured(wire: Wire) -> None:
    assert Wire(wire.url, AES_KEY).post(text_xml("护照丢了")).status_code == 403


@pytest.mark.parametrize(
    "words", ["]]>", "]]]]>>", "<xml>", "&amp;", "\U0001f600" * 100, "a" * 2048, "搜索 ]]><Content>"]
)
def test_any_words_are_answered_with_well_formed_xml(plain: Stack, alice: str, words: str) -> None:
    push = plain.wechat.text(alice, words)
    assert push.outcome == "delivered"
    assert push.deliveries[0].body_class == "reply"


def test_an_unknown_event_is_taken_in_silence(wire: Wire) -> None:
    response = wire.post(event_xml("brand_new_event", more="<Nested><Deep>1</Deep></Nested>"))
    assert (response.status_code, response.content) == (200, b"success")


def test_two_events_of_one_second_are_both_answered(wire: Wire, alice: str) -> None:
    now = int(time.time())
    first, second = (wire.post(event_xml("CLICK", key, alice, now)).text for key in ("help", "about"))
    assert first != second
    assert "success" not in (first, second)


def test_one_id_of_two_followers_is_two_messages(wire: Wire) -> None:
    number = time.time_ns() % 10**16
    stamp = f"{time.time_ns():020d}"
    first = wire.post(text_xml("护照丢了", f"oOne{stamp}", number)).text
    second = wire.post(text_xml("新闻", f"oTwo{stamp}", number)).text
    assert "报警" in first
    assert "重要外交活动" in second


def test_the_time_of_a_reply_is_in_seconds(wire: Wire) -> None:
    created = wire.say("护照丢了", f"oTime{time.time_ns():022d}").split("<CreateTime>")[1].split("<")[0]
    assert abs(int(created) - time.time()) < 10


def test_a_burst_of_job_results_is_taken_whole(plain: Stack) -> None:
    xml = "<MsgID>{}</MsgID><Status><![CDATA[success]]></Status>"
    now = int(time.time())
    wire = Wire(plain.web.url)
    answers = {wire.post(event_xml("TEMPLATESENDJOBFINISH", "", "oJob", now, xml.format(n))).content for n in range(60)}
    assert answers == {b"success"}
