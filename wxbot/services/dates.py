"""Days and hours in a reader's words, on pages and in what is sent."""

import datetime as dt

from babel.dates import format_date, format_interval

_LOCALES = {"zh": "zh_CN", "en": "en_GB"}
_MIDNIGHT = dt.time(0)
_LAST_MINUTE = dt.time(23, 59)


def day(date: dt.date, language: str) -> str:
    return format_date(date, "long", _LOCALES[language])


def _weekday(date: dt.date, language: str) -> str:
    return format_date(date, "full", _LOCALES[language])


def until(closes: dt.datetime, language: str) -> str:
    """The last day, and its last hour unless that is midnight."""
    last = _last_instant(closes)
    return day(last, language) if last.time() >= _LAST_MINUTE else f"{day(last, language)} {last:%H:%M}"


def span(opens: dt.datetime, closes: dt.datetime, language: str) -> str:
    """From when until when; whole days are told without hours."""
    last = _last_instant(closes)
    whole = opens.time() == _MIDNIGHT and last.time() >= _LAST_MINUTE
    if opens.date() == last.date():
        words = _weekday(opens, language)
        return words if whole else f"{words} {opens:%H:%M}–{last:%H:%M}"
    if whole:
        return format_interval(opens.date(), last.date(), "yMMMd", locale=_LOCALES[language])
    begins = day(opens, language) if opens.time() == _MIDNIGHT else f"{day(opens, language)} {opens:%H:%M}"
    return f"{begins} – {until(closes, language)}"


def _last_instant(closes: dt.datetime) -> dt.datetime:
    """The end of a day is told as that day's, although its first instant after is the next one's."""
    return closes - dt.timedelta(seconds=1) if closes.time() == _MIDNIGHT else closes
