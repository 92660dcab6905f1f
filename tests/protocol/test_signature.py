"""Only what is signed with our token passes; whatever else comes is refused in order."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wxbot.errors import SignatureError
from wxbot.protocol.signature import sign, verify

PUBLISHED = ("AAAAA", "1714037059", "486452656")
PUBLISHED_SIGNATURE = "899cf89e464efb63f54ddac96b0a0a235f53aa78"

# Everything that a text can hold in Python, lone surrogates included.
anything = st.text(st.characters())


def test_published_example_is_signed_as_published() -> None:
    assert sign(*PUBLISHED) == PUBLISHED_SIGNATURE


def test_published_example_is_accepted() -> None:
    verify(PUBLISHED_SIGNATURE, *PUBLISHED)


def test_order_of_the_parts_does_not_matter() -> None:
    assert sign("b", "a", "c") == sign("c", "b", "a")


def test_parts_are_sorted_as_bytes() -> None:
    assert sign("b", "A", "é", "0") == hashlib.sha1("0Abé".encode()).hexdigest()


@pytest.mark.parametrize(
    "given_signature",
    [
        "",
        PUBLISHED_SIGNATURE.upper(),
        PUBLISHED_SIGNATURE[:-1],
        PUBLISHED_SIGNATURE + "0",
        " " + PUBLISHED_SIGNATURE,
        "0" * 40,
        "签名",
        "\ud800",
        "\x00",
    ],
)
def test_any_other_signature_is_refused(given_signature: str) -> None:
    with pytest.raises(SignatureError):
        verify(given_signature, *PUBLISHED)


@pytest.mark.parametrize("place", range(3))
def test_signature_covers_every_part(place: int) -> None:
    parts = list(PUBLISHED)
    parts[place] += "0"
    with pytest.raises(SignatureError):
        verify(PUBLISHED_SIGNATURE, *parts)


@settings(deadline=None)
@given(anything, st.lists(anything, max_size=4))
def test_no_parameters_break_the_check(given_signature: str, parts: list[str]) -> None:
    with pytest.raises(SignatureError):
        verify(given_signature, "TESTTOKEN", *parts)


@settings(deadline=None)
@given(st.lists(anything, max_size=4))
def test_what_is_signed_is_accepted_whatever_it_holds(parts: list[str]) -> None:
    verify(sign("TESTTOKEN", *parts), "TESTTOKEN", *parts)
