"""From an editor's desk to a citizen's phone: written, signed by somebody else, answered, and taken back."""

import datetime as dt
import itertools
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest

from tests.scenarios.conftest import Stack, StackMaker
from tests.scenarios.offices import SETTINGS, Clerk, hash_shown, hire_everybody, sign_in
from tests.scenarios.talking import shown
from tests.scenarios.waiting import until
from wxbot.services.roles import Role


@dataclass(frozen=True)
class Rule:
    """An auto-reply about a carnival, of which no other story has heard."""

    slug: str

    @property
    def page(self) -> str:
        return f"/items/autoreply/{self.slug}/zh"

    @property
    def question(self) -> str:
        return f"嘉年华{self.slug}在哪？"

    @property
    def fields(self) -> dict[str, str]:
        return {
            "title": f"嘉年华{self.slug}",
            "slug": self.slug,
            "base": "0",
            "conditions-0-match": "contains",
            "conditions-0-words": f"嘉年华{self.slug}",
            "answers-0-type": "text",
            "answers-0-text": "在人民公园。",
            "choose": "first",
        }


_rules = itertools.count(1)


@pytest.fixture
def rule() -> Rule:
    return Rule(f"carnival{next(_rules)}")


@pytest.fixture(scope="module")
def house(make_shared: StackMaker) -> Stack:
    stack = make_shared(worker=True, FLOOD_LIMIT="1000", **SETTINGS)  # The stories ask until it is so.
    hire_everybody(stack)
    return stack


def _asks(house: Stack, openid: str, rule: Rule) -> str:
    return shown(house.wechat.text(openid, rule.question))


def _signed(reviewer: Clerk, rule: Rule) -> str:
    page = reviewer.open(rule.page)
    return reviewer.press(page, "sign", sha256=hash_shown(page))


def test_what_an_editor_writes_is_answered_once_another_has_signed_it(house: Stack, rule: Rule, alice: str) -> None:
    editor, reviewer = sign_in(house, Role.EDITOR), sign_in(house, Role.REVIEWER)
    page = editor.write("/items/new?kind=autoreply&language=zh", **rule.fields)
    assert "人民公园" not in _asks(house, alice, rule)
    editor.press(page, "submit", note="请审。")
    assert "人民公园" not in _asks(house, alice, rule)
    assert "嘉年华" in reviewer.open("/items?view=to-sign")
    assert "Signed, and live" in _signed(reviewer, rule)
    until(lambda: _asks(house, alice, rule) == "在人民公园。")

    page = editor.write(f"{rule.page}/edit", **{"answers-0-text": "在中山公园。"})
    editor.press(page, "submit")
    assert _asks(house, alice, rule) == "在人民公园。"
    _signed(reviewer, rule)
    until(lambda: _asks(house, alice, rule) == "在中山公园。")

    reviewer.press(reviewer.open(f"{rule.page}?revision=1"), "back")
    until(lambda: _asks(house, alice, rule) == "在人民公园。")


def test_what_is_signed_for_later_is_answered_from_its_time_on(house: Stack, rule: Rule, alice: str) -> None:
    editor, reviewer = sign_in(house, Role.EDITOR), sign_in(house, Role.REVIEWER)
    page = editor.write("/items/new?kind=autoreply&language=zh", **rule.fields)
    due = dt.datetime.now(ZoneInfo("Asia/Shanghai")) + dt.timedelta(seconds=5)
    editor.press(page, "submit", due_at=due.strftime("%Y-%m-%dT%H:%M:%S"))
    assert "It goes live at its time." in _signed(reviewer, rule)
    assert "人民公园" not in _asks(house, alice, rule)
    until(lambda: _asks(house, alice, rule) == "在人民公园。", 10)
    assert dt.datetime.now(ZoneInfo("Asia/Shanghai")) >= due.replace(microsecond=0)


def test_nobody_signs_what_he_wrote_whatever_he_sends(house: Stack, rule: Rule, alice: str) -> None:
    administrator = sign_in(house, Role.ADMINISTRATOR)
    page = administrator.write("/items/new?kind=autoreply&language=zh", **rule.fields)
    page = administrator.press(page, "submit")
    assert "somebody else has to sign it" in page
    shown_page = sign_in(house, Role.REVIEWER).open(rule.page)
    sign = f"/revisions/{shown_page.split('/console/revisions/')[1].split('/')[0]}/sign"
    assert "somebody else has to sign it" in administrator.send(sign, sha256=hash_shown(shown_page))
    assert "人民公园" not in _asks(house, alice, rule)
