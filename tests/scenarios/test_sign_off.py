"""From an editor's desk to a citizen's phone: written, signed by somebody else, answered, and taken back."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.scenarios.conftest import Stack, StackMaker
from tests.scenarios.offices import SETTINGS, Clerk, hash_shown, hire_everybody, sign_in
from tests.scenarios.talking import shown
from tests.scenarios.waiting import until
from wxbot.services.roles import Role

PAGE = "/items/autoreply/carnival/zh"
RULE = {
    "title": "嘉年华",
    "slug": "carnival",
    "base": "0",
    "conditions-0-match": "contains",
    "conditions-0-words": "嘉年华",
    "answers-0-type": "text",
    "answers-0-text": "在人民公园。",
    "choose": "first",
}


@pytest.fixture
def house(make_stack: StackMaker) -> Stack:
    stack = make_stack(worker=True, FLOOD_LIMIT="1000", **SETTINGS)  # The story asks until it is so.
    hire_everybody(stack)
    return stack


def _asks(house: Stack, openid: str) -> str:
    return shown(house.wechat.text(openid, "嘉年华在哪？"))


def _signed(reviewer: Clerk) -> str:
    page = reviewer.open(PAGE)
    return reviewer.press(page, "sign", sha256=hash_shown(page))


def test_what_an_editor_writes_is_answered_once_somebody_else_has_signed_it(house: Stack, alice: str) -> None:
    editor, reviewer = sign_in(house, Role.EDITOR), sign_in(house, Role.REVIEWER)
    page = editor.write("/items/new?kind=autoreply&language=zh", **RULE)
    assert "人民公园" not in _asks(house, alice)
    editor.press(page, "submit", note="请审。")
    assert "人民公园" not in _asks(house, alice)
    assert "嘉年华" in reviewer.open("/items?view=to-sign")
    assert "Signed, and live" in _signed(reviewer)
    until(lambda: _asks(house, alice) == "在人民公园。", 2.5)

    page = editor.write(f"{PAGE}/edit", **{"answers-0-text": "在中山公园。"})
    editor.press(page, "submit")
    assert _asks(house, alice) == "在人民公园。"
    _signed(reviewer)
    until(lambda: _asks(house, alice) == "在中山公园。", 2.5)

    reviewer.press(reviewer.open(f"{PAGE}?revision=1"), "back")
    until(lambda: _asks(house, alice) == "在人民公园。", 2.5)


def test_what_is_signed_for_later_is_answered_from_its_time_on(house: Stack, alice: str) -> None:
    editor, reviewer = sign_in(house, Role.EDITOR), sign_in(house, Role.REVIEWER)
    page = editor.write("/items/new?kind=autoreply&language=zh", **RULE)
    due = dt.datetime.now(ZoneInfo("Asia/Shanghai")) + dt.timedelta(seconds=5)
    editor.press(page, "submit", due_at=due.strftime("%Y-%m-%dT%H:%M:%S"))
    assert "It goes live at its time." in _signed(reviewer)
    assert "人民公园" not in _asks(house, alice)
    until(lambda: _asks(house, alice) == "在人民公园。", 10)
    assert dt.datetime.now(ZoneInfo("Asia/Shanghai")) >= due.replace(microsecond=0)


def test_nobody_signs_what_he_wrote_whatever_he_sends(house: Stack, alice: str) -> None:
    administrator = sign_in(house, Role.ADMINISTRATOR)
    page = administrator.write("/items/new?kind=autoreply&language=zh", **RULE)
    page = administrator.press(page, "submit")
    assert "somebody else has to sign it" in page
    shown_page = sign_in(house, Role.REVIEWER).open(PAGE)
    sign = f"/revisions/{shown_page.split('/console/revisions/')[1].split('/')[0]}/sign"
    assert "somebody else has to sign it" in administrator.send(sign, sha256=hash_shown(shown_page))
    assert "人民公园" not in _asks(house, alice)
