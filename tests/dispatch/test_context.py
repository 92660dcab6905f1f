"""What a conversation remembers, for how long, and what of it must be sealed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wxbot.dispatch.answers import Filled
from wxbot.dispatch.context import Context, Conversation
from wxbot.edition.edition import Edition

NOW = 1_795_000_000.25
FORM = Filled("letter", "0" * 64, "text", {"kind": "advice", "text": "护照 “\n”"}, NOW + 60)
FULL = Conversation((("会见", "news/visit"),), "news@2", "en", "late", NOW + 5, FORM, (48.86, -2.35), NOW + 60)
PLACE = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def test_conversation_is_read_as_it_was_written() -> None:
    assert Conversation.load(FULL.dump()) == FULL


@given(
    choices=st.lists(st.tuples(TEXT, TEXT)),
    values=st.dictionaries(TEXT, TEXT),
    place=st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
)
def test_any_words_are_read_as_they_were_written(
    choices: list[tuple[str, str]], values: dict[str, str], place: tuple[float, float]
) -> None:
    form = Filled("letter", "origin", "text", values, NOW)
    written = Conversation(choices=tuple(choices), form=form, place=place, until=NOW)
    assert Conversation.load(written.dump()) == written


def test_nothing_open_leaves_nothing() -> None:
    assert Conversation().dump() == b""
    assert Conversation(until=NOW).dump() == b""
    assert Conversation.load(b"") == Conversation()


@pytest.mark.parametrize(
    "stored",
    [
        *(b"{", b"[]", b"null", b'"x"', b"\xff", b'{"choices": 7}', b'{"place": [1]}', b'{"place": "here"}'),
        *(b'{"form": {"form": "letter"}}', b'{"form": {"unknown": 1}}', b'{"form": 7}', b'{"until": "soon"}'),
    ],
)
def test_what_cannot_be_read_is_forgotten(stored: bytes) -> None:
    assert Conversation.load(stored) == Conversation()


@pytest.mark.parametrize(
    ("conversation", "private"),
    [
        (Conversation(), False),
        (Conversation((("会见", "news/visit"),), "news@2", "en"), False),
        (Conversation(form=FORM), True),
        (Conversation(place=(0.0, 0.0)), True),
    ],
)
def test_form_and_place_must_be_sealed(conversation: Conversation, private: bool) -> None:
    assert conversation.private is private


def test_choices_and_place_are_kept_until_their_time_is_over() -> None:
    assert FULL.fresh(NOW + 59) == FULL
    over = FULL.fresh(NOW + 60)
    assert (over.choices, over.more, over.place) == ((), "", None)
    assert (over.form, over.language, over.parked) == (FORM, "en", "late")


def test_form_is_open_until_its_own_time_is_over() -> None:
    assert FULL.open_form(NOW + 59) == FORM
    assert FULL.open_form(NOW + 60) is None
    assert Conversation().open_form(NOW) is None


def test_local_time_is_on_the_accounts_own_clock() -> None:
    context = Context(Edition(), "zh", dt.datetime(2026, 11, 22, 16, tzinfo=dt.UTC), "https://account.example", "o")
    assert context.local.isoformat() == "2026-11-23T00:00:00+08:00"
