"""What the platform would cut or refuse of an item: by characters and bytes, each kind by its own limits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wxbot.edition import chat
from wxbot.edition.edition import ARTICLES
from wxbot.edition.kinds import Article, Autoreply, Body, Button, Emergency, Faq, Kind, Menu, Phrase, TextAnswer
from wxbot.edition.texts import Text, addresses
from wxbot.services.sketches import BELOW_NAME_MAX, KEY_MAX, TOP_NAME_MAX, URL_MAX

TITLE_MAX, DIGEST_MAX, CONTENT_MAX = 32, 128, 20_000  # Characters of an article that is sent to followers.
ADDRESS_MAX = 1024  # Bytes of a link to an article's source.


@dataclass(frozen=True, slots=True)
class Excess:
    """``unit`` is characters, bytes, or messages."""

    blocks: bool
    field: str
    unit: str
    count: int
    limit: int


def excesses(kind: Kind, title: str, body: Body) -> Iterator[Excess]:
    if kind in ARTICLES:
        yield from _article(title, body)
    for text in _said(body):
        if (count := chat.messages(text.words)) > 1:
            yield Excess(False, text.field, "messages", count, 1)
    if isinstance(body, Menu):
        yield from _buttons(body.buttons, "buttons", TOP_NAME_MAX)


def _article(title: str, body: Body) -> Iterator[Excess]:
    assert isinstance(body, Article)
    for field, words, limit in (
        ("title", title, TITLE_MAX),
        ("summary", body.summary, DIGEST_MAX),
        ("text", body.text, CONTENT_MAX),
    ):
        if len(words) > limit:
            yield Excess(False, field, "characters", len(words), limit)
    for address in addresses(body):
        yield from _bytes(False, address.field, address.words, ADDRESS_MAX)


def _bytes(blocks: bool, field: str, words: str, limit: int) -> Iterator[Excess]:
    if (count := len(words.encode())) > limit:
        yield Excess(blocks, field, "bytes", count, limit)


def _buttons(buttons: Sequence[Button], path: str, name_max: int) -> Iterator[Excess]:
    for place, button in enumerate(buttons):
        for field, words, limit in (
            ("name", button.name, name_max),
            ("key", button.key, KEY_MAX),
            ("url", button.url, URL_MAX),
        ):
            yield from _bytes(True, f"{path}.{place}.{field}", words, limit)
        yield from _buttons(button.buttons, f"{path}.{place}.buttons", BELOW_NAME_MAX)


def _said(body: Body) -> Iterator[Text]:
    """The texts that become messages in the chat."""
    match body:
        case Faq(answer=answer):
            yield Text("answer", answer)
        case Phrase(text=text):
            yield Text("text", text)
        case Emergency(steps=steps):
            yield Text("steps", "\n\n".join(steps))
        case Autoreply(answers=answers):
            for place, each in enumerate(answers):
                if isinstance(each, TextAnswer):
                    yield Text(f"answers.{place}.text", each.text)
