"""Two languages over the real protocol: detected, chosen, with the tag and the menu that belong to it."""

from tests.rig.web import Process
from tests.scenarios.conftest import Stack
from tests.scenarios.talking import Talk
from tests.scenarios.waiting import until


def menu_of(stack: Stack, openid: str) -> list[str]:
    """The top buttons that the follower's phone shows."""
    _, buttons = stack.wechat.menu.seen_by(stack.wechat.followers.get(openid))
    return [str(button["name"]) for button in buttons]


def test_who_chooses_english_is_tagged_and_gets_the_english_menu_and_back(account: Stack, alice: str) -> None:
    Process(["flask", "publish-menu"], account.env).finish()
    talk = Talk(account, alice)
    account.wechat.follow(alice)
    assert menu_of(account, alice)[0] == "外交动态"
    assert "I answer in English" in talk.say("English")
    until(lambda: menu_of(account, alice) == ["Diplomacy", "Consular", "Get in touch"])
    talk.say("中文")
    until(lambda: menu_of(account, alice)[0] == "外交动态")


def test_publishing_again_leaves_one_english_menu(account: Stack, alice: str) -> None:
    for _ in range(2):
        assert "2 menus" in Process(["flask", "publish-menu"], account.env).finish()
    assert len(account.wechat.menu.conditional) == 1


def test_the_language_of_the_words_is_answered_until_one_is_chosen(account: Stack, alice: str) -> None:
    talk = Talk(account, alice)
    assert "[Events]" in talk.say("events")
    assert "【活动日历】" in talk.say("活动")
    talk.say("English")
    assert "[Events]" in talk.say("活动")


def test_what_is_not_translated_says_so(account: Stack, alice: str) -> None:
    talk = Talk(account, alice)
    talk.say("English")
    said = talk.say("embassy reports")
    untranslated = [line for line in said.splitlines() if any("一" <= sign <= "鿿" for sign in line)]
    assert untranslated
    number = untranslated[0].split(".")[0]
    assert "Chinese" in talk.say(number)
