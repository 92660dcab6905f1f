"""Subscriptions over the real protocol: by words, by taps, cancelled, with quiet hours; consents from the popup."""

from sqlalchemy import select

from tests.scenarios.conftest import Stack
from tests.scenarios.talking import Talk
from tests.scenarios.waiting import until
from wxbot.store import consents, followers, subscriptions

POPUP = [("TPL_A", "accept"), ("TPL_B", "reject")]


def followed(stack: Stack, openid: str) -> list[tuple[str, str]]:
    with stack.store() as database, database.read() as db:
        return [(row.section, row.country) for row in subscriptions.of_follower(db, openid)]


def quiet(stack: Stack, openid: str) -> str:
    with stack.store() as database, database.read() as db:
        follower = db.scalar(select(followers.Follower).where(followers.Follower.openid == openid))
        return follower.quiet if follower else ""


def test_subscribing_by_words_and_taps_and_cancelling(account: Stack, alice: str) -> None:
    talk = Talk(account, alice)
    assert "旅行提醒 · 日本" in talk.say("订阅 领事提醒 日本")
    assert "已经订阅过" in talk.say("订阅日本的领事提醒")
    talk.tap_line("订阅 重要讲话和文章", "subscribe/speeches")
    assert followed(account, alice) == [("notices", "JP"), ("speeches", "")]
    listed = talk.tap("subscriptions")
    assert "退订 旅行提醒 · 日本" in listed
    talk.say("1")  # The first line cancels the first subscription.
    assert followed(account, alice) == [("speeches", "")]
    assert "已退订" in talk.say("退订 讲话")
    talk.say("subscribe travel notices for France", "全部退订")
    assert followed(account, alice) == []


def test_english_words_subscribe_as_well(account: Stack, alice: str) -> None:
    talk = Talk(account, alice)
    talk.say("English")
    assert "Travel notices · Japan" in talk.say("subscribe travel notices Japan")
    assert "You can send" in talk.say("subscribe to the moon landing")
    assert followed(account, alice) == [("notices", "JP")]


def test_quiet_hours_are_kept_and_ended(account: Stack, alice: str) -> None:
    talk = Talk(account, alice)
    assert "22:30-07:00" in talk.say("免打扰 22:30-7:00")
    assert quiet(account, alice) == "22:30-07:00"
    assert "22:30-07:00" in talk.say("我的订阅")
    talk.say("取消免打扰")
    assert quiet(account, alice) == ""


def test_the_popups_consents_are_recorded_once(account: Stack, alice: str) -> None:
    lines = "".join(
        f"<List><TemplateId><![CDATA[{template}]]></TemplateId><SubscribeStatusString><![CDATA[{status}]]>"
        "</SubscribeStatusString><PopupScene>2</PopupScene></List>"
        for template, status in POPUP
    )
    account.wechat.follow(alice)
    settings = account.wechat.settings
    xml = (
        f"<xml><ToUserName><![CDATA[{settings.gh_id}]]></ToUserName><FromUserName><![CDATA[{alice}]]></FromUserName>"
        f"<CreateTime>{int(account.wechat.clock.now())}</CreateTime><MsgType><![CDATA[event]]></MsgType>"
        "<Event><![CDATA[subscribe_msg_popup_event]]></Event>"
        f"<SubscribeMsgPopupEvent>{lines}</SubscribeMsgPopupEvent></xml>"
    )
    for _ in range(2):
        assert account.wechat.push_xml(xml).outcome != "failed"

    def recorded() -> list[tuple[str, bool]]:
        with account.store() as database, database.read() as db:
            return [(row.template_id, row.accepted) for row in consents.of_follower(db, alice)]

    until(lambda: recorded() == [("TPL_A", True), ("TPL_B", False)])
