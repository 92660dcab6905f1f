"""A body that fits becomes a value; one that does not is refused with a sentence that names the field."""

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from wxbot.edition.kinds import Article, Autoreply, Faq, Kind, Menu, News, Phrase, Speech, parse_body
from wxbot.errors import ContentError

NEWS = {"date": "2026-11-20", "summary": "A summary.", "text": "A text."}
SPEECH = {**NEWS, "speaker": "李明", "office": "部长", "occasion": "年会"}
FAQ = {"category": "passport", "answer": "An answer."}
ANSWER = {"type": "text", "text": "An answer."}
CONDITION = {"match": "exact", "words": ["签证"]}
RULE = {"conditions": [CONDITION], "answers": [ANSWER]}
BUTTON = {"name": "News", "type": "click", "key": "news"}
MENU = {"buttons": [BUTTON]}
PHRASE = {"text": "Welcome."}


def refusal(kind: Kind, body: Any) -> str:
    with pytest.raises(ContentError) as refused:
        parse_body(kind, body, "content/item.zh")
    return str(refused.value)


@pytest.mark.parametrize(
    ("kind", "body", "type_"),
    [
        (Kind.NEWS, NEWS, News),
        (Kind.SPEECH, SPEECH, Speech),
        (Kind.FAQ, FAQ, Faq),
        (Kind.AUTOREPLY, RULE, Autoreply),
        (Kind.PHRASE, PHRASE, Phrase),
        (Kind.MENU, MENU, Menu),
    ],
)
def test_smallest_body_of_each_kind_fits(kind: Kind, body: dict[str, Any], type_: type) -> None:
    assert type(parse_body(kind, body, "here")) is type_


@pytest.mark.parametrize(
    ("kind", "body"),
    [(Kind.NEWS, NEWS), (Kind.SPEECH, SPEECH), (Kind.FAQ, FAQ), (Kind.AUTOREPLY, RULE), (Kind.PHRASE, PHRASE)],
)
def test_every_field_of_the_smallest_body_is_needed(kind: Kind, body: dict[str, Any]) -> None:
    for field in body:
        rest = {name: value for name, value in body.items() if name != field}
        assert refusal(kind, rest) == f"content/item.zh: {field}: Field required"


WRONG: dict[str, tuple[Kind, Any, str]] = {
    "an unknown field": (Kind.PHRASE, {**PHRASE, "txet": "x"}, "txet"),
    "a date that is none": (Kind.NEWS, {**NEWS, "date": "2026-13-01"}, "date"),
    "a summary of 121 characters": (Kind.NEWS, {**NEWS, "summary": "字" * 121}, "summary"),
    "a text of blanks": (Kind.PHRASE, {"text": " \n"}, "text"),
    "an address that is none": (Kind.NEWS, {**NEWS, "source_url": "javascript:alert(1)"}, "source_url"),
    "an empty topic": (Kind.NEWS, {**NEWS, "topics": ["visa", ""]}, "topics.1"),
    "a category with blanks": (Kind.FAQ, {**FAQ, "category": "A b"}, "category"),
    "an order in words": (Kind.FAQ, {**FAQ, "order": "first"}, "order"),
    "a time without a zone": (Kind.PHRASE, {**PHRASE, "valid_from": "2026-01-01T00:00:00"}, "valid_from"),
    "a kind of matching that is none": (
        Kind.AUTOREPLY,
        {**RULE, "conditions": [{**CONDITION, "match": "like"}]},
        "conditions.0.match",
    ),
    "no words": (Kind.AUTOREPLY, {**RULE, "conditions": [{**CONDITION, "words": []}]}, "conditions.0.words"),
    "no conditions": (Kind.AUTOREPLY, {**RULE, "conditions": []}, "conditions"),
    "no answers": (Kind.AUTOREPLY, {**RULE, "answers": []}, "answers"),
    "six answers": (Kind.AUTOREPLY, {**RULE, "answers": [ANSWER] * 6}, "answers"),
    "an answer of no kind": (Kind.AUTOREPLY, {**RULE, "answers": [{"type": "smoke"}]}, "answers.0"),
    "an answer without words": (
        Kind.AUTOREPLY,
        {**RULE, "answers": [{"type": "text", "text": ""}]},
        "answers.0.text.text",
    ),
    "a choice that is none": (Kind.AUTOREPLY, {**RULE, "choose": "best"}, "choose"),
    "no buttons": (Kind.MENU, {"buttons": []}, "buttons"),
    "four buttons": (Kind.MENU, {"buttons": [BUTTON] * 4}, "buttons"),
    "six buttons below": (Kind.MENU, {"buttons": [{"name": "More", "buttons": [BUTTON] * 6}]}, "buttons.0.buttons"),
    "a button without a purpose": (Kind.MENU, {"buttons": [{"name": "News"}]}, "buttons.0"),
    "a click without a key": (Kind.MENU, {"buttons": [{"name": "News", "type": "click"}]}, "buttons.0"),
    "a page without an address": (Kind.MENU, {"buttons": [{"name": "News", "type": "view"}]}, "buttons.0"),
    "a button with two purposes": (Kind.MENU, {"buttons": [{**BUTTON, "buttons": [BUTTON]}]}, "buttons.0"),
}


