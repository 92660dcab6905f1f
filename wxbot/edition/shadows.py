"""Which words of an auto-reply can never fire, because an emergency or another rule is always tried before it.

Only what is certain is told: of most patterns it cannot be said which messages fit them.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import chain, takewhile
from typing import Any

from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Autoreply, Body, Emergency
from wxbot.edition.live import Live
from wxbot.edition.matcher import Hit, Matcher
from wxbot.edition.normalise import Words, normalise
from wxbot.edition.patterns import as_compared

_SIGNS = re.compile(r"[\\^$.|?*+()\[\]{}]")  # Of a pattern that is more than plain words.
_NOTHING = Words("", "")
_ANCHORS = re.compile(r"[\^$]|\\[AzbB]")


Alarms = tuple[Matcher[Emergency], ...]


class Reach(StrEnum):
    """How surely a word never fires."""

    NEVER = "never"
    AS_WRITTEN = "as-written"  # A pattern wins where the word stands as it is written; other punctuation may pass.
    WHILE = "while"  # Only for as long as the other rule is shown.
    EMPTY = "empty"  # Nothing of it is left to compare: it has neither letters nor digits.
    UNTOLD = "untold"  # A pattern, of which this cannot be said.


@dataclass(frozen=True, slots=True)
class Shadow:
    """A word of a rule, and what is tried before it: an item by its key, and that one's word."""

    match: str
    word: str
    reach: Reach
    by: str = ""
    title: str = ""
    why: str = ""
    since: dt.datetime | None = None  # From when until when the other rule hides it, where that is not always.
    until: dt.datetime | None = None

    @property
    def hidden(self) -> bool:
        """Whether the word never fires, at least as it is written."""
        return self.reach in (Reach.NEVER, Reach.AS_WRITTEN, Reach.EMPTY)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said of one rule; ``unreachable``: none of its words ever fires."""

    rule: Live[Autoreply]
    shadows: tuple[Shadow, ...]
    unreachable: bool

    @property
    def hidden(self) -> tuple[Shadow, ...]:
        return tuple(shadow for shadow in self.shadows if shadow.hidden)


def of_language(edition: Edition, language: str, now: dt.datetime) -> list[Finding]:
    """Of the rules of which there is something to say, in the order of trying. One that is over is not among them."""
    matcher = edition.matchers.get(language)
    return survey(matcher, tuple(edition.emergencies.values()), now) if matcher is not None else []


def survey(matcher: Matcher[Autoreply], alarms: Alarms, now: dt.datetime) -> list[Finding]:
    """The same for matchers by themselves, which are the same objects for as long as no rule changes."""
    asked = _Survey(matcher, alarms, now)
    found = (asked.finding(place) for place in range(len(matcher)))
    return [finding for finding in found if finding is not None and finding.shadows]


def of_rule(edition: Edition, language: str, slug: str, now: dt.datetime) -> Finding | None:
    """Of one rule; None where there is none, or it is over."""
    matcher = edition.matchers.get(language)
    places = [place for place, rule in enumerate(matcher.rules) if rule.slug == slug] if matcher else []
    if matcher is None or not places:
        return None
    return _Survey(matcher, tuple(edition.emergencies.values()), now).finding(places[0])


def hides(matcher: Matcher[Autoreply], ours: Iterable[str], now: dt.datetime) -> dict[str, list[str]]:
    """The rules by slug, each with those of our own words, as they are compared, that it answers instead."""
    found: dict[str, list[str]] = {}
    for bare in ours:
        fitting = (match.rule for match in matcher.find(Words(bare, bare)) if match.rule.shown(now))
        if (first := next(fitting, None)) is not None:
            found.setdefault(first.slug, []).append(bare)
    return found


@dataclass(frozen=True, slots=True)
class _Rival:
    """A rule or an emergency that fits; ``place`` is where it is tried, emergencies before every rule."""

    live: Live[Any]
    hit: Hit
    place: int


@dataclass
class _Survey:
    """Asks the matchers about the rules' own words; about the same words once."""

    matcher: Matcher[Autoreply]
    alarms: Alarms
    now: dt.datetime
    _asked: dict[Words, list[_Rival]] = field(default_factory=dict)

    def finding(self, place: int) -> Finding | None:
        rule = self.matcher.rules[place]
        if rule.body.ends is not None and rule.body.ends <= self.now:
            return None
        words = [(condition.match, word) for condition in rule.body.conditions for word in condition.words]
        shadows = [self._shadow(place, match, word) for match, word in words]
        found = tuple(shadow for shadow in shadows if shadow is not None)
        return Finding(rule, found, sum(shadow.hidden for shadow in found) == len(words))

    def _shadow(self, place: int, match: str, word: str) -> Shadow | None:
        if match == "regex":
            return self._of_pattern(place, word)
        words = normalise(word)
        if not words.bare:
            return Shadow(match, word, Reach.EMPTY)
        rivals = _before(place, self._rivals(words))
        return self._first(place, match, word, rivals if match == "exact" else filter(_fits_within, rivals))

    def _of_pattern(self, place: int, pattern: str) -> Shadow | None:
        """One of plain words is as good as a contained word; of another, only what fits everything is certain."""
        plain = not _SIGNS.search(pattern)
        same = _before(place, self._patterns.get(as_compared(pattern), ()))
        others = _before(place, self._rivals(normalise(pattern) if plain else _NOTHING))
        rivals = chain(same, filter(_fits_within, others))
        shadow = self._first(place, "regex", pattern, rivals)
        return shadow if shadow is not None or plain else Shadow("regex", pattern, Reach.UNTOLD)

    def _first(self, place: int, match: str, word: str, rivals: Iterable[_Rival]) -> Shadow | None:
        """The rival that is there for as long as the rule is; else one that is there for a part of that time."""
        body = self.matcher.rules[place].body
        partly: Shadow | None = None
        for rival in rivals:
            other = rival.live.body
            if not _meet(other, body, self.now):
                continue
            shadow = Shadow(match, word, _reach(rival.hit, match), rival.live.key, rival.live.title, rival.hit.why)
            if _covers(other, body, self.now):
                return shadow
            partly = partly or replace(shadow, reach=Reach.WHILE, since=other.valid_from, until=other.ends)
        return partly

    def _rivals(self, words: Words) -> list[_Rival]:
        """Whatever fits a message of just these words, in the order of trying; emergencies of every language."""
        if words not in self._asked:
            alarms = [
                _Rival(matcher.rules[hit.index], hit, -1) for matcher in self.alarms for hit in matcher.hits(words)
            ]
            rules = [_Rival(self.matcher.rules[hit.index], hit, hit.index) for hit in self.matcher.hits(words)]
            self._asked[words] = alarms + sorted(rules, key=lambda rival: rival.place)
        return self._asked[words]

    @cached_property
    def _patterns(self) -> dict[str, list[_Rival]]:
        """Every pattern as it is compared, in the order of trying."""
        found: dict[str, list[_Rival]] = {}
        alarms = [(-1, live) for matcher in self.alarms for live in matcher.rules]
        tried: list[tuple[int, Live[Any]]] = [*alarms, *enumerate(self.matcher.rules)]
        for place, live in tried:
            for condition in live.body.conditions:
                for word in condition.words if condition.match == "regex" else ():
                    rival = _Rival(live, Hit(place, "regex", word), place)
                    found.setdefault(as_compared(word), []).append(rival)
        return found


def _before(place: int, rivals: Iterable[_Rival]) -> Iterator[_Rival]:
    """Those that are tried before; they come in that order."""
    return takewhile(lambda rival: rival.place < place, rivals)


def _fits_within(rival: _Rival) -> bool:
    """Whether it fits whatever stands around the words."""
    if rival.hit.match == "regex":
        return not _ANCHORS.search(rival.hit.word)
    return rival.hit.match == "contains"


def _reach(hit: Hit, match: str) -> Reach:
    """A pattern sees the punctuation, which the other kinds of condition pass over."""
    return Reach.AS_WRITTEN if hit.match == "regex" and match != "regex" else Reach.NEVER


def _covers(other: Body, body: Body, now: dt.datetime) -> bool:
    """Whether the other is shown, from now on, whenever this one is."""
    begins = max(body.valid_from or now, now)
    if other.valid_from is not None and other.valid_from > begins:
        return False
    return other.ends is None or (body.ends is not None and other.ends >= body.ends)


def _meet(other: Body, body: Body, now: dt.datetime) -> bool:
    """Whether there is, from now on, an instant at which both are shown."""
    begins = max(now, *(each.valid_from or now for each in (other, body)))
    return all(each.ends is None or begins < each.ends for each in (other, body))
