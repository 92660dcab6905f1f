"""The README's own example of a section does what it says."""

import re
from types import ModuleType

import pytest

from handlers import ROUTERS
from tests.dispatch.asking import Desk
from tests.rig.account import ROOT
from wxbot.dispatch.decisions import Decider

EXAMPLE = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("words", ["现在几点", "Beijing time?"])
def test_the_example_answers_to_its_words(desk: Desk, words: str) -> None:
    assert EXAMPLE is not None
    module = ModuleType("clock")
    exec("\n".join(line[3:] for line in EXAMPLE[1].splitlines()), module.__dict__)
    desk.decider = Decider((*ROUTERS[:-2], module.router, *ROUTERS[-2:]))
    desk.say(words)
    assert desk.hit == "clock.tell"
    assert desk.tap("clock") is None  # The phrase is still to be written.
    assert desk.hit == "clock.tell"
