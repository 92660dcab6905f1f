"""Sending the menu to WeChat."""

from pathlib import Path

from tests.commands.running import DEAD_REDIS, MENU, Run, assert_one_sentence
from wxbot.simulator.server import Simulator


def test_menu_is_published(run: Run, files: Path, wechat: Simulator) -> None:
    run("load")
    result = run("publish-menu")
    assert (result.exit_code, result.output) == (0, "The menu is published.\n")
    assert [button["name"] for button in wechat.menu.buttons] == ["护照", "网页"]
    assert wechat.menu.buttons[1]["url"] == "https://account.example/news"


def test_menus_are_published_each_for_its_followers(run: Run, files: Path, wechat: Simulator) -> None:
    (files / "menus/english.en.yaml").write_text(f"tag: english\n{MENU.replace('护照', 'Passport')}", encoding="utf-8")
    run("load")
    result = run("publish-menu")
    assert (result.exit_code, result.output) == (0, "2 menus are published.\n")
    (english,) = wechat.menu.conditional
    assert [button["name"] for button in wechat.menu.buttons] == ["护照", "网页"]
    assert [button["name"] for button in english.buttons] == ["Passport", "网页"]


def test_delivered_menus_are_published(loaded: Run, wechat: Simulator) -> None:
    assert loaded("publish-menu").output == "2 menus are published.\n"
    assert (len(wechat.menu.buttons), len(wechat.menu.conditional)) == (3, 1)


def test_english_menu_alone_is_not_published(run: Run, files: Path, wechat: Simulator) -> None:
    (files / "menus/default.zh.yaml").unlink()
    (files / "menus/english.en.yaml").write_text(f"tag: english\n{MENU}", encoding="utf-8")
    run("load")
    result = run("publish-menu")
    assert_one_sentence(result)
    assert "for everyone" in result.output
    assert (wechat.menu.buttons, wechat.menu.conditional) == ((), ())


def test_publishing_without_a_menu_says_what_to_do(run: Run) -> None:
    result = run("publish-menu")
    assert_one_sentence(result)
    assert "flask load" in result.output


def test_menu_that_leads_nowhere_is_not_published(run: Run, files: Path, wechat: Simulator) -> None:
    (files / "menus/default.zh.yaml").write_text("buttons: [{name: x, type: click, key: nowhere/at-all}]\n")
    run("load")
    assert_one_sentence(run("publish-menu"))
    assert wechat.menu.buttons == ()


def test_refusal_of_wechats_is_told_in_one_sentence(run: Run, files: Path, wechat: Simulator) -> None:
    run("load")
    wechat.faults.refuse("/cgi-bin/menu/create", 45009)
    result = run("publish-menu")
    assert_one_sentence(result)
    assert "45009" in result.output


def test_publishing_without_redis_is_told_in_one_sentence(run: Run, files: Path) -> None:
    run("load")
    assert_one_sentence(run("publish-menu", REDIS_URL=DEAD_REDIS))
