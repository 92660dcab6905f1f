"""Publishing without a push: articles get their address at WeChat, and nobody is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from wxbot.client.api import Api

PAGE = 20


@dataclass(frozen=True, slots=True)
class Submitted:
    publish_id: str
    msg_data_id: str


class Status(IntEnum):
    """WeChat's own numbers."""

    PUBLISHED = 0
    RUNNING = 1
    NOT_ORIGINAL = 2
    FAILED = 3
    REFUSED = 4
    DELETED = 5
    BLOCKED = 6


@dataclass(frozen=True, slots=True)
class State:
    """How far it got; ``failed`` are the articles that were refused, counted from 1."""

    status: Status
    article_id: str
    urls: tuple[str, ...]
    failed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """One article of what is published; ``index`` counts from 1 among those with the same id."""

    article_id: str
    index: int
    title: str
    digest: str
    url: str
    updated_at: int  # Seconds since the epoch.
    deleted: bool


@dataclass(frozen=True, slots=True)
class Page:
    articles: tuple[Published, ...]
    groups: int  # How many were taken at once, by which the next page's offset is counted.
    total: int


def submit(api: Api, media_id: str) -> Submitted:
    """Uses up the draft. Raises WechatError; UNKNOWN means that it may be published, which the draft's going tells."""
    body = {"media_id": media_id}
    answer = api.call(lambda client: client.post("freepublish/submit", data=body), repeatable=False)
    return Submitted(str(answer["publish_id"]), str(answer.get("msg_data_id") or ""))


def state(api: Api, publish_id: str) -> State:
    """A hundred looks a day: wait for the event first."""
    answer = api.call(lambda client: client.post("freepublish/get", data={"publish_id": publish_id}))
    items = (answer.get("article_detail") or {}).get("item") or ()
    return State(
        Status(int(answer["publish_status"])),
        str(answer.get("article_id") or ""),
        tuple(str(item["article_url"]) for item in sorted(items, key=lambda item: int(item["idx"]))),
        tuple(int(index) for index in answer.get("fail_idx") or ()),
    )


def delete(api: Api, article_id: str, index: int = 0) -> None:
    """One of the articles, counted from 1, or all of them. It cannot be undone."""
    body = {"article_id": article_id, "index": index}
    api.call(lambda client: client.post("freepublish/delete", data=body))


def page(api: Api, offset: int = 0) -> Page:
    """At most twenty publications, the newest first, each with its articles."""
    body = {"offset": offset, "count": PAGE, "no_content": 1}
    answer = api.call(lambda client: client.post("freepublish/batchget", data=body))
    groups = answer.get("item") or ()
    articles = tuple(article for group in groups for article in _articles(group))
    return Page(articles, len(groups), int(answer["total_count"]))


def _articles(group: Mapping[str, Any]) -> list[Published]:
    content = group.get("content") or {}
    updated = int(group.get("update_time") or content.get("update_time") or 0)
    return [
        Published(
            article_id=str(group["article_id"]),
            index=index,
            title=str(fields.get("title", "")),
            digest=str(fields.get("digest", "")),
            url=str(fields.get("url", "")),
            updated_at=updated,
            deleted=bool(fields.get("is_deleted")),
        )
        for index, fields in enumerate(content.get("news_item") or (), start=1)
    ]
