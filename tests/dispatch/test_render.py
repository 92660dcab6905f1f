"""Long texts and lists in pages that WeChat takes, links that can be tapped, and words that stay inert."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rig.wire import text_xml
from wxbot.dispatch.answers import Choice, Listing, Say
from wxbot.dispatch.context import Context
from wxbot.dispatch.render import Rendered, inert, render, tappable
from wxbot.edition.chat import linked, pages
from wxbot.edition.edition import Edition
from wxbot.protocol.parsing import parse
from wxbot.protocol.replies import TEXT_MAX_BYTES, TextReply, check, size
from wxbot.protocol.xml import parse as parse_xml

MESSAGE = parse(parse_xml(text_xml("x").encode()))
CONTEXT = Context(Edition(), "zh", dt.datetime(2026, 11, 22, tzinfo=dt.UTC), "https://account.example", "o")


def text_of(rendered: Rendered) -> str:
    assert isinstance(rendered.reply, TextReply)
    return rendered.reply.text


def all_pages(answer: Say | Listing) -> list[str]:
    """Every page, following “more” as a follower would."""
    shown, page = [], 1
    while True:
        rendered = render(answer, CONTEXT, "key", page, MESSAGE)
        check(rendered.reply, MESSAGE)
        shown.append(text_of(rendered))
        if not rendered.more:
            return shown
        assert rendered.more == f"key@{page + 1}"
        page += 1


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("字a。, \n<[](）é😀"), min_size=1, max_size=4000))
def test_any_text_is_shown_whole_in_pages_that_fit(text: str) -> None:
    parts = pages(text, 300)
    assert all(size(part) <= 300 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_text_of_exactly_the_limit_is_one_page() -> None:
    assert all_pages(Say("a" * TEXT_MAX_BYTES)) == ["a" * TEXT_MAX_BYTES]


def test_one_byte_more_is_two_pages() -> None:
    assert len(all_pages(Say("a" * (TEXT_MAX_BYTES + 1)))) == 2


def test_pages_break_between_lines() -> None:
    shown = all_pages(Say("\n".join("行" * 100 for _ in range(12))))
    assert all(line in ("行" * 100, "") or "bizmsgmenu" in line for page in shown for line in page.split("\n"))


def test_a_link_is_never_broken() -> None:
    text = "，".join(f"[第{n}个链接](https://www.example.org/{n})" for n in range(80))
    read = "".join(all_pages(Say(text)))
    assert [f'<a href="https://www.example.org/{n}">第{n}个链接</a>' in read for n in range(80)] == [True] * 80


def test_a_markdown_link_becomes_a_link() -> None:
    assert linked("见[外交部](https://www.mfa.gov.cn/)。") == '见<a href="https://www.mfa.gov.cn/">外交部</a>。'


def test_a_link_cannot_leave_its_attribute() -> None:
    assert '"onclick' not in linked('[x](https://e.org/"onclick=)')


def test_only_web_addresses_become_links() -> None:
    assert linked("[x](javascript:alert(1))") == "[x](javascript:alert(1))"


def test_a_tappable_line_sends_its_words_and_its_key() -> None:
    line = tappable(Choice("新闻", "news@2"))
    assert line == '<a href="weixin://bizmsgmenu?msgmenucontent=新闻&msgmenuid=news@2">新闻</a>'


def test_a_title_cannot_break_out_of_its_line() -> None:
    line = tappable(Choice('"><a href="https://evil.example">x', "k"))
    assert line.count("<") == 2


def test_a_followers_own_words_are_inert() -> None:
    assert "<" not in inert('<a href="https://evil.example">免费</a>')
    assert "<a" not in linked(inert("[free](https://evil.example)"))


@pytest.mark.parametrize("length", [5, 60, 120])
def test_a_list_of_any_titles_fits_and_loses_no_line(length: int) -> None:
    choices = tuple(Choice(f"{n:03d}" + "题" * length, f"news/a-rather-long-slug-{n}") for n in range(40))
    read = "".join(all_pages(Listing("head", choices, "tail")))
    assert [read.count(f'slug-{n}"') for n in range(40)] == [1] * 40


def test_the_numbers_of_a_page_are_its_choices() -> None:
    choices = tuple(Choice(f"t{n}", f"k/{n}") for n in range(10))
    rendered = render(Listing("head", choices), CONTEXT, "key", 2, MESSAGE)
    assert rendered.choices == (("t8", "k/8"), ("t9", "k/9"))
    assert "1. <a" in text_of(rendered)


def test_a_page_past_the_end_is_the_last_one() -> None:
    choices = tuple(Choice(f"t{n}", f"k/{n}") for n in range(10))
    assert render(Listing("h", choices), CONTEXT, "key", 99, MESSAGE).choices == (("t8", "k/8"), ("t9", "k/9"))


@pytest.mark.parametrize(
    ("head", "cut"),
    [
        ("一句话。" * 140, False),
        ("一句话。" * 150, True),
        ("一句话。" * 900, True),
        ("字" * 3000, True),
        ("字\n" * 900, True),
    ],
)
def test_a_list_without_more_shows_every_line_below_a_head_of_any_length(head: str, cut: bool) -> None:
    """A form's last look at a long letter: whatever must be left out, it is not the way on."""
    choices = tuple(Choice(words, f"form/{words}") for words in ("submit", "back", "leave"))
    rendered = render(Listing(head, choices, "tail"), CONTEXT, "", 1, MESSAGE)
    check(rendered.reply, MESSAGE)
    assert [key for _, key in rendered.choices] == ["form/submit", "form/back", "form/leave"]
    shown = text_of(rendered)
    assert shown.startswith(head[:20])
    assert shown.endswith("tail")
    assert ("……" in shown) is cut


@settings(max_examples=40, deadline=None)
@given(
    head=st.text(alphabet=st.sampled_from("字a。, \n"), max_size=3000),
    lengths=st.lists(st.integers(1, 80), min_size=1, max_size=30),
)
def test_a_list_with_more_fits_below_a_head_of_any_length(head: str, lengths: list[int]) -> None:
    choices = tuple(Choice(f"{number}" + "题" * length, f"news/{number}") for number, length in enumerate(lengths))
    read = "".join(all_pages(Listing(head, choices, "tail")))
    assert [read.count(f'news/{number}"') for number in range(len(lengths))] == [1] * len(lengths)


def test_a_head_that_is_cut_keeps_its_links_whole() -> None:
    head = "，".join(f"[第{n}个链接](https://www.example.org/{n})" for n in range(80))
    shown = text_of(render(Listing(head, (Choice("submit", "form/submit"),)), CONTEXT, "", 1, MESSAGE))
    assert shown.count("<a ") == shown.count("</a>") == shown.count('">') > 10
