"""The edition: the immutable picture of everything that is live, in each language, ready to be asked.

Built as a whole and swapped as a whole; parts whose items did not change are taken over from the edition before.
"""

import datetime as dt
import re
from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

from wxbot.edition.kinds import (
    Article,
    Autoreply,
    Body,
    Emergency,
    Event,
    Faq,
    Kind,
    Mission,
    NewsAnswer,
    Phrase,
    Speech,
)
from wxbot.edition.live import Live
from wxbot.edition.matcher import Matcher
from wxbot.edition.normalise import normalise
from wxbot.edition.places import Places
from wxbot.edition.search import SearchIndex

LANGUAGES = ("zh", "en")
ARTICLES = (Kind.NEWS, Kind.SPEECH, Kind.REPORT, Kind.KNOWLEDGE, Kind.NOTICE, Kind.EVENT, Kind.CALL)
SEARCHED = (Kind.FAQ, *ARTICLES)

_PLACE = re.compile(r"\{(\w+)\}")
_FILE = re.compile(r"/media/([0-9a-f]{64}\.[a-z0-9]{3})", re.ASCII)


@dataclass(frozen=True)
class Shelf:
    """The items of one kind in one language, in the order in which they are listed."""

    lives: tuple[Live[Any], ...]
    by_slug: Mapping[str, Live[Any]]

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Those of the questions, in order; found once for each shelf, however many messages ask for them."""
        return tuple(dict.fromkeys(live.body.category for live in self.lives if isinstance(live.body, Faq)))

    @property
    def revisions(self) -> tuple[int, ...]:
        return tuple(live.revision_id for live in self.lives)


def _order(live: Live[Body]) -> tuple[object, ...]:
    match live.body:
        case Event(opens=opens):
            return (opens, live.slug)
        case Article(date=date):
            return (-date.toordinal(), live.slug)
        case Faq(category=category, order=order):
            return (order, category, live.slug)
        case Mission(country=country, order=order):
            return (country, order, live.slug)
    return (live.slug,)


def _shelve(lives: Iterable[Live[Any]]) -> Shelf:
    ordered = tuple(sorted(lives, key=_order))
    return Shelf(ordered, {live.slug: live for live in ordered})


_EMPTY = Shelf((), {})


@dataclass(frozen=True)
class Edition:
    """``version`` is 0 for the edition before the first: it knows nothing."""

    version: int = 0
    shelves: Mapping[tuple[Kind, str], Shelf] = field(default_factory=dict)
    matchers: Mapping[str, Matcher[Autoreply]] = field(default_factory=dict)
    emergencies: Mapping[str, Matcher[Emergency]] = field(default_factory=dict)
    places: Places = field(default_factory=lambda: Places(()))
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # Language, then a name, then its key.
    indexes: Mapping[str, SearchIndex] = field(default_factory=dict)

    def shelf(self, kind: Kind, language: str) -> Shelf:
        return self.shelves.get((kind, language), _EMPTY)

    def find(self, kind: Kind, slug: str, language: str, now: dt.datetime) -> Live[Any] | None:
        """The item in the language, or where it is not translated in Chinese; its ``language`` tells which."""
        live = self.shelf(kind, language).by_slug.get(slug) or self.shelf(kind, LANGUAGES[0]).by_slug.get(slug)
        return live if live is not None and live.shown(now) else None

    def all(self, kind: Kind, language: str, now: dt.datetime) -> list[Live[Any]]:
        """What is shown now, in the kind's order; what is not translated comes in Chinese."""
        own = self.shelf(kind, language)
        chinese = self.shelf(kind, LANGUAGES[0]) if language != LANGUAGES[0] else _EMPTY
        missing = [live for live in chinese.lives if live.slug not in own.by_slug]
        merged = sorted((*own.lives, *missing), key=_order) if missing else own.lives
        return [live for live in merged if live.shown(now)]

    def phrase(self, slug: str, language: str, **places: str) -> str:
        """A standing phrase with its places filled. One that nobody wrote is empty: the caller then says nothing."""
        live = self.shelf(Kind.PHRASE, language).by_slug.get(slug)
        if live is None:
            live = self.shelf(Kind.PHRASE, LANGUAGES[0]).by_slug.get(slug)
        return _fill(cast("Phrase", live.body).text, places) if live is not None else ""

    @cached_property
    def files(self) -> frozenset[str]:
        """The names of the media files that something live shows; found when somebody first asks for one."""
        shown = (self.shelf(kind, language).lives for kind in (*SEARCHED, Kind.AUTOREPLY) for language in LANGUAGES)
        return frozenset(name for lives in shown for live in lives for name in _FILE.findall(_shown_by(live.body)))

    def revision_ids(self) -> dict[int, Live[Any]]:
        return {live.revision_id: live for shelf in self.shelves.values() for live in shelf.lives}


def _shown_by(body: Body) -> str:
    """Where pictures are named."""
    match body:
        case Article(text=text) | Faq(answer=text):
            return text
        case Autoreply(answers=answers):
            return " ".join(str(answer.picture_url) for answer in answers if isinstance(answer, NewsAnswer))
    return ""


def _fill(text: str, places: Mapping[str, str]) -> str:
    # In one pass: what a follower wrote into one place must not be read as another place.
    return _PLACE.sub(lambda place: places.get(place[1], place[0]), text)


