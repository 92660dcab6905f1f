"""The kinds of items and what the body of each holds; a body that does not fit never gets past here.

The title of an item is kept beside its body, since every kind has one. Bodies are frozen, so an edition can share them.
"""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, Self

import re2
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    ValidationError,
    model_validator,
)

from wxbot.edition import countries
from wxbot.errors import ContentError

Language = Literal["zh", "en"]
Words = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]

_QUIET = re2.Options()
_QUIET.log_errors = False


class Kind(StrEnum):
    NEWS = "news"
    SPEECH = "speech"
    REPORT = "report"
    KNOWLEDGE = "knowledge"
    NOTICE = "notice"
    EVENT = "event"
    CALL = "call"
    FAQ = "faq"
    MISSION = "mission"
    EMERGENCY = "emergency"
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

    @property
    def ends(self) -> dt.datetime | None:
        """The first instant at which it is shown no more."""
        return self.valid_to

    def shown(self, now: dt.datetime) -> bool:
        return (self.valid_from is None or self.valid_from <= now) and (self.ends is None or now < self.ends)


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


class Report(Article):
    """An embassy's or consulate's report of what it does; ``mission`` is its name."""

    mission: Words


class Knowledge(Article):
    """What diplomacy is and how it works, told for everyone."""


class Notice(Article):
    """A travel notice for one or more countries."""

    level: Literal["take-care", "go-with-caution", "do-not-go"]
    countries: Annotated[tuple[Words, ...], Field(min_length=1)]


class _Dated(Article):
    """Something that is over at a certain instant and is not shown from then on."""

    closes: AwareDatetime

    @property
    def ends(self) -> dt.datetime | None:
        return min(self.closes, self.valid_to) if self.valid_to else self.closes


class Event(_Dated):
    """Something to go to: where, from when to when, and how to get there; the offset given is the place's own."""

    opens: AwareDatetime
    place: Words
    getting_there: Words
    admission: str = ""

    @model_validator(mode="after")
    def _closes_after_it_opens(self) -> Self:
        if self.closes <= self.opens:
            raise ValueError("closes must be after opens")
        return self


class Call(_Dated):
    """An open call for advice: what about, and until when."""


def _country(value: str) -> str:
    if value not in countries.CODES:
        raise ValueError(f"{value!r} is not the two-letter code of a country")
    return value


class Mission(Body):
    """An embassy or a consulate abroad; the title is its full name.

    ``spot`` says what the coordinates, in degrees, are of. Without a phone of its own the hotline is given.
    """

    country: Annotated[str, AfterValidator(_country)]
    region: Literal["asia", "europe", "africa", "americas", "oceania"]
    city: Words
    names: tuple[Words, ...] = ()  # What else people call the city or the mission.
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    spot: Literal["building", "city"]
    address: str = ""
    phone: str = ""
    website: HttpUrl | None = None
    order: int = 100  # The embassy before the consulates.


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


class Emergency(Body):
    """Somebody is in danger or in need abroad: when the words match, the first three steps, before anything else."""

    conditions: Annotated[tuple[Condition, ...], Field(min_length=1)]
    steps: Annotated[tuple[Words, ...], Field(min_length=3, max_length=3)]
    priority: int = 0
    faq: Slug | None = None  # The question whose answer says more.


class Phrase(Body):
    """A standing phrase: a prompt, a greeting, a default reply. ``{name}`` marks a place that the machine fills."""

    text: Words


class Button(Value):
    """A button of the menu: with buttons of its own, or with a key to send, or with a page to open."""

    name: Words
    type: (
        Literal[
            "click", "view", "scancode_waitmsg", "pic_photo_or_album", "pic_sysphoto", "pic_weixin", "location_select"
        ]
        | None
    ) = None
    key: str = ""
    url: str = ""
    buttons: Annotated[tuple["Button", ...], Field(max_length=5)] = ()

    @model_validator(mode="after")
    def _one_purpose(self) -> "Button":
        keyed = self.type not in (None, "view")
        purposes = [bool(self.buttons), keyed and bool(self.key), self.type == "view" and bool(self.url)]
        if sum(purposes) != 1 or (self.buttons and self.type):
            raise ValueError("a button has sub-buttons, or type view with a url, or another type with a key")
        return self


class Menu(Body):
    """The buttons under the chat; ``tag`` names the follower tag that sees it, empty for everyone."""

    tag: str = ""
    buttons: Annotated[tuple[Button, ...], Field(min_length=1, max_length=3)]


BODIES: Mapping[Kind, type[Body]] = {
    Kind.NEWS: News,
    Kind.SPEECH: Speech,
    Kind.REPORT: Report,
    Kind.KNOWLEDGE: Knowledge,
    Kind.NOTICE: Notice,
    Kind.EVENT: Event,
    Kind.CALL: Call,
    Kind.FAQ: Faq,
    Kind.MISSION: Mission,
    Kind.EMERGENCY: Emergency,
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
