"""WeChat's XML becomes plain values, and what we write survives the way back."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.protocol.samples import push
from wxbot.errors import MalformedError
from wxbot.protocol.xml import cdata, parse, printable


def test_leaf_is_a_string() -> None:
    assert parse(b"<xml><a>1</a></xml>") == {"a": "1"}


def test_empty_leaf_is_an_empty_string() -> None:
    assert parse(b"<xml><a/><b></b><c><![CDATA[]]></c></xml>") == {"a": "", "b": "", "c": ""}


def test_branch_is_a_dictionary() -> None:
    assert parse(b"<xml><a><b>1</b><c>2</c></a></xml>") == {"a": {"b": "1", "c": "2"}}


def test_repeated_nodes_are_a_list_in_their_order() -> None:
    assert parse(b"<xml><a>1</a><b>x</b><a>2</a><a><c>3</c></a></xml>") == {"a": ["1", "2", {"c": "3"}], "b": "x"}


def test_blanks_between_nodes_are_not_values() -> None:
    assert parse(b"<xml>\n  <a>\n    <b>1</b>\n  </a>\n</xml>\n") == {"a": {"b": "1"}}


def test_pieces_of_one_text_are_joined() -> None:
    assert parse(b"<xml><a>1<![CDATA[2]]>&amp;<!-- no -->3</a></xml>") == {"a": "12&3"}


def test_declaration_and_attributes_are_ignored() -> None:
    assert parse(b'<?xml version="1.0" encoding="UTF-8"?><xml v="2"><a id="1">x</a></xml>') == {"a": "x"}


def test_mark_of_utf8_at_the_beginning_is_ignored() -> None:
    assert parse(b"\xef\xbb\xbf<xml><a>1</a></xml>") == {"a": "1"}


def test_bytes_are_utf8_whatever_the_declaration_says() -> None:
    body = '<?xml version="1.0" encoding="gb2312"?><xml><a>领事</a></xml>'.encode()
    assert parse(body) == {"a": "领事"}


def test_eight_levels_are_read() -> None:
    assert parse(b"<xml>" + b"<a>" * 7 + b"x" + b"</a>" * 7 + b"</xml>")


NOT_OURS = {
    "nothing": b"",
    "a blank": b" ",
    "a word": b"hello",
    "JSON": b'{"MsgType": "text"}',
    "an open root": b"<xml>",
    "an open node": b"<xml><a></xml>",
    "an empty root": b"<xml></xml>",
    "a root of text": b"<xml>text</xml>",
    "two roots": b"<xml><a>1</a></xml><xml><a>1</a></xml>",
    "HTML": b"<html><a>1</a></html>",
    "capitals": b"<XML><a>1</a></XML>",
    "our root inside": b"<a><xml><b>1</b></xml></a>",
    "a byte that is not UTF-8": b"<xml><a>\xff</a></xml>",
    "GB 2312": "<xml><a>领事</a></xml>".encode("gb2312"),
    "half a pair": b"<xml><a>\xed\xa0\x80</a></xml>",
    "a NUL": b"<xml><a>\x00</a></xml>",
    "a control character": b"<xml><a>\x08</a></xml>",
    "a NUL by number": b"<xml><a>&#0;</a></xml>",
    "half a pair by number": b"<xml><a>&#xd800;</a></xml>",
    "an unknown entity": b"<xml><a>&name;</a></xml>",
    "nine levels": b"<xml>" + b"<a>" * 8 + b"</a>" * 8 + b"</xml>",
    "a hundred thousand open levels": b"<xml>" + b"<a>" * 100_000,
    "a hundred thousand levels": b"<xml>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</xml>",
}


@pytest.mark.parametrize("body", NOT_OURS.values(), ids=NOT_OURS.keys())
def test_anything_else_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedError):
        parse(body)


LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))


@pytest.mark.parametrize(
    "prologue",
    [
        "<!DOCTYPE xml>",
        '<!DOCTYPE xml SYSTEM "http://127.0.0.1:9/evil.dtd">',
        '<!DOCTYPE xml PUBLIC "-//X" "http://127.0.0.1:9/evil.dtd">',
        '<!DOCTYPE xml [<!ENTITY a "inside">]>',
        '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE xml [<!ENTITY % a SYSTEM "http://127.0.0.1:9/"> %a;]>',
        "<!DOCTYPE xml [<!ELEMENT xml ANY>]>",
        f'<!DOCTYPE xml [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY a "&l9;">]>',
    ],
    ids=["bare", "system", "public", "entity", "file", "parameter", "element", "billion laughs"],
)
def test_document_type_is_refused(prologue: str) -> None:
    with pytest.raises(MalformedError, match="document type"):
        parse(f"{prologue}<xml><Content>&a;</Content></xml>".encode())


def test_megabyte_of_text_is_read() -> None:
    assert len(parse(push("text", "<Content>" + "x" * 1_000_000 + "</Content>"))["Content"]) == 1_000_000


def test_megabyte_of_nodes_is_read() -> None:
    assert len(parse(b"<xml>" + b"<a>1</a>" * 131_072 + b"</xml>")["a"]) == 131_072


@settings(deadline=None)
@given(st.one_of(st.binary(), st.binary().map(lambda inside: b"<xml><a>" + inside + b"</a></xml>")))
def test_any_bytes_are_a_tree_or_malformed(body: bytes) -> None:
    with suppress(MalformedError):
        assert parse(body)


@settings(deadline=None)
@given(st.text(st.characters()))
def test_any_words_survive_as_cdata(words: str) -> None:
    kept = printable(words).replace("\r\n", "\n").replace("\r", "\n")
    assert parse(f"<xml><a>{cdata(words)}</a></xml>".encode()) == {"a": kept}


@pytest.mark.parametrize("words", ["]]>", "a]]>b]]>c", "]]>]]>", "]]]]>>", "]]\x00>", "<![CDATA[x]]>", "]]", ">"])
def test_words_cannot_end_their_section(words: str) -> None:
    assert parse(f"<xml><a>{cdata(words)}</a></xml>".encode()) == {"a": printable(words)}


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0b", "\x1f", "\x7f", "\ud800", "\ufffe", "\uffff"])
def test_character_that_xml_cannot_carry_is_left_out(character: str) -> None:
    assert printable(f"a{character}b") == "ab"


@pytest.mark.parametrize("character", ["\t", "\n", "\r", " ", "。", "\x85", "\u2028", "😀", "𠀀"])
def test_other_characters_stay(character: str) -> None:
    assert printable(f"a{character}b") == f"a{character}b"
