"""Markdown as HTML that is safe to show: no HTML of the author's passes, and what is left is cleaned once more."""

from functools import cache, lru_cache

import nh3
from markdown_it import MarkdownIt

_TAGS = {
    "p",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "blockquote",
    "br",
    "hr",
    "table",
    "thead",
    "tbody",
}
_TAGS |= {"tr", "th", "td", "img"}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt"}}


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


@lru_cache(maxsize=500)
def render(text: str) -> str:
    html = _parser().render(text)
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"https", "http", "tel", "mailto"})
