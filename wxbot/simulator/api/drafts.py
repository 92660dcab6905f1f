"""Drafts of articles: they wait here to be sent or published."""

from collections.abc import Mapping
from typing import Any

from wxbot.simulator.api.call import OK, Answer, Call, Endpoint, number, text
from wxbot.simulator.articlehtml import beginning, cleaned
from wxbot.simulator.articles import Article, Draft
from wxbot.simulator.errors import ApiError, require

MOST_ARTICLES = 8
_MB = 1 << 20
_TITLE, _AUTHOR, _DIGEST, _CONTENT = 32, 16, 128, 20_000
_SOURCE_BYTES = 1024
_DIGEST_GIVEN = 54
_PICTURES = 20
_BATCH = 20

Body = Mapping[str, Any]


def add(call: Call) -> Answer:
    given = call.json().get("articles")
    require(isinstance(given, list) and given, 44003)
    assert isinstance(given, list)
    require(len(given) <= MOST_ARTICLES, 45008)
    draft = call.state.drafts.add(tuple(_article(call, one) for one in given), call.now)
    return {"media_id": draft.media_id}


def update(call: Call) -> Answer:
    """One article of a draft, counted from 0."""
    body = call.json()
    draft = known(call, body)
    article = _article(call, body.get("articles"))
    require(call.state.drafts.change(draft.media_id, number(body, "index", 40114), article, call.now), 40114)
    return OK


def get(call: Call) -> Answer:
    draft = known(call, call.json())
    return {"news_item": items(call, draft.articles), "create_time": draft.created, "update_time": draft.updated}


def delete(call: Call) -> Answer:
    call.state.drafts.delete(known(call, call.json()).media_id)
    return OK


def count(call: Call) -> Answer:
    return {"total_count": len(call.state.drafts.all())}


def batch_get(call: Call) -> Answer:
    body, every = call.json(), call.state.drafts.all()
    some = every[page_of(body)]
    bare = body.get("no_content") == 1
    rows = [
        {
            "media_id": draft.media_id,
            "content": {"news_item": items(call, draft.articles, bare)},
            "update_time": draft.updated,
        }
        for draft in some
    ]
    return {"total_count": len(every), "item_count": len(rows), "item": rows}


def switch(_call: Call) -> Answer:
    """This account has long been switched from the older kind of material."""
    return {**OK, "is_open": 1}


def known(call: Call, body: Body) -> Draft:
    draft = call.state.drafts.get(text(body, "media_id", 40007))
    if draft is None:
        raise ApiError(40007)
    return draft


def page_of(body: Body) -> slice:
    offset, most = number(body, "offset"), number(body, "count")
    require(offset >= 0 and 1 <= most <= _BATCH, 40035)
    return slice(offset, offset + most)


def items(call: Call, articles: tuple[Article, ...], bare: bool = False) -> list[Mapping[str, Any]]:
    rows = [
        one.as_json(call.world.url, f"{call.world.url}/phone/media/{one.cover}" if one.cover else "")
        for one in articles
    ]
    return [{**row, "content": ""} for row in rows] if bare else rows


def _article(call: Call, given: object) -> Article:
    """What is too long is refused, what is not allowed is taken out. Raises ApiError."""
    require(isinstance(given, Mapping), 40035)
    assert isinstance(given, Mapping)
    kind = given.get("article_type") or "news"
    require(kind in ("news", "newspic"), 40035)
    title, content = text(given, "title", 45003), _content(call, given)
    author, digest = _words(given, "author", _AUTHOR, 45110), _words(given, "digest", _DIGEST, 45004)
    require(len(title) <= _TITLE, 45003)
    return Article(
        title,
        author,
        digest or beginning(content, _DIGEST_GIVEN),
        content,
        _source(given),
        _cover(call, given) if kind == "news" else "",
        kind,
        _pictures(call, given) if kind == "newspic" else (),
        _flag(given, "need_open_comment"),
        _flag(given, "only_fans_can_comment"),
    )


def _content(call: Call, given: Body) -> str:
    content = text(given, "content", 44004)
    require(len(content) < _CONTENT and len(content.encode()) < _MB, 45002)
    return cleaned(content, call.world.url)


def _words(given: Body, name: str, most: int, errcode: int) -> str:
    value = given.get(name) or ""
    require(isinstance(value, str) and len(value) <= most, errcode)
    return str(value)


def _source(given: Body) -> str:
    url = _words(given, "content_source_url", _SOURCE_BYTES, 41039)
    require(not url or url.startswith(("http://", "https://")), 41039)
    return url


def _cover(call: Call, given: Body) -> str:
    return _permanent(call, text(given, "thumb_media_id", 40007))


def _pictures(call: Call, given: Body) -> tuple[str, ...]:
    info = given.get("image_info")
    found = info.get("image_list") if isinstance(info, Mapping) else None
    require(isinstance(found, list) and 0 < len(found) <= _PICTURES, 40035)
    assert isinstance(found, list)
    require(all(isinstance(one, Mapping) for one in found), 40035)
    return tuple(_permanent(call, text(one, "image_media_id", 40007)) for one in found)


def _permanent(call: Call, media_id: str) -> str:
    medium = call.state.media.get(media_id, call.now)
    require(medium is not None and medium.permanent and medium.kind in ("image", "thumb"), 40007)
    return media_id


def _flag(given: Body, name: str) -> int:
    return 1 if given.get(name) in (1, True) else 0


ENDPOINTS = (
    Endpoint("/cgi-bin/draft/add", "POST", "drafts", add),
    Endpoint("/cgi-bin/draft/update", "POST", "drafts", update),
    Endpoint("/cgi-bin/draft/get", "POST", "drafts", get),
    Endpoint("/cgi-bin/draft/delete", "POST", "drafts", delete),
    Endpoint("/cgi-bin/draft/count", "GET", "drafts", count),
    Endpoint("/cgi-bin/draft/batchget", "POST", "drafts", batch_get),
    Endpoint("/cgi-bin/draft/switch", "POST", "drafts", switch),
)
