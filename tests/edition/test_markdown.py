"""Markdown as HTML: what an author may use is shown, and whatever could act in a browser is not."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wxbot.edition.markdown import render

ALLOWED = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr", "img"}
ALLOWED |= {"table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {("a", "href"), ("a", "title"), ("a", "rel"), ("img", "src"), ("img", "alt")}
SCHEMES = ("http://", "https://", "tel:", "mailto:")


class Elements(HTMLParser):
    """What a browser would make of it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def _elements(text: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Elements()
    parser.feed(render(text))
    return parser.found


def _assert_inert(text: str) -> None:
    for tag, attributes in _elements(text):
        assert tag in ALLOWED
        assert {(tag, name) for name in attributes} <= ATTRIBUTES
        for name in ("href", "src"):
            address = (attributes.get(name) or "").strip().lower()
            assert not re.match(r"[a-z][a-z0-9+.-]*:", address) or address.startswith(SCHEMES)


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=https://evil.example></iframe>",
    "<style>body{display:none}</style>",
    "<a href='javascript:alert(1)'>x</a>",
    "<form action=https://evil.example><input name=password></form>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    '[x](https://example.org "onmouseover=alert(1)")',
    '![" onerror="alert(1)](https://example.org/x.png)',
    '<https://example.org/"onclick=alert(1)>',
    "[x][y]\n\n[y]: javascript:alert(1)",
    "| a |\n|--:|\n| <script>alert(1)</script> |",
    "</div></article><script>alert(1)</script>",
    "<!-- --><script>alert(1)</script>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_is_inert(text: str) -> None:
    _assert_inert(text)


@given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=20), max_size=4).map("".join))
@settings(max_examples=200, deadline=None)
def test_any_markdown_is_inert(text: str) -> None:
    _assert_inert(text)


def test_raw_html_is_shown_as_words() -> None:
    assert render("<b>bold</b>") == "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n"


def test_columns_need_no_inline_style() -> None:
    assert "style" not in render("| a | b |\n|--:|:-:|\n| 1 | 2 |")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("## 会谈", "<h2>会谈</h2>"),
        ("**重要**", "<strong>重要</strong>"),
        ("- one\n- two", "<li>two</li>"),
        ("one\ntwo", "one<br>"),
        ("> quoted", "<blockquote>"),
        ("| a |\n|---|\n| b |", "<td>b</td>"),
        ("![图](https://example.org/x.png)", '<img src="https://example.org/x.png" alt="图">'),
        ("[12308](tel:12308)", 'href="tel:12308"'),
        ("[页面](https://example.org/?a=1&b=2)", 'href="https://example.org/?a=1&amp;b=2"'),
    ],
)
def test_what_an_author_may_use_is_shown(text: str, html: str) -> None:
    assert html in render(text)


def test_link_does_not_hand_our_page_to_the_other() -> None:
    assert 'rel="noopener noreferrer"' in render("[x](https://example.org)")
