"""Every button of every menu, pressed in both languages over the real protocol; the simulator checks every reply."""

import pytest

from tests.rig.account import ROOT
from tests.rig.web import Process
from tests.scenarios.conftest import Stack
from tests.scenarios.talking import Talk, shown
from wxbot.edition.kinds import Button, Kind, Menu
from wxbot.services import files
from wxbot.simulator.taps import Place


def buttons() -> list[Button]:
    """The keyed ones of all delivered menus."""
    bodies = [draft.body for draft in files.read(ROOT) if draft.kind is Kind.MENU]
    found = [
        below for body in bodies if isinstance(body, Menu) for top in body.buttons for below in (top, *top.buttons)
    ]
    return [button for button in found if button.key]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_button_is_answered_in_the_followers_language(account: Stack, alice: str, language: str) -> None:
    talk = Talk(account, alice)
    Process(["flask", "publish-menu"], account.env).finish()
    talk.tap(f"language/{language}")
    for button in buttons():
        if button.type != "click" or button.key.startswith("language/"):
            continue
        said = talk.tap(button.key)
        assert any("一" <= sign <= "鿿" for sign in said) or language == "en", button.key
        assert "还回答不了" not in said
        assert "cannot answer" not in said


def test_a_button_for_a_place_is_answered_with_the_nearest_missions(account: Stack, alice: str) -> None:
    Process(["flask", "publish-menu"], account.env).finish()
    account.wechat.tap(alice, "nearest", place=Place(48.86, 2.35, "Paris"))
    assert "最近的使领馆" in account.wechat.chat(alice)[-1].bubble.text
    account.wechat.tap(alice, "nearest")  # From Shanghai.
    assert "在国内" in account.wechat.chat(alice)[-1].bubble.text


def test_a_button_for_a_picture_opens_the_form_for_sharing_it(account: Stack, alice: str) -> None:
    Process(["flask", "publish-menu"], account.env).finish()
    account.wechat.tap(alice, "share")
    assert "同意" in account.wechat.chat(alice)[-1].bubble.text
    assert "已收到1个" in Talk(account, alice).say("同意", "跳过")


def test_a_code_with_a_sections_name_opens_it_for_followers_and_strangers(account: Stack, alice: str) -> None:
    account.wechat.scan(alice, "notices")
    assert "欢迎关注" in account.wechat.chat(alice)[-1].bubble.text
    assert "【旅行提醒】" in shown(account.wechat.scan(alice, "notices"))
