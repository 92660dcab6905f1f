"""Every request must be signed with our token, and freshly."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.protocol.vectors import NONCE, NOW, PLAIN, PLAIN_QUERY, QUERY, SAFE, TOKEN
from wxbot.errors import ProtocolError, SignatureError, StaleError
from wxbot.protocol.envelope import guard
from wxbot.protocol.signature import sign

anything = st.text(st.characters())


def signed(timestamp: str, nonce: str = NONCE) -> dict[str, str]:
    return {"signature": sign(TOKEN, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}


def test_signed_and_fresh_request_passes() -> None:
    guard(PLAIN_QUERY, PLAIN, NOW)


def test_published_set_up_request_passes() -> None:
    query = {"signature": "899cf89e464efb63f54ddac96b0a0a235f53aa78", "timestamp": "1714037059", "nonce": "486452656"}
    guard(query | {"echostr": "4375120948345356249"}, replace(PLAIN, token="AAAAA"), NOW)


@pytest.mark.parametrize("missing", ["signature", "timestamp", "nonce"])
def test_request_that_lacks_a_parameter_is_refused(missing: str) -> None:
    with pytest.raises(SignatureError):
        guard({name: value for name, value in PLAIN_QUERY.items() if name != missing}, PLAIN, NOW)


def test_message_signature_does_not_stand_in_for_the_signature() -> None:
    with pytest.raises(SignatureError):
        guard({**QUERY, "signature": QUERY["msg_signature"]}, SAFE, NOW)


@pytest.mark.parametrize("seconds", [-300, -1, 0, 1, 300])
def test_timestamp_inside_the_window_passes(seconds: int) -> None:
    guard(signed(str(int(NOW) + seconds)), PLAIN, NOW)


@pytest.mark.parametrize("seconds", [-86400, -301, 301, 86400])
def test_signed_timestamp_outside_the_window_is_stale(seconds: int) -> None:
    with pytest.raises(StaleError):
        guard(signed(str(int(NOW) + seconds)), PLAIN, NOW)


@pytest.mark.parametrize(
    "timestamp", ["", "now", "-1", "1714037059.0", "１７１４０３７０５９", "²", "1714037059000", "9" * 9000]
)
def test_signed_timestamp_that_is_no_second_is_stale(timestamp: str) -> None:
    with pytest.raises(StaleError):
        guard(signed(timestamp), PLAIN, NOW)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(("signature", "timestamp", "nonce")), anything))
def test_no_query_breaks_the_guard(query: Mapping[str, str]) -> None:
    with pytest.raises(ProtocolError):
        guard(query, PLAIN, NOW)


@settings(deadline=None)
@given(anything, anything)
def test_no_signed_query_breaks_the_guard(timestamp: str, nonce: str) -> None:
    with pytest.raises(StaleError):
        guard(signed(timestamp, nonce), PLAIN, NOW)