def _names_of(live: Live[Any]) -> Iterator[tuple[str, str]]:
    """What people call an item or its subject, and the key that answers it."""
    yield live.title, live.key
    match live.body:
        case Faq(variants=variants):
            yield from ((variant, live.key) for variant in variants)
        case Article(topics=topics):
            yield from ((topic, f"topic/{topic}") for topic in topics)
    if isinstance(live.body, Speech):
        yield live.body.speaker, f"speaker/{live.body.speaker}"
        yield live.body.office, f"speeches/office/{live.body.office}"
        yield live.body.occasion, f"speeches/occasion/{live.body.occasion}"


def _names(shelves: Iterable[Shelf]) -> dict[str, str]:
    table: dict[str, str] = {}
    for words, key in (named for shelf in shelves for live in shelf.lives for named in _names_of(live)):
        if bare := normalise(words).bare:  # A name of punctuation alone would answer every "?".
            table.setdefault(bare, key)
    return table


def build(version: int, lives: Sequence[Live[Any]], previous: Edition | None = None) -> Edition:
    """The edition of these live revisions. Shelves, matchers and indexes that stay the same are taken over."""
    before = previous or Edition()
    grouped: dict[tuple[Kind, str], list[Live[Any]]] = {}
    for live in lives:
        grouped.setdefault((live.kind, live.language), []).append(live)
    shelves = {name: _reuse(before.shelf(*name), _shelve(group)) for name, group in grouped.items()}
    bare = Edition(version=version, shelves=shelves)
    parts = {language: _part(language, bare, before) for language in LANGUAGES}
    return Edition(
        version=version,
        shelves=shelves,
        matchers={language: part.matcher for language, part in parts.items()},
        emergencies={language: part.emergencies for language, part in parts.items()},
        places=_places(bare, before),
        names={language: part.names for language, part in parts.items()},
        indexes={language: part.index for language, part in parts.items()},
    )


def overlaid(live: Edition, others: Sequence[Live[Any]]) -> Edition:
    """With these in place of what has their names, for one look.

    They are found by their keys, and rules by their words; searching finds what it found before, since cutting up all
    texts of an account once more takes far longer than anybody looks.
    """
    shelves = dict(live.shelves)
    for other in others:
        name = (other.kind, other.language)
        shelves[name] = _with(shelves.get(name, _EMPTY), other)
    bare = replace(live, shelves=shelves)
    rules = {language: _rules(language, bare, live) for language in LANGUAGES}
    return replace(
        bare,
        matchers={language: matcher for language, (matcher, _) in rules.items()},
        emergencies={language: emergencies for language, (_, emergencies) in rules.items()},
        places=_places(bare, live),
    )


def _with(shelf: Shelf, live: Live[Any]) -> Shelf:
    """In its place among the others, which stay where they are."""
    lives = [each for each in shelf.lives if each.slug != live.slug]
    insort(lives, live, key=_order)
    return Shelf(tuple(lives), {**shelf.by_slug, live.slug: live})


@dataclass(frozen=True, slots=True)
class _Part:
    """What is computed from one language's shelves."""

    matcher: Matcher[Autoreply]
    emergencies: Matcher[Emergency]
    names: Mapping[str, str]
    index: SearchIndex


def _part(language: str, edition: Edition, before: Edition) -> _Part:
    matcher, emergencies = _rules(language, edition, before)
    same_texts = _same(SEARCHED, language, edition, before)
    shelves = [edition.shelf(kind, language) for kind in SEARCHED]
    return _Part(
        matcher=matcher,
        emergencies=emergencies,
        names=before.names[language] if same_texts else _names(shelves),
        index=before.indexes[language]
        if same_texts
        else SearchIndex([live for shelf in shelves for live in shelf.lives]),
    )


def _rules(language: str, edition: Edition, before: Edition) -> tuple[Matcher[Autoreply], Matcher[Emergency]]:
    """Compiled anew where one of them changed."""
    rules: Sequence[Live[Autoreply]] = edition.shelf(Kind.AUTOREPLY, language).lives
    emergencies: Sequence[Live[Emergency]] = edition.shelf(Kind.EMERGENCY, language).lives
    return (
        before.matchers[language] if _same((Kind.AUTOREPLY,), language, edition, before) else Matcher(rules),
        before.emergencies[language] if _same((Kind.EMERGENCY,), language, edition, before) else Matcher(emergencies),
    )


def _places(edition: Edition, before: Edition) -> Places:
    """The missions' places, whatever the language in which somebody names them."""
    if all(_same((Kind.MISSION,), language, edition, before) for language in LANGUAGES):
        return before.places
    return Places([live for language in LANGUAGES for live in edition.shelf(Kind.MISSION, language).lives])


def _same(kinds: Iterable[Kind], language: str, edition: Edition, before: Edition) -> bool:
    """Whether these shelves were taken over; the edition before the first has nothing that could be."""
    if language not in before.matchers:
        return False
    return all(before.shelf(kind, language) is edition.shelf(kind, language) for kind in kinds)


def _reuse(before: Shelf, shelf: Shelf) -> Shelf:
    return before if before.revisions == shelf.revisions else shelf
