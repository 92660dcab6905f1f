"""The kinds of items and what the body of each holds; a body that does not fit never gets past here.

The title of an item is kept beside its body, since every kind has one. Bodies are frozen, so an edition can share them.
"""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, Self

import re2
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, HttpUrl, ValidationError, model_validator

from wxbot.errors import ContentError

Language = Literal["zh", "en"]
Words = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]

_QUIET = re2.Options()
_QUIET.log_errors = False


class Kind(StrEnum):
    NEWS = "news"
    SPEECH = "speech"
    FAQ = "faq"
    AUTOREPLY = "autoreply"
    PHRASE = "phrase"
    MENU = "menu"


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Body(Value):
    """What every body may say: from when until when it is shown, and whether it is only a sample."""

    valid_from: AwareDatetime | None = None
    valid_to: AwareDatetime | None = None
    sample: bool = False  # Delivered to show the account at work; staff replace it.

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_from is not None and self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("valid_to must be after valid_from")
        return self


class Article(Body):
    """What a page can show: a summary for lists and cards, and Markdown text."""

    date: dt.date
    summary: Annotated[str, Field(min_length=1, max_length=120)]
    text: Words  # Markdown.
    topics: tuple[Words, ...] = ()
    countries: tuple[Words, ...] = ()
    source_name: str = ""
    source_url: HttpUrl | None = None


class News(Article):
    """An important diplomatic activity."""


class Speech(Article):
    """A speech or a signed article; the office is the one that the speaker held on that day."""

    speaker: Words
    office: Words
    occasion: Words


class Faq(Body):
    """A consular question; the title is the question as staff word it, the variants are how people ask it."""

    category: Slug
    answer: Words  # Plain text with line breaks; links as Markdown: [words](https://...).
    variants: tuple[Words, ...] = ()
    order: int = 100
    source_url: HttpUrl | None = None


class Condition(Value):
    """One of several ways to say the same thing: a rule fires when any of its words matches in this way."""

    match: Literal["exact", "contains", "regex"]
    words: Annotated[tuple[Words, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _patterns_compile(self) -> "Condition":
        for pattern in self.words if self.match == "regex" else ():
            try:
                re2.compile(pattern, _QUIET)
            except re2.error as error:
                raise ValueError(f"{pattern!r} is not a pattern: {error.args[0].decode()}") from None
        return self


class TextAnswer(Value):
    type: Literal["text"]
    text: Words


class MediaAnswer(Value):
    type: Literal["image", "voice"]
    media_id: Words


class VideoAnswer(Value):
    type: Literal["video"]
    media_id: Words
    thumb_media_id: str = ""  # Needed where the video follows as a customer-service message.
    title: str = ""
    description: str = ""


class MusicAnswer(Value):
    type: Literal["music"]
    thumb_media_id: Words
    title: str = ""
    description: str = ""
    url: HttpUrl | None = None
    hq_url: HttpUrl | None = None


class NewsAnswer(Value):
    """A card for an item of ours, or for a page elsewhere."""

    type: Literal["news"]
    title: Words
    description: str = ""
    picture_url: HttpUrl | None = None
    url: HttpUrl


class TransferAnswer(Value):
    """Hands the conversation to a person at WeChat's own customer-service desk."""

    type: Literal["transfer"]
    account: str = ""


Answer = Annotated[
    TextAnswer | MediaAnswer | VideoAnswer | MusicAnswer | NewsAnswer | TransferAnswer, Field(discriminator="type")
]


class Autoreply(Body):
    """A rule that staff keep: when the words match, these answers. A higher priority is tried first."""

    conditions: Annotated[tuple[Condition, ...], Field(min_length=1)]
    answers: Annotated[tuple[Answer, ...], Field(min_length=1, max_length=5)]
    choose: Literal["first", "random", "all"] = "first"
    priority: int = 0


class Phrase(Body):
    """A standing phrase: a prompt, a greeting, a default reply. ``{name}`` marks a place that the machine fills."""

    text: Words


class Button(Value):
    """A button of the menu: with buttons of its own, or with a key to send, or with a page to open."""

    name: Words
    type: Literal["click", "view"] | None = None
    key: str = ""
    url: str = ""
    buttons: Annotated[tuple["Button", ...], Field(max_length=5)] = ()

    @model_validator(mode="after")
    def _one_purpose(self) -> "Button":
        purposes = [bool(self.buttons), self.type == "click" and bool(self.key), self.type == "view" and bool(self.url)]
        if sum(purposes) != 1 or (self.buttons and self.type):
            raise ValueError("a button has sub-buttons, or type click with a key, or type view with a url")
        return self


class Menu(Body):
    """The buttons under the chat; ``tag`` names the follower tag that sees it, empty for everyone."""

    tag: str = ""
    buttons: Annotated[tuple[Button, ...], Field(min_length=1, max_length=3)]


BODIES: Mapping[Kind, type[Body]] = {
    Kind.NEWS: News,
    Kind.SPEECH: Speech,
    Kind.FAQ: Faq,
    Kind.AUTOREPLY: Autoreply,
    Kind.PHRASE: Phrase,
    Kind.MENU: Menu,
}


def parse_body(kind: Kind, fields: Mapping[str, object], where: str) -> Body:
    """The body of an item, checked. Raises ContentError with one sentence that begins with ``where``."""
    try:
        return BODIES[kind].model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the item"
        raise ContentError(f"{where}: {field}: {first['msg']}") from None
