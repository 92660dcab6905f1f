"""How a reply leaves: as it is, or locked with the key of its request and signed."""

from dataclasses import replace

from tests.protocol.vectors import APP_ID, BODY, KEY, MESSAGE, NOW, OTHER_KEY, QUERY, SAFE, TIMESTAMP, TOKEN
from wxbot.protocol.envelope import close_envelope, open_envelope
from wxbot.protocol.signature import sign
from wxbot.protocol.xml import Tree, parse


def locked(at: float = NOW) -> Tree:
    return parse(close_envelope(MESSAGE, KEY, SAFE, at))


def test_plain_reply_goes_out_unchanged() -> None:
    assert close_envelope(b"<xml>1</xml>", None, SAFE, NOW) == b"<xml>1</xml>"


def test_locked_reply_shows_nothing_but_its_envelope() -> None:
    tree = locked()
    assert set(tree) == {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"}


def test_locked_reply_is_signed_with_its_own_time_and_nonce() -> None:
    tree = locked(NOW + 0.7)
    assert tree["TimeStamp"] == TIMESTAMP
    assert tree["MsgSignature"] == sign(TOKEN, TIMESTAMP, tree["Nonce"], tree["Encrypt"])


def test_two_locked_replies_have_different_nonces() -> None:
    assert locked()["Nonce"] != locked()["Nonce"]


def test_reply_is_locked_with_the_key_that_opened_the_request() -> None:
    rotating = replace(SAFE, keys=(OTHER_KEY, KEY))
    opened = open_envelope(BODY, QUERY, rotating)
    closed = close_envelope(MESSAGE, opened.key, rotating, NOW)
    assert KEY.decrypt(parse(closed)["Encrypt"], APP_ID) == MESSAGE
