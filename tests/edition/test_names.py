"""What people call an item leads to it, in any spelling."""

import pytest

from tests.edition.makers import faq, news, phrase, speech
from wxbot.edition.edition import build
from wxbot.edition.normalise import normalise

EDITION = build(
    1,
    [
        faq("lost", "遗失护照", variants=["护照丢了", "Lost my passport"]),
        news("meeting", "外长会见总理", topics=["双边关系"], countries=["新西兰"]),
        speech("address", "在大会上的讲话", speaker="李明", topics=["气候"]),
        faq("visa", "Visa fees", "en"),
        phrase("welcome", "您好"),
    ],
)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("遗失护照", "faq/lost"),
        ("遺失護照？", "faq/lost"),
        ("护照丢了", "faq/lost"),
        ("LOST my passport!", "faq/lost"),
        ("外长会见总理", "news/meeting"),
        ("双边关系", "topic/双边关系"),
        ("在大会上的讲话", "speech/address"),
        ("李明", "speaker/李明"),
        ("气候", "topic/气候"),
    ],
)
def test_name_leads_to_its_key(words: str, key: str) -> None:
    assert EDITION.names["zh"][normalise(words).bare] == key


@pytest.mark.parametrize("words", ["welcome", "护照", "visa fees"])
def test_other_words_are_no_names(words: str) -> None:
    assert normalise(words).bare not in EDITION.names["zh"]


def test_names_belong_to_their_language() -> None:
    assert EDITION.names["en"] == {"visa fees": "faq/visa"}


def test_first_of_two_items_with_one_name_is_meant() -> None:
    edition = build(1, [faq("b", "护照", order=2), faq("a", "护照", order=1)])
    assert edition.names["zh"]["护照"] == "faq/a"


def test_question_comes_before_an_article_with_the_same_name() -> None:
    edition = build(1, [news("meeting", "护照"), faq("lost", "护照")])
    assert edition.names["zh"]["护照"] == "faq/lost"


def test_title_of_punctuation_is_no_name() -> None:
    assert build(1, [faq("odd", "？？", variants=["…"])]).names["zh"] == {}
