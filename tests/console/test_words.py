"""Staff read the console in Chinese or in English, whole."""

import re
from collections import defaultdict
from collections.abc import Sequence

from babel.messages.pofile import read_po

from tests.console.words import said
from wxbot.console import words

_PLACES = re.compile(r"%\((\w+)\)[sd]")


def test_every_word_has_its_chinese() -> None:
    catalog = words.catalog("zh")
    missing = sorted({(file, word) for word, file in said() if not (catalog.get(word) and catalog[word].string)})
    assert not missing


def test_no_chinese_is_left_of_words_that_nobody_says() -> None:
    spoken = {word for word, _ in said()} | {str(word) for word in words.SPOKEN}
    left = [message.id for message in words.catalog("zh") if message.id and _first(message.id) not in spoken]
    assert not left


def _first(said: str | Sequence[str] | None) -> str:
    return said if isinstance(said, str) else (said or ("",))[0]


def test_chinese_has_the_same_places_to_fill() -> None:
    wrong = []
    for message in words.catalog("zh"):
        if message.id:
            chinese = _first(message.string)
            if set(_PLACES.findall(_first(message.id))) - set(_PLACES.findall(chinese)):
                wrong.append(message.id)
    assert not wrong


def test_the_same_words_mean_the_same_in_every_file() -> None:
    """The files are one catalog: whichever is read last would win without anybody noticing."""
    found = defaultdict(set)
    for path in words.FOLDER.glob("*.zh.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh"):
                if message.id:
                    found[message.id].add(message.string)
    assert not {word: chinese for word, chinese in found.items() if len(chinese) > 1}
