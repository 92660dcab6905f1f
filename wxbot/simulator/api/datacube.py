"""Figures of past days; those of yesterday are ready at eight in the morning in Beijing."""

import calendar
import time
from collections.abc import Callable, Mapping
from typing import Any

from wxbot.simulator.api.call import Answer, Call, Endpoint
from wxbot.simulator.articles import Publication
from wxbot.simulator.errors import ApiError, require
from wxbot.simulator.quotas import day_of

_BEIJING = 8 * 3600
_READY = 8 * 3600
_DAY = 86400
_FIRST = "2014-12-01"
_FOLLOWED_UP = 7

Row = Mapping[str, Any]
Rows = Callable[[Call, int], list[Row]]


def _day(given: object) -> int:
    """The number of a day. Raises ApiError."""
    try:
        parsed = time.strptime(str(given), "%Y-%m-%d")
    except ValueError:
        raise ApiError(61500) from None
    return calendar.timegm(parsed) // _DAY


def _name(day: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(day * _DAY))


def _days(call: Call, most: int) -> range:
    """From the first to the last day, both included. Raises ApiError."""
    body = call.json()
    first, last, today = _day(body.get("begin_date")), _day(body.get("end_date")), day_of(call.now)
    require(_day(_FIRST) <= first <= last < today and last - first < most, 61501)
    time_of_day = (call.now + _BEIJING) % _DAY
    require(last < today - 1 or time_of_day >= _READY, 61503)
    return range(first, last + 1)


def _listing(most: int, rows: Rows) -> Callable[[Call], Answer]:
    return lambda call: {"list": [row for day in _days(call, most) for row in rows(call, day)]}


def _summary(call: Call, day: int) -> list[Row]:
    """One row for each way in which followers came; those who left are in the first."""
    figures = call.state.figures
    came, went = figures.came(day), figures.went(day)
    sources = sorted({*came, *([0] if went else [])})
    return [
        {
            "ref_date": _name(day),
            "user_source": source,
            "new_user": came.get(source, 0),
            "cancel_user": 0 if source else went,
        }
        for source in sources
    ]


def _cumulate(call: Call, day: int) -> list[Row]:
    total = len(call.state.followers.following()) - call.state.figures.gained_after(day)
    return [{"ref_date": _name(day), "user_source": 0, "cumulate_user": total}]


def _upstream(call: Call, day: int) -> list[Row]:
    return [
        {"ref_date": _name(day), "user_source": 0, "msg_type": kind, "msg_user": people, "msg_count": count}
        for kind, (people, count) in sorted(call.state.figures.wrote(day).items())
    ]


def _sent_on(call: Call, day: int) -> list[Publication]:
    return [one for one in reversed(call.state.published.sent()) if day_of(one.at) == day]


def _ids(call: Call, publication: Publication) -> list[str]:
    """An article is named by the data id of its message and by its number there."""
    sent = next(one for one in call.state.masses.all() if one.publication == publication.id)
    return [f"{sent.data_id}_{number}" for number in range(1, len(publication.articles) + 1)]


def _article_summary(call: Call, day: int) -> list[Row]:
    """What was read on that day, of whatever age."""
    rows: list[Row] = []
    for publication in reversed(call.state.published.sent()):
        for msg_id, article in zip(_ids(call, publication), publication.articles, strict=True):
            people, times = call.state.figures.opened(article.key, day)
            if times:
                rows.append({"ref_date": _name(day), "msgid": msg_id, "title": article.title, **_reads(people, times)})
    return rows


def _article_total(call: Call, day: int) -> list[Row]:
    """What was sent on that day, and how it was read in the week that followed, added up."""
    return [
        {"ref_date": _name(day), "msgid": msg_id, "title": article.title, "details": _details(call, article.key, day)}
        for publication in _sent_on(call, day)
        for msg_id, article in zip(_ids(call, publication), publication.articles, strict=True)
    ]


def _details(call: Call, key: str, first: int) -> list[Row]:
    rows: list[Row] = []
    people = times = 0
    for day in range(first, min(first + _FOLLOWED_UP, day_of(call.now))):
        found = call.state.figures.opened(key, day)
        people, times = people + found[0], times + found[1]
        target = len(call.state.followers.following())
        rows.append({"stat_date": _name(day), "target_user": target, **_reads(people, times)})
    return rows


def _reads(people: int, times: int) -> Row:
    """Nobody shares anything here, nor goes on to the original page."""
    never = ("ori_page_read_user", "ori_page_read_count", "share_user", "share_count")
    rest = dict.fromkeys((*never, "add_to_fav_user", "add_to_fav_count"), 0)
    return {"int_page_read_user": people, "int_page_read_count": times, **rest}


_LISTS: Mapping[str, tuple[int, Rows]] = {
    "getusersummary": (7, _summary),
    "getusercumulate": (7, _cumulate),
    "getarticlesummary": (1, _article_summary),
    "getarticletotal": (1, _article_total),
    "getupstreammsg": (7, _upstream),
}
ENDPOINTS = tuple(
    Endpoint(f"/datacube/{name}", "POST", "datacube", _listing(most, rows)) for name, (most, rows) in _LISTS.items()
)
