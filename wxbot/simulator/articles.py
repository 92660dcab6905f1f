"""Articles in drafts and, once they are sent or published, at an address of their own."""

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Article:
    """``key`` is the end of its address; ``cover`` is the id of a permanent picture."""

    title: str
    author: str = ""
    digest: str = ""
    content: str = ""
    source_url: str = ""
    cover: str = ""
    kind: str = "news"
    pictures: tuple[str, ...] = ()
    comments: int = 0
    fans_comment: int = 0
    key: str = ""
    deleted: bool = False

    def as_json(self, url: str, cover_url: str) -> Mapping[str, Any]:
        """As the platform lists it. ``url`` is where the key can be opened."""
        return {
            "article_type": self.kind,
            "title": self.title,
            "author": self.author,
            "digest": self.digest,
            "content": self.content,
            "content_source_url": self.source_url,
            "thumb_media_id": self.cover,
            "thumb_url": cover_url,
            "show_cover_pic": 0,
            "need_open_comment": self.comments,
            "only_fans_can_comment": self.fans_comment,
            "url": f"{url}/s/{self.key}",
        }


@dataclass(frozen=True)
class Draft:
    media_id: str
    articles: tuple[Article, ...]
    created: int
    updated: int


@dataclass(frozen=True)
class Publication:
    """Articles that went out together. ``by`` is publish, mass or preview; only the first kind is listed."""

    id: str
    articles: tuple[Article, ...]
    by: str
    at: int


def new_key() -> str:
    return secrets.token_urlsafe(16)


class Drafts:
    def __init__(self) -> None:
        self._drafts: dict[str, Draft] = {}
        self._lock = threading.Lock()

    def add(self, articles: tuple[Article, ...], now: float) -> Draft:
        keyed = tuple(replace(one, key=new_key()) for one in articles)
        draft = Draft(secrets.token_urlsafe(48), keyed, int(now), int(now))
        with self._lock:
            self._drafts[draft.media_id] = draft
        return draft

    def change(self, media_id: str, index: int, article: Article, now: float) -> bool:
        """Whether there is an article at this place to be replaced."""
        with self._lock:
            draft = self._drafts[media_id]
            if not 0 <= index < len(draft.articles):
                return False
            article = replace(article, key=draft.articles[index].key)
            articles = (*draft.articles[:index], article, *draft.articles[index + 1 :])
            self._drafts[media_id] = replace(draft, articles=articles, updated=int(now))
            return True

    def get(self, media_id: str) -> Draft | None:
        return self._drafts.get(media_id)

    def delete(self, media_id: str) -> bool:
        with self._lock:
            return self._drafts.pop(media_id, None) is not None

    def all(self) -> tuple[Draft, ...]:
        """The newest first."""
        with self._lock:
            return tuple(sorted(self._drafts.values(), key=lambda draft: draft.updated, reverse=True))


class Published:
    """What can be opened, by the end of its address, deleted articles included."""

    def __init__(self) -> None:
        self._publications: dict[str, Publication] = {}
        self._by_key: dict[str, tuple[str, int]] = {}
        self._gone: set[str] = set()
        self._lock = threading.Lock()

    def add(self, articles: tuple[Article, ...], by: str, now: float) -> Publication:
        """Under new addresses, so that the draft keeps its own."""
        keyed = tuple(replace(one, key=new_key()) for one in articles)
        publication = Publication(secrets.token_urlsafe(32), keyed, by, int(now))
        with self._lock:
            self._publications[publication.id] = publication
            self._by_key |= {one.key: (publication.id, place) for place, one in enumerate(keyed)}
        return publication

    def get(self, article_id: str) -> Publication | None:
        return self._publications.get(article_id)

    def article(self, key: str) -> Article | None:
        with self._lock:
            if key not in self._by_key:
                return None
            publication, place = self._by_key[key]
            return self._publications[publication].articles[place]

    def place_of(self, key: str) -> tuple[str, int] | None:
        """The publication with the article of this key, and its number in there, from 1."""
        found = self._by_key.get(key)
        return (found[0], found[1] + 1) if found else None

    def delete(self, article_id: str, number: int = 0) -> bool:
        """One article by its number from 1, or all with 0. Whether there was such a one."""
        with self._lock:
            publication = self._publications[article_id]
            if number and not 1 <= number <= len(publication.articles):
                return False
            articles = tuple(
                replace(one, deleted=True) if number in (0, place) else one
                for place, one in enumerate(publication.articles, 1)
            )
            self._publications[article_id] = replace(publication, articles=articles)
            self._gone |= {one.key for one in articles if one.deleted}
            return True

    def listed(self) -> tuple[Publication, ...]:
        """What was published without a push and is not deleted as a whole; the newest first."""
        with self._lock:
            found = [one for one in self._publications.values() if one.by == "publish"]
        return tuple(one for one in reversed(found) if not all(article.deleted for article in one.articles))

    def sent(self) -> tuple[Publication, ...]:
        """What was pushed to followers; the newest first."""
        with self._lock:
            return tuple(one for one in reversed(self._publications.values()) if one.by == "mass")

    def gone(self) -> frozenset[str]:
        """The keys of deleted articles."""
        with self._lock:
            return frozenset(self._gone)
