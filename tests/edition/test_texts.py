"""What of an item a citizen reads; each field of each kind is one or the other, decided on purpose."""

import typing
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from tests.edition.makers import condition, faq, mission, news, rule, speech
from wxbot.edition.kinds import BODIES
from wxbot.edition.texts import UNREAD, addresses, texts

READ = {
    *("text", "summary", "answer", "steps", "title", "description", "name"),
    *("topics", "countries", "source_name", "speaker", "office", "occasion", "mission"),
    *("place", "getting_there", "admission", "city", "address", "phone"),
}


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, object]]:
    for name, field in model.model_fields.items():
        yield name, field.annotation
        for inner in _models(field.annotation):
            if inner is not model and name not in UNREAD:
                yield from _fields(inner)


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in typing.get_args(annotation):
        yield from _models(part)


def _holds_words(annotation: object) -> bool:
    return annotation is str or any(_holds_words(part) for part in typing.get_args(annotation))


@pytest.mark.parametrize("kind", BODIES)
def test_every_field_of_words_is_read_or_known_not_to_be(kind: str) -> None:
    named = {name for name, annotation in _fields(BODIES[kind]) if _holds_words(annotation)}  # type: ignore[index]
    assert named <= READ | UNREAD


def test_texts_of_an_article_are_named_by_their_field() -> None:
    live = news("n", "会见", topics=["亚洲", "经贸"], source_name="外交部")
    assert {text.field: text.words for text in texts(live.title, live.body)} == {
        "title": "会见",
        "summary": "A summary.",
        "text": "A text.",
        "topics.0": "亚洲",
        "topics.1": "经贸",
        "source_name": "外交部",
    }


def test_speaker_and_office_are_read() -> None:
    live = speech("s")
    assert {"speaker", "office", "occasion"} <= {text.field for text in texts(live.title, live.body)}


def test_answers_are_named_by_their_place() -> None:
    answers = [{"type": "text", "text": "一"}, {"type": "news", "title": "二", "url": "https://a.cn/"}]
    live = rule("r", condition("exact", "你好"), answers=answers)
    named = {text.field: text.words for text in texts("问候", live.body)}
    assert named["answers.0.text"] == "一"
    assert named["answers.1.title"] == "二"


def test_words_that_citizens_use_are_not_read() -> None:
    """A wrong wording may well be what somebody asks with."""
    live = rule("r", condition("contains", "wrong words"))
    assert "wrong words" not in [text.words for text in texts("问候", live.body)]
    assert "怎么问" not in [text.words for text in texts("护照", faq("f", variants=["怎么问"]).body)]


def test_addresses_are_found_apart_from_texts() -> None:
    body = mission("m", website="https://fr.china-embassy.gov.cn/").body
    assert [(each.field, each.words) for each in addresses(body)] == [("website", "https://fr.china-embassy.gov.cn/")]
    assert "website" not in [text.field for text in texts("使馆", body)]
