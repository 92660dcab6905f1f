"""WeChat's own daily figures. A day is there from 08:00 on the next; earlier WeChat has nothing, or says RETRY."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wxbot.client.api import Api

LONGEST = 7  # Days that one call about followers or messages takes; articles are told of one day at a time.


@dataclass(frozen=True, slots=True)
class Coming:
    """Who came and went on a day, by where they came from; several rows a day."""

    day: dt.date
    source: int  # 0 other, 1 search, 17 card, 30 QR code, and so on.
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Followers:
    """How many followed at a day's end."""

    day: dt.date
    count: int


@dataclass(frozen=True, slots=True)
class Reads:
    """How an article was read on a day; ``article`` is WeChat's number of the push and the place in it: ``1001_1``."""

    day: dt.date
    article: str
    title: str
    readers: int
    reads: int
    sharers: int
    shares: int


@dataclass(frozen=True, slots=True)
class Messages:
    """Messages that followers sent on a day, by type: 1 text, 2 picture, 3 voice, 4 video, 6 link."""

    day: dt.date
    type: int
    senders: int
    count: int


def coming(api: Api, first: dt.date, last: dt.date) -> list[Coming]:
    rows = _rows(api, "getusersummary", first, last)
    return [
        Coming(_day(row), _int(row, "user_source"), _int(row, "new_user"), _int(row, "cancel_user")) for row in rows
    ]


def followers(api: Api, first: dt.date, last: dt.date) -> list[Followers]:
    return [Followers(_day(row), _int(row, "cumulate_user")) for row in _rows(api, "getusercumulate", first, last)]


def reads(api: Api, day: dt.date) -> list[Reads]:
    return [
        Reads(
            day=_day(row),
            article=str(row["msgid"]),
            title=str(row.get("title", "")),
            readers=_int(row, "int_page_read_user"),
            reads=_int(row, "int_page_read_count"),
            sharers=_int(row, "share_user"),
            shares=_int(row, "share_count"),
        )
        for row in _rows(api, "getarticlesummary", day, day)
    ]


def messages(api: Api, first: dt.date, last: dt.date) -> list[Messages]:
    rows = _rows(api, "getupstreammsg", first, last)
    return [Messages(_day(row), _int(row, "msg_type"), _int(row, "msg_user"), _int(row, "msg_count")) for row in rows]


def _rows(api: Api, name: str, first: dt.date, last: dt.date) -> list[Mapping[str, Any]]:
    """Raises WechatError, RETRY while WeChat is not ready."""
    body = {"begin_date": first.isoformat(), "end_date": last.isoformat()}
    answer = api.call(lambda client: client.post(f"datacube/{name}", data=body, api_base_url=client.root))
    return list(answer.get("list") or ())


def _day(row: Mapping[str, Any]) -> dt.date:
    return dt.date.fromisoformat(row["ref_date"])


def _int(row: Mapping[str, Any], name: str) -> int:
    return int(row.get(name) or 0)
