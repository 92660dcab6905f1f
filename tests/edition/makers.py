"""Live items as a test needs them: every field that it does not name is a plain one."""

import datetime as dt
import itertools
from typing import Any

from wxbot.edition.kinds import Kind, parse_body
from wxbot.edition.live import Live

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)

_numbers = itertools.count(1)


def live(kind: Kind, slug: str, title: str, language: str, body: dict[str, Any]) -> Live[Any]:
    return Live(next(_numbers), kind, slug, language, title, parse_body(kind, body, slug))


def faq(slug: str, title: str = "护照", language: str = "zh", **body: Any) -> Live[Any]:
    return live(Kind.FAQ, slug, title, language, {"category": "passport", "answer": "An answer.", **body})


def news(slug: str, title: str = "会见", language: str = "zh", **body: Any) -> Live[Any]:
    fields = {"date": "2026-11-20", "summary": "A summary.", "text": "A text.", **body}
    return live(Kind.NEWS, slug, title, language, fields)


def speech(slug: str, title: str = "讲话", language: str = "zh", **body: Any) -> Live[Any]:
    fields = {"date": "2026-11-20", "summary": "A summary.", "text": "A text.", "speaker": "李明", "office": "部长"}
    return live(Kind.SPEECH, slug, title, language, {**fields, "occasion": "年会", **body})


def phrase(slug: str, text: str, language: str = "zh", **body: Any) -> Live[Any]:
    return live(Kind.PHRASE, slug, slug, language, {"text": text, **body})


def mission(slug: str, title: str = "大使馆", language: str = "zh", **body: Any) -> Live[Any]:
    fields = {"country": "FR", "region": "europe", "city": "巴黎", "latitude": 48.86, "longitude": 2.35, "spot": "city"}
    return live(Kind.MISSION, slug, title, language, {**fields, **body})


def emergency(slug: str, *conditions: dict[str, Any], language: str = "zh", **body: Any) -> Live[Any]:
    fields = {"conditions": conditions, "steps": ["One.", "Two.", "Three."], **body}
    return live(Kind.EMERGENCY, slug, slug, language, fields)


def condition(match: str, *words: str) -> dict[str, Any]:
    return {"match": match, "words": words}


def rule(slug: str, *conditions: dict[str, Any], language: str = "zh", **body: Any) -> Live[Any]:
    fields = {"conditions": conditions, "answers": [{"type": "text", "text": "An answer."}], **body}
    return live(Kind.AUTOREPLY, slug, slug, language, fields)