@pytest.mark.parametrize(("kind", "body", "field"), WRONG.values(), ids=WRONG.keys())
def test_wrong_body_is_refused_in_one_line_that_names_the_field(kind: Kind, body: Any, field: str) -> None:
    sentence = refusal(kind, body)
    assert sentence.startswith(f"content/item.zh: {field}: ")
    assert "\n" not in sentence


@pytest.mark.parametrize("body", [[], "text", None, 7])
def test_body_that_is_no_table_is_refused(body: object) -> None:
    assert refusal(Kind.PHRASE, body).startswith("content/item.zh: the item: ")


@pytest.mark.parametrize("pattern", ["(签证", "签证)", "[签", "签{2,1}", "*签", "(?<=签)证", r"(签)\1"])
def test_pattern_that_cannot_be_compiled_is_refused(pattern: str) -> None:
    sentence = refusal(
        Kind.AUTOREPLY, {**RULE, "conditions": [CONDITION, {"match": "regex", "words": ["签", pattern]}]}
    )
    assert sentence.startswith("content/item.zh: conditions.1: ")
    assert f"{pattern!r} is not a pattern" in sentence


def test_refused_pattern_is_shown_in_its_own_letters() -> None:
    sentence = refusal(Kind.AUTOREPLY, {**RULE, "conditions": [{"match": "regex", "words": ["(签证"]}]})
    assert sentence.endswith("missing ): (签证")


@pytest.mark.parametrize("match", ["exact", "contains"])
def test_word_that_is_no_pattern_may_be_a_plain_word(match: str) -> None:
    assert parse_body(Kind.AUTOREPLY, {**RULE, "conditions": [{"match": match, "words": ["(签证"]}]}, "here")


def test_blanks_around_words_are_taken_off() -> None:
    assert parse_body(Kind.PHRASE, {"text": "  Welcome. \n"}, "here") == Phrase(text="Welcome.")


def test_date_is_a_date() -> None:
    body = parse_body(Kind.NEWS, NEWS, "here")
    assert isinstance(body, Article)
    assert body.date == dt.date(2026, 11, 20)


def test_body_cannot_be_changed() -> None:
    body = parse_body(Kind.PHRASE, PHRASE, "here")
    with pytest.raises(ValidationError):
        setattr(body, "sample", True)  # noqa: B010 - Written plainly, the type checker refuses it as well.


@pytest.mark.parametrize(
    "button",
    [
        BUTTON,
        {"name": "Page", "type": "view", "url": "https://example.org/"},
        {"name": "More", "buttons": [BUTTON] * 5},
    ],
)
def test_button_with_one_purpose_fits(button: dict[str, Any]) -> None:
    menu = parse_body(Kind.MENU, {"buttons": [button]}, "here")
    assert isinstance(menu, Menu)
    assert menu.buttons[0].name == button["name"]


@pytest.mark.parametrize(
    "answer",
    [
        {"type": "image", "media_id": "M"},
        {"type": "voice", "media_id": "M"},
        {"type": "video", "media_id": "M"},
        {"type": "music", "thumb_media_id": "M"},
        {"type": "news", "title": "t", "url": "https://example.org/"},
        {"type": "transfer"},
    ],
)
def test_rule_may_answer_with_any_kind_of_reply(answer: dict[str, Any]) -> None:
    body = parse_body(Kind.AUTOREPLY, {**RULE, "answers": [answer]}, "here")
    assert isinstance(body, Autoreply)
    assert body.answers[0].type == answer["type"]


def test_validity_that_ends_before_it_begins_is_refused() -> None:
    fields = {"text": "t", "valid_from": "2026-11-22T00:00:00Z", "valid_to": "2026-11-22T00:00:00Z"}
    with pytest.raises(ContentError, match="valid_to must be after valid_from"):
        parse_body(Kind.PHRASE, fields, "here")
