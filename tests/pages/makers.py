"""Items that pages show, and what followers shared."""

import datetime as dt
from typing import Any

from tests.services.drafts import NOON
from wxbot.edition.kinds import Kind
from wxbot.services import items
from wxbot.services.items import Draft
from wxbot.store import submissions
from wxbot.store.database import Database
from wxbot.store.submissions import State
from wxbot.store.vault import Vault

_ARTICLE = {"date": "2026-11-20", "summary": "A summary.", "text": "A text."}


def _draft(kind: Kind, slug: str, language: str, title: str, *fields: dict[str, Any]) -> Draft:
    merged = {name: value for given in fields for name, value in given.items()}
    return items.draft(kind, slug, language, title, merged, "the test")


def speech(slug: str = "address", title: str = "讲话", language: str = "zh", **fields: Any) -> Draft:
    plain = {"speaker": "李明", "office": "部长", "occasion": "年会"}
    return _draft(Kind.SPEECH, slug, language, title, _ARTICLE, plain, fields)


def report(slug: str = "aid", title: str = "救援", language: str = "zh", **fields: Any) -> Draft:
    return _draft(Kind.REPORT, slug, language, title, _ARTICLE, {"mission": "中国驻日本大使馆"}, fields)


def knowledge(slug: str = "envoy", title: str = "什么是大使", language: str = "zh", **fields: Any) -> Draft:
    return _draft(Kind.KNOWLEDGE, slug, language, title, _ARTICLE, fields)


def notice(slug: str = "quakes", title: str = "防范地震", language: str = "zh", **fields: Any) -> Draft:
    plain = {"level": "take-care", "countries": ["日本"]}
    return _draft(Kind.NOTICE, slug, language, title, _ARTICLE, plain, fields)


def event(slug: str = "fair", title: str = "庙会", language: str = "zh", **fields: Any) -> Draft:
    plain = {
        "opens": "2999-02-06T09:00:00+08:00",
        "closes": "2999-02-06T17:30:00+08:00",
        "place": "地坛公园",
        "getting_there": "地铁2号线雍和宫站",
    }
    return _draft(Kind.EVENT, slug, language, title, _ARTICLE, plain, fields)


def call(slug: str = "advice", title: str = "征求意见", language: str = "zh", **fields: Any) -> Draft:
    return _draft(Kind.CALL, slug, language, title, _ARTICLE, {"closes": "2999-06-30T23:59:59+08:00"}, fields)


def faq(slug: str = "lost", title: str = "护照丢了怎么办", language: str = "zh", **fields: Any) -> Draft:
    return _draft(Kind.FAQ, slug, language, title, {"category": "passport", "answer": "请报案。"}, fields)


def mission(slug: str = "embassy-japan", title: str = "驻日本大使馆", language: str = "zh", **fields: Any) -> Draft:
    plain = {
        "country": "JP",
        "region": "asia",
        "city": "东京",
        "latitude": 35.6762,
        "longitude": 139.6503,
        "spot": "building",
        "order": 10,
    }
    return _draft(Kind.MISSION, slug, language, title, plain, fields)


def share(database: Database, vault: Vault, file: str, caption: str = "", **fields: Any) -> None:
    """What a follower shared and staff approved, unless the fields say otherwise."""
    plain: dict[str, Any] = {
        "origin": f"form {file}",
        "position": 0,
        "openid": "oAlice0000000000000000000001",
        "media_id": "a media id",
        "kind": "video" if file.endswith(".mp4") else "image",
        "state": State.APPROVED,
        "sent_at": NOON,
        "due_at": NOON,
        "decided_at": NOON + dt.timedelta(hours=1),
        "decided_by": "director li",
    }
    with database.write() as db:
        assert submissions.add(db, **{**plain, "file": file, "caption": vault.seal(caption), **fields})
