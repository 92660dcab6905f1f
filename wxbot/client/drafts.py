"""Drafts: one to eight articles as WeChat keeps them until they are sent or published, which uses the draft up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wxbot.client.api import Api


class Comments(StrEnum):
    """Who may comment on an article."""

    NOBODY = "nobody"
    FOLLOWERS = "followers"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Article:
    """``content`` is HTML with pictures from ``material.upload_image``; the cover is permanent material."""

    title: str
    content: str
    thumb_media_id: str
    author: str = ""
    digest: str = ""
    source_url: str = ""
    comments: Comments = Comments.NOBODY


def add(api: Api, articles: Sequence[Article]) -> str:
    """The draft's media id. Done twice it is there twice, which costs room and nothing else. Raises WechatError."""
    body = {"articles": [_fields(article) for article in articles]}
    return str(api.call(lambda client: client.post("draft/add", data=body))["media_id"])


def get(api: Api, media_id: str) -> tuple[Article, ...]:
    """Raises WechatError, FIX when it is gone."""
    answer = api.call(lambda client: client.post("draft/get", data={"media_id": media_id}))
    return tuple(_article(fields) for fields in answer["news_item"])


def delete(api: Api, media_id: str) -> None:
    api.call(lambda client: client.post("draft/delete", data={"media_id": media_id}))


def _fields(article: Article) -> dict[str, Any]:
    return {
        "article_type": "news",
        "title": article.title,
        "author": article.author,
        "digest": article.digest,
        "content": article.content,
        "content_source_url": article.source_url,
        "thumb_media_id": article.thumb_media_id,
        "need_open_comment": int(article.comments is not Comments.NOBODY),
        "only_fans_can_comment": int(article.comments is Comments.FOLLOWERS),
    }


def _article(fields: Mapping[str, Any]) -> Article:
    return Article(
        title=fields["title"],
        content=fields.get("content", ""),
        thumb_media_id=fields.get("thumb_media_id", ""),
        author=fields.get("author", ""),
        digest=fields.get("digest", ""),
        source_url=fields.get("content_source_url", ""),
        comments=_comments(fields),
    )


def _comments(fields: Mapping[str, Any]) -> Comments:
    if not int(fields.get("need_open_comment") or 0):
        return Comments.NOBODY
    return Comments.FOLLOWERS if int(fields.get("only_fans_can_comment") or 0) else Comments.EVERYBODY
