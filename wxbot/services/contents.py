"""What staff compose, as frozen values by the kind of broadcast; whatever does not fit is refused here.

A sentence of a ContentError names the field first, as the composer's form calls it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wxbot.edition import countries
from wxbot.edition.edition import ARTICLES, LANGUAGES
from wxbot.edition.kinds import Kind as ItemKind
from wxbot.errors import ContentError
from wxbot.store.broadcasts import Kind

SENT = (*ARTICLES, ItemKind.FAQ)  # The kinds of items that can become an article.
MOST = 8  # Articles of one broadcast.
INTRO_MAX = 500  # Characters.
DAYS_MAX = 31

LANGUAGE = "choose one of the account's languages"
SHAPE = "cannot be read"
NO_ITEMS = f"choose 1 to {MOST} articles"
NO_KIND = "items of that kind cannot be sent as articles"
TWICE = "an article stands in it twice"
LONG_INTRO = f"must have at most {INTRO_MAX} characters"
NO_KINDS = "choose at least one section"
DAYS = f"must be a number of days from 1 to {DAYS_MAX}"
MOST_ITEMS = f"must be a number from 1 to {MOST}"
COUNTRY = "there is no such country"
NO_WORDS = "say what is to be sent"
NO_PICTURE = "choose a picture"
NO_TEMPLATE = "choose a template"
NO_VALUES = "fill in the template's fields"
REASONS = (
    *(LANGUAGE, SHAPE, NO_ITEMS, NO_KIND, TWICE, LONG_INTRO, NO_KINDS, DAYS, MOST_ITEMS, COUNTRY),
    *(NO_WORDS, NO_PICTURE, NO_TEMPLATE, NO_VALUES),
)


@dataclass(frozen=True, slots=True)
class Name:
    """An item by its name; the language is what it is looked for in first."""

    kind: ItemKind
    slug: str
    language: str


@dataclass(frozen=True, slots=True)
class Picked:
    """An item to send; ``title`` and ``digest`` are staff's shorter words for the card, or empty."""

    name: Name
    title: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Recurring:
    """What a recurring broadcast gathers each time: the newest items of the last days."""

    kinds: tuple[ItemKind, ...]
    country: str
    days: int
    most: int

    def as_json(self) -> dict[str, Any]:
        kinds = [kind.value for kind in self.kinds]
        return {"kinds": kinds, "country": self.country, "days": self.days, "most": self.most}


@dataclass(frozen=True, slots=True)
class Articles:
    """Either items, or what gathers them."""

    layout: str
    language: str
    intro: str
    items: tuple[Picked, ...]
    recurring: Recurring | None


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Picture:
    file: str


@dataclass(frozen=True, slots=True)
class Filling:
    """A template with what fills its fields; ``about`` is the item that the places in braces mean."""

    template_id: str
    values: Mapping[str, str]
    about: Name | None
    url: str


Content = Articles | Words | Picture | Filling


def parse(kind: Kind, raw: Mapping[str, Any]) -> Content:
    """Raises ContentError."""
    match kind:
        case Kind.ARTICLE | Kind.PUBLISH:
            return _articles(raw)
        case Kind.TEXT | Kind.CUSTOM:
            return _words(raw)
        case Kind.IMAGE:
            return Picture(_filled(raw, "file", NO_PICTURE))
        case Kind.TEMPLATE | Kind.NOTICE:
            return _filling(raw)


def _error(field: str, why: str) -> ContentError:
    return ContentError(f"{field}: {why}")


def _text(raw: Mapping[str, Any], field: str) -> str:
    value = raw.get(field, "")
    if not isinstance(value, str) or "\0" in value:
        raise _error(field, SHAPE)
    return value.strip()


def _filled(raw: Mapping[str, Any], field: str, why: str) -> str:
    if not (value := _text(raw, field)):
        raise _error(field, why)
    return value


def _mapping(value: object, field: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _error(field, SHAPE)
    return value


def _list(value: object, field: str, why: str, most: int) -> list[Any]:
    if not isinstance(value, list | tuple) or not 1 <= len(value) <= most:
        raise _error(field, why)
    return list(value)


def _language(raw: Mapping[str, Any]) -> str:
    if (language := _text(raw, "language")) not in LANGUAGES:
        raise _error("language", LANGUAGE)
    return language


def _kind(value: object, field: str) -> ItemKind:
    if value not in {kind.value for kind in SENT}:
        raise _error(field, NO_KIND)
    return ItemKind(str(value))


def _number(raw: Mapping[str, Any], field: str, most: int, why: str) -> int:
    value = raw.get(field)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise _error(f"digest.{field}", why)
    return value


def _articles(raw: Mapping[str, Any]) -> Articles:
    language, intro = _language(raw), _text(raw, "intro")
    if len(intro) > INTRO_MAX:
        raise _error("intro", LONG_INTRO)
    recurring = _recurring(_mapping(raw["digest"], "digest")) if "digest" in raw and "items" not in raw else None
    items = () if recurring else _items(raw, language)
    return Articles(_text(raw, "layout"), language, intro, items, recurring)


def _items(raw: Mapping[str, Any], language: str) -> tuple[Picked, ...]:
    rows = [_mapping(row, "items") for row in _list(raw.get("items"), "items", NO_ITEMS, MOST)]
    picked = tuple(Picked(_name(row, "items", language), _text(row, "title"), _text(row, "digest")) for row in rows)
    if len({each.name for each in picked}) < len(picked):
        raise _error("items", TWICE)
    return picked


def _name(row: Mapping[str, Any], field: str, language: str) -> Name:
    return Name(_kind(row.get("kind"), field), _filled(row, "slug", SHAPE), language)


def _recurring(raw: Mapping[str, Any]) -> Recurring:
    kinds = tuple(_kind(kind, "digest.kinds") for kind in _list(raw.get("kinds"), "digest.kinds", NO_KINDS, len(SENT)))
    country = _text(raw, "country")
    if country and country not in countries.CODES:
        raise _error("digest.country", COUNTRY)
    days, most = _number(raw, "days", DAYS_MAX, DAYS), _number(raw, "most", MOST, MOST_ITEMS)
    return Recurring(tuple(dict.fromkeys(kinds)), country, days, most)


def _words(raw: Mapping[str, Any]) -> Words:
    text = _filled(raw, "text", NO_WORDS)
    return Words(text, _language(raw) if raw.get("language") else spoken(text))


def spoken(text: str) -> str:
    """Which of the two languages a text is in: a Chinese one has Chinese signs."""
    return "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "en"


def _filling(raw: Mapping[str, Any]) -> Filling:
    values = _mapping(raw.get("values"), "values")
    if not values:
        raise _error("values", NO_VALUES)
    filled = {str(name): _text(values, name) for name in values}
    about = _about(_mapping(raw["about"], "about")) if raw.get("about") else None
    return Filling(_filled(raw, "template_id", NO_TEMPLATE), filled, about, _text(raw, "url"))


def _about(row: Mapping[str, Any]) -> Name:
    return _name(row, "about", _language(row))
