"""The menu editor works with the form's own buttons alone: what they do to the menu."""

import pytest

from wxbot.console import sketches
from wxbot.services.sketches import Sketch


def _menu(*columns: tuple[str, str]) -> tuple[Sketch, ...]:
    """Columns by name, each with the names of the buttons below as letters."""
    return tuple(
        Sketch(name, below=tuple(Sketch(each, "click", each) for each in below))
        if below
        else Sketch(name, "click", name)
        for name, below in columns
    )


def _shown(buttons: tuple[Sketch, ...]) -> str:
    return " ".join(f"{button.name}({''.join(each.name or '_' for each in button.below)})" for button in buttons)


MENU = _menu(("A", "abc"), ("B", "d"), ("C", ""))


@pytest.mark.parametrize(
    ("act", "becomes"),
    [
        ("up-0-1", "A(bac) B(d) C()"),
        ("down-0-1", "A(acb) B(d) C()"),
        ("up-0-0", "A(abc) B(d) C()"),
        ("down-0-2", "A(abc) B(d) C()"),
        ("right-0-0", "A(bc) B(da) C()"),
        ("left-1-0", "A(abcd) B() C()"),
        ("left-0-0", "A(abc) B(d) C()"),
        ("right-1-0", "A(abc) B() C(d)"),
        ("left-1", "B(d) A(abc) C()"),
        ("right-1", "A(abc) C() B(d)"),
        ("left-0", "A(abc) B(d) C()"),
        ("remove-0-1", "A(ac) B(d) C()"),
        ("remove-1", "A(abc) C()"),
        ("add-1", "A(abc) B(d_) C()"),
        ("add-2", "A(abc) B(d) C(_)"),
        ("add", "A(abc) B(d) C()"),
        ("dance-0", "A(abc) B(d) C()"),
        ("up-9-9", "A(abc) B(d) C()"),
        ("up-x", "A(abc) B(d) C()"),
        ("", "A(abc) B(d) C()"),
    ],
)
def test_form_button_moves_the_menus_buttons(act: str, becomes: str) -> None:
    assert _shown(sketches.moved(MENU, act)) == becomes


def test_column_is_full_at_five() -> None:
    full = _menu(("A", "abcde"), ("B", "f"))
    assert _shown(sketches.moved(full, "add-0")) == "A(abcde) B(f)"
    assert _shown(sketches.moved(full, "left-1-0")) == "A(abcde) B(f)"


def test_menu_takes_a_third_column_and_no_fourth() -> None:
    assert _shown(sketches.moved(MENU[:2], "add")) == "A(abc) B(d) ()"


def test_button_whose_last_one_below_goes_can_do_something_again() -> None:
    (_, emptied, _) = sketches.moved(MENU, "remove-1-0")
    assert (emptied.type, emptied.below) == ("click", ())


def test_form_is_read_as_it_was_shown() -> None:
    form = {"b-0-name": " 动态 ", "b-0-type": "click", "b-0-key": "news", "b-0-url": ""}
    form |= {"b-1-name": "服务", "b-1-0-name": "网页", "b-1-0-type": "view", "b-1-0-url": "https://example.org/"}
    assert sketches.read(form) == (
        Sketch("动态", "click", "news"),
        Sketch("服务", below=(Sketch("网页", "view", url="https://example.org/"),)),
    )
