"""A body that fits becomes a value; one that does not is refused with a sentence that names the field."""

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from wxbot.edition.kinds import (
    Article,
    Autoreply,
    Call,
    Emergency,
    Event,
    Faq,
    Kind,
    Knowledge,
    Menu,
    Mission,
    News,
    Notice,
    Phrase,
    Report,
    Speech,
    parse_body,
)
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
REPORT = {**NEWS, "mission": "驻法国使馆"}
NOTICE = {**NEWS, "level": "do-not-go", "countries": ["日本"]}
CLOSES = "2026-12-01T18:00:00+08:00"
CALL = {**NEWS, "closes": CLOSES}
EVENT = {**CALL, "opens": "2026-12-01T09:00:00+08:00", "place": "北京", "getting_there": "By metro."}
MISSION = {
    "country": "FR",
    "region": "europe",
    "city": "巴黎",
    "spot": "city",
    "latitude": 48.86,
    "longitude": 2.35,
}
EMERGENCY = {"conditions": [CONDITION], "steps": ["One.", "Two.", "Three."]}

SMALLEST: dict[Kind, tuple[dict[str, Any], type]] = {
    Kind.NEWS: (NEWS, News),
    Kind.SPEECH: (SPEECH, Speech),
    Kind.REPORT: (REPORT, Report),
    Kind.KNOWLEDGE: (NEWS, Knowledge),
    Kind.NOTICE: (NOTICE, Notice),
    Kind.EVENT: (EVENT, Event),
    Kind.CALL: (CALL, Call),
    Kind.FAQ: (FAQ, Faq),
    Kind.MISSION: (MISSION, Mission),
    Kind.EMERGENCY: (EMERGENCY, Emergency),
    Kind.AUTOREPLY: (RULE, Autoreply),
    Kind.PHRASE: (PHRASE, Phrase),
    Kind.MENU: (MENU, Menu),
}


def refusal(kind: Kind, body: Any) -> str:
    with pytest.raises(ContentError) as refused:
        parse_body(kind, body, "content/item.zh")
    return str(refused.value)


@pytest.mark.parametrize("kind", Kind)
def test_smallest_body_of_each_kind_fits(kind: Kind) -> None:
    body, type_ = SMALLEST[kind]
    assert type(parse_body(kind, body, "here")) is type_


@pytest.mark.parametrize("kind", Kind)
def test_every_field_of_the_smallest_body_is_needed(kind: Kind) -> None:
    body, _ = SMALLEST[kind]
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
    "a notice without countries": (Kind.NOTICE, {**NOTICE, "countries": []}, "countries"),
    "a level that is none": (Kind.NOTICE, {**NOTICE, "level": "dangerous"}, "level"),
    "an event that closes before it opens": (Kind.EVENT, {**EVENT, "opens": "2026-12-02T09:00:00+08:00"}, "the item"),
    "an event that closes as it opens": (Kind.EVENT, {**EVENT, "opens": CLOSES}, "the item"),
    "an event without an offset": (Kind.EVENT, {**EVENT, "opens": "2026-12-01T09:00:00"}, "opens"),
    "an event without a place": (Kind.EVENT, {**EVENT, "place": " "}, "place"),
    "a call that closes at no instant": (Kind.CALL, {**CALL, "closes": "2026-12-01"}, "closes"),
    "a country by its name": (Kind.MISSION, {**MISSION, "country": "France"}, "country"),
    "a country in small letters": (Kind.MISSION, {**MISSION, "country": "fr"}, "country"),
    "China as a country abroad": (Kind.MISSION, {**MISSION, "country": "CN"}, "country"),
    "a region that is none": (Kind.MISSION, {**MISSION, "region": "antarctica"}, "region"),
    "a latitude beyond the pole": (Kind.MISSION, {**MISSION, "latitude": 90.1}, "latitude"),
    "a longitude beyond the date line": (Kind.MISSION, {**MISSION, "longitude": -180.1}, "longitude"),
    "a spot that is none": (Kind.MISSION, {**MISSION, "spot": "street"}, "spot"),
    "a website that is none": (Kind.MISSION, {**MISSION, "website": "www.example.org"}, "website"),
    "an emergency with two steps": (Kind.EMERGENCY, {**EMERGENCY, "steps": ["One.", "Two."]}, "steps"),
    "an emergency with four steps": (Kind.EMERGENCY, {**EMERGENCY, "steps": ["Go."] * 4}, "steps"),
    "an emergency with an empty step": (Kind.EMERGENCY, {**EMERGENCY, "steps": ["One.", "", "Three."]}, "steps.1"),
    "an emergency without words": (Kind.EMERGENCY, {**EMERGENCY, "conditions": []}, "conditions"),
    "an emergency with a wrong pattern": (
        Kind.EMERGENCY,
        {**EMERGENCY, "conditions": [{"match": "regex", "words": ["(救命"]}]},
        "conditions.0",
    ),
    "a question by its title": (Kind.EMERGENCY, {**EMERGENCY, "faq": "护照丢了"}, "faq"),
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


def test_event_keeps_the_offset_of_its_place() -> None:
    body = parse_body(Kind.EVENT, {**EVENT, "opens": "2026-12-01T09:00:00+09:00"}, "here")
    assert isinstance(body, Event)
    assert (body.opens.hour, body.opens.utcoffset()) == (9, dt.timedelta(hours=9))


@pytest.mark.parametrize(("kind", "fields"), [(Kind.EVENT, EVENT), (Kind.CALL, CALL)])
@pytest.mark.parametrize(
    ("valid_to", "ends"),
    [(None, CLOSES), ("2026-11-30T00:00:00+08:00", "2026-11-30T00:00:00+08:00"), ("2027-01-01T00:00:00+08:00", CLOSES)],
)
def test_what_is_over_is_not_shown_any_more(kind: Kind, fields: Any, valid_to: str | None, ends: str) -> None:
    body = parse_body(kind, {**fields, "valid_to": valid_to}, "here")
    end, second = dt.datetime.fromisoformat(ends), dt.timedelta(seconds=1)
    assert [body.shown(end - second), body.shown(end)] == [True, False]


def test_mission_may_stand_at_the_edge_of_the_map() -> None:
    body = parse_body(Kind.MISSION, {**MISSION, "latitude": -90, "longitude": 180}, "here")
    assert isinstance(body, Mission)
    assert (body.latitude, body.longitude) == (-90, 180)
