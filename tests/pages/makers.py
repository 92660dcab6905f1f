"""Items that pages show."""

from typing import Any

from wxbot.edition.kinds import Kind
from wxbot.services import items
from wxbot.services.items import Draft


def speech(slug: str = "address", title: str = "讲话", language: str = "zh", **fields: Any) -> Draft:
    plain = {"date": "2026-11-20", "summary": "A summary.", "text": "A text.", "speaker": "李明", "office": "部长"}
    return items.draft(Kind.SPEECH, slug, language, title, {**plain, "occasion": "年会", **fields}, "the test")


def faq(slug: str = "lost", title: str = "护照丢了怎么办", language: str = "zh", **fields: Any) -> Draft:
    plain = {"category": "passport", "answer": "请报案。"}
    return items.draft(Kind.FAQ, slug, language, title, {**plain, **fields}, "the test")
