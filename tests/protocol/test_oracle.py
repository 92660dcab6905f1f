"""wechatpy reads and locks the same messages in its own way; where it knows a kind, it must agree with us."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto
from wechatpy.parser import parse_message

from tests.protocol.event_samples import ACTIONS
from tests.protocol.job_samples import RESULTS
from tests.protocol.message_samples import MESSAGES
from tests.protocol.samples import read
from tests.protocol.vectors import APP_ID, ENCODED_KEY, KEY, MESSAGE, NONCE, NOW, SAFE, TIMESTAMP, TOKEN
from wxbot.protocol.envelope import close_envelope, open_envelope
from wxbot.protocol.xml import parse

BODIES = {name: sample[0] for name, sample in (*MESSAGES.items(), *ACTIONS.items(), *RESULTS.items())}

# What wechatpy makes of a sample, and what we must make of it.
AGREEMENTS: dict[str, tuple[Callable[[Any], object], Callable[[Any], object]]] = {
    "text": (lambda it: it.content, lambda it: it.content),
    "image": (lambda it: (it.image, it.media_id), lambda it: (it.picture_url, it.media_id)),
    "voice": (
        lambda it: (it.media_id, it.format, it.recognition or ""),
        lambda it: (it.media_id, it.format, it.recognition),
    ),
    "heard voice": (lambda it: it.recognition, lambda it: it.recognition),
    "video": (lambda it: (it.media_id, it.thumb_media_id), lambda it: (it.media_id, it.thumb_media_id)),
    "shortvideo": (lambda it: (it.media_id, it.thumb_media_id), lambda it: (it.media_id, it.thumb_media_id)),
    "location": (
        lambda it: (float(it.location_x), float(it.location_y), int(it.scale), it.label),
        lambda it: (it.latitude, it.longitude, it.scale, it.label),
    ),
    "link": (lambda it: (it.title, it.description, it.url), lambda it: (it.title, it.description, it.url)),
    "subscribe": (lambda it: it.key or "", lambda it: it.scene),
    "subscribe by code": (lambda it: (it.scene_id, it.ticket), lambda it: (it.scene, it.ticket)),
    "subscribe after payment": (lambda it: it.key, lambda it: it.scene),
    "unsubscribe": (lambda it: it.event, lambda it: type(it).__name__.lower()),
    "scan": (lambda it: (it.scene_id, it.ticket), lambda it: (it.scene, it.ticket)),
    "location report": (
        lambda it: (it.latitude, it.longitude, it.precision),
        lambda it: (it.latitude, it.longitude, it.precision),
    ),
    "click": (lambda it: it.key, lambda it: it.key),
    "view": (lambda it: it.url, lambda it: it.url),
    "scancode_push": (
        lambda it: (it.key, it.scan_type, it.scan_result),
        lambda it: (it.key, it.scan_type, it.result),
    ),
    "scancode_waitmsg": (
        lambda it: (it.key, it.scan_type, it.scan_result),
        lambda it: (it.key, it.scan_type, it.result),
    ),
    "pic_weixin": (
        lambda it: (it.key, tuple(picture["PicMd5Sum"] for picture in it.pictures)),
        lambda it: (it.key, it.checksums),
    ),
    "location_select": (
        lambda it: (it.key, float(it.location_x), float(it.location_y), int(it.scale), it.label, it.poiname or ""),
        lambda it: (it.key, it.latitude, it.longitude, it.scale, it.label, it.place),
    ),
    "kf_create_session": (lambda it: it.account, lambda it: it.account_name),
    "kf_close_session": (lambda it: it.account, lambda it: it.account_name),
    "kf_switch_session": (
        lambda it: (it.from_account, it.to_account),
        lambda it: (it.former_account_name, it.account_name),
    ),
    "verify_expired": (lambda it: int(it.expired_time.timestamp()), lambda it: it.expires),
    "naming_verify_fail": (lambda it: it.fail_reason, lambda it: it.reason),
    "mass": (
        lambda it: (str(it.id), it.status, it.total_count, it.filter_count, it.sent_count, it.error_count),
        lambda it: (it.message_id, it.status, it.total, it.filtered, it.sent, it.failed),
    ),
    "template": (lambda it: (str(it.id), it.status), lambda it: (it.message_id, it.status)),
    "popup": (
        lambda it: [(row["TemplateId"], row["SubscribeStatusString"] == "accept") for row in it.subscribes],
        lambda it: [(entry.template_id, entry.accepted) for entry in it.entries],
    ),
    "sent": (
        lambda it: [(row["TemplateId"], row["MsgID"], row["ErrorCode"]) for row in it.subscribes],
        lambda it: [(entry.template_id, entry.message_id, entry.error_code) for entry in it.entries],
    ),
}


@pytest.mark.parametrize("name", AGREEMENTS)
def test_wechatpy_reads_the_same_fields(name: str) -> None:
    theirs, ours = AGREEMENTS[name]
    assert ours(read(BODIES[name])) == theirs(parse_message(BODIES[name]))


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_wechatpy_reads_the_same_head(body: bytes) -> None:
    ours, theirs = read(body), parse_message(body)
    assert (ours.account, ours.follower, ours.created) == (theirs.target, theirs.source, theirs.time)


THEIRS = WeChatCrypto(TOKEN, ENCODED_KEY, APP_ID)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=80))
def test_what_wechatpy_locks_opens_here(words: str) -> None:
    message = f"<xml><Content><![CDATA[{words.replace(']]>', '')}]]></Content></xml>"
    locked = parse(THEIRS.encrypt_message(message, NONCE, TIMESTAMP).encode())
    query = {"encrypt_type": "aes", "timestamp": TIMESTAMP, "nonce": NONCE, "msg_signature": locked["MsgSignature"]}
    opened = open_envelope(f"<xml><Encrypt>{locked['Encrypt']}</Encrypt></xml>".encode(), query, SAFE)
    assert opened.tree == parse(message.encode())


@settings(deadline=None)
@given(st.text(max_size=80))
def test_what_is_locked_here_opens_in_wechatpy(words: str) -> None:
    closed = close_envelope(words.encode(), KEY, SAFE, NOW)
    tree = parse(closed)
    assert THEIRS.decrypt_message(closed, tree["MsgSignature"], tree["TimeStamp"], tree["Nonce"]) == words


def test_known_message_locked_here_opens_in_wechatpy() -> None:
    tree = parse(close_envelope(MESSAGE, KEY, SAFE, NOW))
    envelope = {"Encrypt": tree["Encrypt"]}
    opened = THEIRS.decrypt_message(envelope, tree["MsgSignature"], tree["TimeStamp"], tree["Nonce"])
    assert opened.encode() == MESSAGE
