"""Figures: what the journal's lines count up for each day of the account, and how long ago anything went live."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wxbot.edition.normalise import normalise
from wxbot.edition.search import telling
from wxbot.services import Db, alarms
from wxbot.store import figures, items
from wxbot.store.database import Database
from wxbot.store.figures import Measure
from wxbot.store.journal import QUESTION_MAX

# Sources of what a follower sends; the others are events, of which only taps and coming and going are counted.
SENT = frozenset(("text", "voice", "tap", "number", "location", "media", "link"))
_WRITTEN = frozenset(("text", "voice"))
_TAP = "menu"
_OPENED = "note"  # A button that opens a page, the camera or a map is only told of; its line names it.

STALE = "stale-account"
SILENT_DAYS = 14  # A government account must not go longer without anything new.
WARNED_DAYS = 10  # By then a text can still be written, read and signed.

_UNANSWERED = frozenset(("", "fallback.unknown"))  # What the account's last section calls words that it cannot answer.
_FORM = "form/"

_WORDS = 24  # Words of one message that are counted, as many as the search looks up.
_WORD_MAX = 20  # Characters; what is longer is no word.
_TRIMMED_DAYS = 7  # Past days that are looked at again: what came late has long come by then.
_KEPT_WORDS = 200  # Of one day.
_TOLD_TWICE = 2  # A word that only one message had may be somebody's name; it does not outlast its day.


@dataclass(frozen=True, slots=True)
class Said:
    """What a line of the journal tells the figures."""

    at: dt.datetime
    source: str
    asked: str
    hit: str
    key: str


def question(said: Said) -> str:
    """The words that nothing answered, spelled alike by everybody; empty when they were answered or are none."""
    if said.source not in _WRITTEN or said.hit not in _UNANSWERED:
        return ""
    return normalise(said.asked).bare[:QUESTION_MAX]


def section(hit: str) -> str:
    """What answered, in short: the section, the kind of item, or ``form/`` and the form."""
    if hit.startswith(_FORM):
        return "/".join(hit.split("/")[:2])
    return hit.partition("/")[0].partition(".")[0]


def count(db: Db, lines: Sequence[Said], zone: dt.tzinfo) -> None:
    """Counts up, in one statement, what the lines tell; the caller brings each line once."""
    counts: Counter[tuple[str, Measure, str]] = Counter()
    for said in lines:
        day = said.at.astimezone(zone).date().isoformat()
        counts.update((day, measure, key) for measure, key in _told(said))
    figures.add(db, counts)


def _told(said: Said) -> Iterator[tuple[Measure, str]]:
    if said.source == "follow":
        yield Measure.GAINED, ""
    elif said.source == "unfollow":
        yield Measure.LOST, ""
    elif said.source == _TAP:
        yield Measure.TAP, said.key or said.asked
        yield Measure.SECTION, section(said.hit)
    elif said.source == _OPENED:
        if said.asked:
            yield Measure.TAP, said.asked
    elif said.source in SENT:
        yield Measure.MESSAGES, ""
        yield Measure.SECTION, section(said.hit)
        yield from _of_words(said)


def _of_words(said: Said) -> Iterator[tuple[Measure, str]]:
    if question(said):
        yield Measure.UNANSWERED, ""
    if said.source in _WRITTEN:
        for word in words(said.asked):
            yield Measure.WORD, word


def words(text: str) -> list[str]:
    """The telling words, each once. Single characters tell too little, and numbers are nobody's business."""
    found = (word for word in telling(text) if 1 < len(word) <= _WORD_MAX and word.isalpha())
    return list(dict.fromkeys(found))[:_WORDS]


def tend(database: Database, now: dt.datetime, zone: dt.tzinfo) -> None:
    """What a tick looks after: days that are over are trimmed, and an account that fell silent rings."""
    with database.write() as db:
        trim(db, now.astimezone(zone).date())
    with database.write() as db:
        watch(db, now, zone)


def trim(db: Db, today: dt.date) -> None:
    """Of the days that are over, keeps the words that several messages had, and the most frequent of these."""
    for back in range(1, _TRIMMED_DAYS + 1):
        day = (today - dt.timedelta(days=back)).isoformat()
        figures.trim(db, Measure.WORD, day, _TOLD_TWICE, _KEPT_WORDS)


def watch(db: Db, now: dt.datetime, zone: dt.tzinfo) -> None:
    """Rings while the account is close to the days of silence that an inspection counts as a fault."""
    days = days_silent(db, now, zone)
    if days is not None and days >= WARNED_DAYS:
        alarms.ring(db, STALE, {"days": days, "limit": SILENT_DAYS}, now)
    else:
        alarms.silence(db, STALE)


def days_silent(db: Db, now: dt.datetime, zone: dt.tzinfo) -> int | None:
    """Days of the calendar since anything went live; None when nothing ever did."""
    last = items.last_live_at(db)
    return (now.astimezone(zone).date() - last.astimezone(zone).date()).days if last else None
