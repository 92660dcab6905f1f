"""Whatever the audit writes down can be read in words."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.rig.account import ROOT
from wxbot.console.actions import ACTIONS

_NAME = re.compile(r"[a-z]+\.[a-z]+(-[a-z]+)*")
_WRITERS = {"add", "note", "_note"}  # What ends in a line of the audit; the action is among what it is given.


def _written() -> Iterator[str]:
    """The actions that stand in the code as they are; those put together from parts are tried where they are made."""
    for path in (*(ROOT / "wxbot" / "services").glob("*.py"), ROOT / "wxbot" / "console" / "signin.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in _WRITERS:
                yield from _names_in(node)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _names_in(call: ast.Call) -> Iterator[str]:
    for argument in call.args:
        for part in ast.walk(argument):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and _NAME.fullmatch(part.value):
                yield part.value


@pytest.mark.parametrize("action", sorted(set(_written())))
def test_action_has_a_name_in_words(action: str) -> None:
    assert action in ACTIONS


def test_actions_are_found_in_the_code() -> None:
    """Lest the test above finds nothing to look at."""
    assert {"item.live", "item.signed", "staff.created", "tag.put-on"} <= set(_written())
