"""Forms of items as a browser sends them, and as it finds them filled in."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from tests.console.conftest import Browser
from tests.rig.account import ROOT
from wxbot.services import files
from wxbot.services.items import Draft

NEWS = {"title": "会见", "slug": "visit", "date": "2026-11-20", "summary": "一句话。", "text": "正文。", "base": "0"}
RULE = {
    "title": "问候",
    "slug": "greeting",
    "base": "0",
    "conditions-0-match": "exact",
    "conditions-0-words": "你好\r\n您好",
    "answers-0-type": "text",
    "answers-0-text": "您好！",
    "choose": "first",
}


class _Fields(HTMLParser):
    """What a browser would send of the form with the id ``draft``, were its Save pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.inside = False
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == "draft"
        name = given.get("name", "") if self.inside else ""
        if tag == "input" and name and (given.get("type") != "checkbox" or "checked" in given):
            self.found.setdefault(name, []).append(given.get("value", ""))
        elif tag == "textarea":
            self._area = name
            self.found.setdefault(name, []).append("")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.found.setdefault(self._select, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area][-1] += data


def filled_in(page: str) -> dict[str, Any]:
    fields = _Fields()
    fields.feed(page)
    found = {name: values for name, values in fields.found.items() if name not in ("", "csrf_token")}
    # A browser drops the line break with which the text of a box begins, and ends lines as the wire wants it.
    return {
        name: [value.removeprefix("\r").removeprefix("\n").replace("\n", "\r\n") for value in v]
        for name, v in found.items()
    }


def save(browser: Browser, path: str, **changes: Any) -> Any:
    """Opens the form, changes something in it, and presses Save."""
    return browser.post(path, **{**filled_in(browser.get(path).text), **changes})


def delivered_shapes() -> Iterator[Draft]:
    """One of each kind, for each set of fields that are filled in."""
    seen = set()
    for draft in files.read(ROOT):
        shape = (draft.kind, *sorted(draft.fields))
        if shape not in seen:
            seen.add(shape)
            yield draft
