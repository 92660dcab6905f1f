"""Whatever keeps a menu from being published is found, button by button, while it is being written."""

import pytest

from tests.rig.account import ROOT
from wxbot.edition.kinds import Kind, Menu, parse_body
from wxbot.services import files, sketches
from wxbot.services.sketches import Account, Sketch, Trouble

ACCOUNT = Account("https://account.example", lambda key: key != "nowhere")


def _click(name: str = "护照", key: str = "news") -> Sketch:
    return Sketch(name, "click", key)


def _view(url: str) -> Sketch:
    return Sketch("网页", "view", url=url)


def _found(*buttons: Sketch, tag: str = "") -> list[tuple[Trouble, tuple[int, ...], str]]:
    return [(each.trouble, each.place, each.field) for each in sketches.findings(buttons, ACCOUNT, tag)]


def test_menu_that_fits_has_nothing_to_say() -> None:
    assert _found(_click(), Sketch("服务", below=(_click(), _view("{public_url}/news")))) == []


def test_every_button_has_its_own_findings() -> None:
    found = _found(_click("护照护照护照"), Sketch("服务", below=(_click(), _click(key="nowhere"), _click(""))))
    assert found == [
        (Trouble.TOO_LONG, (0,), "name"),
        (Trouble.UNKNOWN_KEY, (1, 1), "key"),
        (Trouble.EMPTY, (1, 2), "name"),
    ]


def test_length_is_told_with_its_limit() -> None:
    (finding,) = sketches.findings([_click("护照护照护照")], ACCOUNT)
    assert (finding.count, finding.limit, str(finding)) == (18, 16, "the name has more than 16 bytes")


@pytest.mark.parametrize(
    ("button", "trouble", "field"),
    [
        (Sketch("a"), Trouble.EMPTY, "type"),
        (Sketch("a", "click"), Trouble.EMPTY, "key"),
        (Sketch("a", "view"), Trouble.EMPTY, "url"),
        (Sketch("a", "dance", "news"), Trouble.UNKNOWN_TYPE, "type"),
        (_view("ftp://example.org/"), Trouble.NO_ADDRESS, "url"),
        (_view("example.org"), Trouble.NO_ADDRESS, "url"),
        (_view("https://"), Trouble.NO_ADDRESS, "url"),
        (_view("https://[x"), Trouble.NO_ADDRESS, "url"),
        (_view("https://example.org/a b"), Trouble.NO_ADDRESS, "url"),
        (_view("https://example.org/" + "a" * 1024), Trouble.TOO_LONG, "url"),
    ],
)
def test_button_that_is_not_finished_says_what_is_missing(button: Sketch, trouble: Trouble, field: str) -> None:
    assert _found(button) == [(trouble, (0,), field)]


def test_buttons_are_counted() -> None:
    assert _found(*[_click()] * 4) == [(Trouble.TOO_MANY, (), "button")]
    assert _found(Sketch("服务", below=(_click(),) * 6)) == [(Trouble.TOO_MANY, (0,), "button")]
    assert _found() == [(Trouble.EMPTY, (), "button")]


def test_menu_has_two_levels() -> None:
    assert _found(Sketch("a", below=(Sketch("b", below=(_click(),)),))) == [(Trouble.TOO_DEEP, (0, 0), "")]


def test_menu_for_a_tag_links_to_three_hosts() -> None:
    pages = [_view(f"https://{host}.example/") for host in "abcd"]
    menu = Sketch("a", below=tuple(pages))
    assert _found(menu) == []
    assert _found(menu, tag="english") == [(Trouble.TOO_MANY_DOMAINS, (), "")]


def test_sketch_of_a_menu_becomes_the_same_menu() -> None:
    for draft in files.read(ROOT):
        if isinstance(draft.body, Menu):
            fields = {"tag": draft.body.tag, "buttons": [button.fields for button in sketches.sketch(draft.body)]}
            written = parse_body(Kind.MENU, {**fields, "sample": draft.body.sample}, "the test")
            assert written == draft.body
