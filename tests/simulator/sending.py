"""What tests of mass messages and publications begin with: drafts, and the events that tell of results."""

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from tests.simulator.account import Account
from wxbot.simulator.samples import photo
from wxbot.simulator.server import Simulator

TITLE = "中秋节放假通知"


def cover(account: Account) -> str:
    return str(account.upload("image", photo(), "material/add_material")["media_id"])


def article(account: Account, **changes: Any) -> dict[str, Any]:
    return {"title": TITLE, "content": "<p>闭馆三天。</p>", "thumb_media_id": cover(account), **changes}


def draft(account: Account, *articles: Mapping[str, Any]) -> str:
    answer = account.call("draft/add", {"articles": list(articles) or [article(account)]})
    return str(answer["media_id"])


def results(wechat: Simulator, event: str, count: int = 1) -> list[Element]:
    """The events of this name, when there are as many and each has been dealt with."""
    wechat.settle()
    found = [push for push in wechat.ledger.pushes if push.event == event]
    assert len(found) == count
    return [fromstring(push.xml) for push in found]


def texts(node: Element) -> dict[str, str]:
    return {child.tag: child.text or "" for child in node if not len(child)}
