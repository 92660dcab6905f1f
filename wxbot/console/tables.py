"""The dashboard's figures as tables: what a chart draws, what stands beside it, and what a file holds."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from wxbot.console import labels
from wxbot.console.desk import Desk
from wxbot.edition.edition import LANGUAGES, Edition
from wxbot.edition.kinds import Kind
from wxbot.services import Db
from wxbot.store import figures, reads
from wxbot.store.figures import Measure

_TOP = 20  # Words, buttons, articles.
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the account's own calendar, both included."""

    first: str
    last: str
    days: Sequence[str]

    @classmethod
    def until(cls, last: dt.date, count: int) -> "Period":
        days = [(last - back * _DAY).isoformat() for back in range(count - 1, -1, -1)]
        return cls(days[0], days[-1], days)


@dataclass(frozen=True, slots=True)
class Table:
    """``columns`` begin with what a row is about. ``daily``: a row for each day, oldest first."""

    title: object
    columns: tuple[object, ...]
    rows: Sequence[tuple[object, ...]]
    period: Period
    daily: bool = False

    @property
    def counted(self) -> bool:
        """Whether anything was."""
        return any(self.total(column) for column in range(1, len(self.columns)))

    def total(self, column: int) -> int:
        return sum(int(str(row[column])) for row in self.rows)


def _followers(db: Db, _our: Desk, period: Period) -> Table:
    gained, lost = (_by_day(db, measure, period) for measure in (Measure.GAINED, Measure.LOST))
    rows = [(day, gained.get(day, 0), lost.get(day, 0)) for day in period.days]
    return Table(_("Followers"), (_("Day"), _("New followers"), _("Unfollowed")), rows, period, daily=True)


def _messages(db: Db, _our: Desk, period: Period) -> Table:
    came, unanswered = (_by_day(db, measure, period) for measure in (Measure.MESSAGES, Measure.UNANSWERED))
    rows = [(day, came.get(day, 0), unanswered.get(day, 0)) for day in period.days]
    return Table(_("Messages"), (_("Day"), _("Messages"), _("Unanswered")), rows, period, daily=True)


def _words(db: Db, _our: Desk, period: Period) -> Table:
    return Table(_("What people write about"), (_("Word"), _("Messages")), _most(db, Measure.WORD, period), period)


def _taps(db: Db, our: Desk, period: Period) -> Table:
    names = labels.buttons(our.runtime.edition)
    rows = [(names.get(key, key), count) for key, count in _most(db, Measure.TAP, period)]
    return Table(_("Menu"), (_("Button"), _("Taps")), rows, period)


def _answers(db: Db, _our: Desk, period: Period) -> Table:
    rows = [(str(labels.section(key)), count) for key, count in _most(db, Measure.SECTION, period)]
    return Table(_("What answered"), (_("Section"), _("Messages and taps")), rows, period)


def _reads(db: Db, our: Desk, period: Period) -> Table:
    rows = [
        (_title(our.runtime.edition, page), count) for page, count in reads.top(db, period.first, period.last, _TOP)
    ]
    return Table(_("Pages that were read"), (_("Page"), _("Reads")), rows, period)


def _title(edition: Edition, page: str) -> str:
    """The item's, in whichever language it has one; the address of what is not live any more."""
    name, _sign, slug = page.partition("/")
    if name in set(Kind) and slug:
        for language in LANGUAGES:
            live = edition.shelf(Kind(name), language).by_slug.get(slug)
            if live is not None:
                return str(live.title)
    return str(labels.section(page))


def _by_day(db: Db, measure: Measure, period: Period) -> dict[str, int]:
    return figures.by_day(db, measure, period.first, period.last)


def _most(db: Db, measure: Measure, period: Period) -> list[tuple[str, int]]:
    return figures.top(db, measure, period.first, period.last, _TOP)


TABLES: Mapping[str, Callable[[Db, Desk, Period], Table]] = {
    "followers": _followers,
    "messages": _messages,
    "words": _words,
    "taps": _taps,
    "answers": _answers,
    "reads": _reads,
}
