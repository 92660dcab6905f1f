"""The delivered layouts: named in both languages, styled where they stand, and whole in WeChat's hands."""

import re
from dataclasses import replace

import pytest
from markupsafe import Markup

from wxbot.errors import ContentError
from wxbot.services import layouts
from wxbot.services.facts import Fact
from wxbot.services.layouts import Layout, Related, Slots
from wxbot.services.markup import Link, body
from wxbot.simulator.articlehtml import cleaned

EVERY = pytest.mark.parametrize("layout", layouts.everything().values(), ids=lambda layout: layout.name)
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])

_FULL = Slots(
    headline="A whole title",
    card="A title",
    section="News",
    day="24 November 2026",
    summary="A summary.",
    facts=(Fact("When", "tomorrow"), Fact("", "Somebody")),
    intro=("Good morning.",),
    cover="https://mmbiz.example/cover",
    body=Markup("<p>A text.</p>"),
    links=(Link("the page", "https://www.un.org/x"),),
    source="The source",
    related=(Related("Another one", "23 November 2026"),),
    account="The account",
)
_BARE = Slots("T", "T", "News", "", "", (), (), "https://mmbiz.example/cover", Markup("<p>A text.</p>"), (), "", (), "")


def test_there_are_layouts_to_choose_among() -> None:
    assert {"bulletin", "news", "statement"} <= set(layouts.everything())


@EVERY
@LANGUAGES
def test_layout_is_named_and_described(layout: Layout, language: str) -> None:
    assert layout.names[language]
    assert layout.about[language]
    assert layout.words[language].keys() == layout.words["zh"].keys()


@EVERY
@LANGUAGES
@pytest.mark.parametrize("slots", [_FULL, _BARE], ids=["full", "bare"])
def test_wechat_strips_nothing_of_a_layout(layout: Layout, language: str, slots: Slots) -> None:
    html = layout.fill(slots, language)
    assert re.findall(r"<[^>]*>", cleaned(html, "https://mmbiz.example")) == re.findall(r"<[^>]*>", html)
    assert not re.search(r"<(script|style|a)\b|\b(class|id)=|url\(|position:", html)


@EVERY
@LANGUAGES
def test_layout_shows_what_it_is_filled_with(layout: Layout, language: str) -> None:
    html = layout.fill(_FULL, language)
    for words in ("A whole title", "Good morning.", "A text.", "tomorrow", "Somebody", "the page", "Another one"):
        assert words in html
    assert "The account" in html


@EVERY
@pytest.mark.parametrize(("language", "way"), [("zh", "回复“退订”"), ("en", "reply &#34;unsubscribe&#34;")])
def test_layout_ends_with_how_to_unsubscribe(layout: Layout, language: str, way: str) -> None:
    assert way in layout.fill(_BARE, language)


@EVERY
@LANGUAGES
def test_layout_has_a_whole_style_for_every_element_of_a_text(layout: Layout, language: str) -> None:
    styles = layout.styles[language]
    assert {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "img", "table", "th", "td", "ref"} <= set(styles)
    assert all(style.endswith(";") for style in styles.values())


@EVERY
def test_words_of_an_item_are_never_markup(layout: Layout) -> None:
    html = layout.fill(replace(_FULL, headline="<b onclick=x>", source="<i>"), "zh")
    assert "<b onclick" not in html
    assert "<i>" not in html


def test_layout_that_nobody_made_is_refused() -> None:
    with pytest.raises(ContentError, match="layout: "):
        layouts.named("../news")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "[there](https://www.un.org/x) and [again](https://www.un.org/y)",
            "there<sup>[1]</sup> and again<sup>[2]</sup>",
        ),
        ("[read](https://mp.weixin.qq.com/s/x)", '<a href="https://mp.weixin.qq.com/s/x">read</a>'),
        ("[12308](tel:12308)", "12308"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ("**a** *b*", "<strong>a</strong> <em>b</em>"),
    ],
)
def test_text_becomes_what_wechat_takes(text: str, html: str) -> None:
    assert body(text, {}, "https://account.example", lambda _file: False).html.strip() == f"<p>{html}</p>"


def test_every_address_is_listed_once() -> None:
    text = "[a](https://www.un.org/x), [a](https://www.un.org/x), [ours](/news/visit), https://www.un.org/z"
    made = body(text, {}, "https://account.example", lambda _file: False)
    assert made.links == (Link("a", "https://www.un.org/x"), Link("ours", "https://account.example/news/visit"))


def test_styles_stand_beside_every_element() -> None:
    made = body("- one\n- two", {"ul": "margin:0;", "li": "color:red;"}, "", lambda _file: False)
    assert made.html.replace("\n", "") == (
        '<ul style="margin:0;"><li style="color:red;">one</li><li style="color:red;">two</li></ul>'
    )
