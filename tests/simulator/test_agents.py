"""Messages that are handed to a human agent, and his sessions."""

from xml.etree.ElementTree import fromstring

import pytest

from tests.simulator.account import Account
from tests.simulator.webhook import Answer, Webhook, replying
from wxbot.simulator.bubbles import HANDED_OVER
from wxbot.simulator.desk import AGENTS
from wxbot.simulator.server import Simulator
from wxbot.simulator.wire import Fields


@pytest.fixture
def handing(wechat: Simulator, webhook: Webhook) -> Simulator:
    """The webhook hands the first message over and says nothing to anything else."""
    hand_over(wechat, webhook)
    return wechat


def hand_over(wechat: Simulator, webhook: Webhook, fields: Fields | None = None) -> None:
    webhook.then = [replying("transfer_customer_service", fields or {}, wechat.settings)]


def told(webhook: Webhook) -> list[str]:
    return [one.field("Event") or one.field("Content") for one in webhook.received]


def test_message_is_handed_over_and_the_session_is_told(handing: Simulator, webhook: Webhook) -> None:
    push = handing.text("oA", "人工")
    assert push.outcome == "delivered"
    assert told(webhook) == ["人工", "kf_create_session"]
    assert webhook.received[-1].field("KfAccount") == AGENTS[0]
    assert [(one.side, one.bubble.text) for one in handing.chat("oA")] == [("me", "人工"), ("system", HANDED_OVER.text)]
    session = handing.desk.get("oA")
    assert session is not None
    assert [(line.side, line.bubble.text) for line in session.lines] == [("follower", "人工")]


def test_what_is_written_in_a_session_reaches_the_agent_only(handing: Simulator, webhook: Webhook) -> None:
    handing.text("oA", "人工")
    push = handing.text("oA", "护照丢了")
    assert (push.outcome, push.deliveries) == ("agent", ())
    handing.image("oA")
    handing.text("oB", "other")
    assert told(webhook) == ["人工", "kf_create_session", "other"]
    session = handing.desk.get("oA")
    assert session is not None
    assert [line.bubble.type for line in session.lines] == ["text", "text", "image"]


def test_taps_still_reach_the_account(handing: Simulator, webhook: Webhook) -> None:
    handing.text("oA", "人工")
    handing.tap("oA", "HELP")
    assert told(webhook)[-1] == "CLICK"


def test_agent_answers_and_closes(handing: Simulator, webhook: Webhook) -> None:
    handing.text("oA", "人工")
    handing.agents.answer("oA", "您好，请讲。")
    assert (handing.chat("oA")[-1].side, handing.chat("oA")[-1].bubble.text) == ("account", "您好，请讲。")
    push = handing.agents.close("oA")
    assert (push.event, fromstring(push.xml).findtext("KfAccount")) == ("kf_close_session", AGENTS[0])
    handing.text("oA", "again")
    assert told(webhook)[-2:] == ["kf_close_session", "again"]
    for act in (lambda: handing.agents.answer("oA", "x"), lambda: handing.agents.close("oA")):
        with pytest.raises(ValueError, match="no agent"):
            act()


@pytest.mark.parametrize(("named", "takes"), [(AGENTS[1], AGENTS[1]), ("nobody@simulator", AGENTS[0])])
def test_named_agent_takes_it_if_there_is_one(named: str, takes: str, wechat: Simulator, webhook: Webhook) -> None:
    hand_over(wechat, webhook, {"TransInfo": {"KfAccount": named}})
    wechat.text("oA", "人工")
    session = wechat.desk.get("oA")
    assert session is not None
    assert session.agent == takes


def test_follower_waits_while_all_agents_are_away(handing: Simulator, webhook: Webhook) -> None:
    handing.change(agents_online=False)
    handing.text("oA", "人工")
    handing.text("oA", "hello?")
    assert told(webhook) == ["人工", "hello?"]
    handing.agents.take("oA")
    assert told(webhook)[-1] == "kf_create_session"
    assert handing.text("oA", "at last").outcome == "agent"


def test_unfollow_ends_the_session_without_a_word(handing: Simulator, webhook: Webhook) -> None:
    handing.text("oA", "人工")
    handing.unfollow("oA")
    assert handing.desk.all() == ()
    assert told(webhook)[-1] == "unsubscribe"


def test_event_cannot_be_handed_over(handing: Simulator, webhook: Webhook) -> None:
    handing.follow("oA")
    assert handing.desk.all() == ()


def test_phone_knows_of_the_session(handing: Simulator, account: Account) -> None:
    handing.text("oA", "人工")
    assert account.session.get(f"{handing.url}/phone/oA/chat").json()["agent"] is True


def test_retries_hand_over_once(wechat: Simulator, webhook: Webhook) -> None:
    hand_over(wechat, webhook)
    webhook.then.insert(0, lambda _: Answer(b"", 500))
    wechat.text("oA", "人工")
    assert told(webhook) == ["人工", "人工", "kf_create_session"]


def test_account_asks_who_is_there(wechat: Simulator, account: Account) -> None:
    assert [one["kf_account"] for one in account.call("customservice/getkflist")["kf_list"]] == list(AGENTS)
    online = account.call("customservice/getonlinekflist")["kf_online_list"]
    assert [(one["kf_account"], one["accepted_case"]) for one in online] == [(agent, 0) for agent in AGENTS]
    wechat.change(agents_online=False)
    assert account.call("customservice/getonlinekflist")["kf_online_list"] == []


def test_account_asks_who_is_with_whom(handing: Simulator, webhook: Webhook, account: Account) -> None:
    handing.text("oA", "人工")
    handing.change(agents_online=False)
    hand_over(handing, webhook)
    handing.text("oB", "人工")
    session = account.call("../customservice/kfsession/getsession", openid="oA")
    assert session["kf_account"] == AGENTS[0]
    assert account.call("../customservice/kfsession/getsession", openid="oB")["kf_account"] == ""
    listed = account.call("../customservice/kfsession/getsessionlist", kf_account=AGENTS[0])["sessionlist"]
    assert [one["openid"] for one in listed] == ["oA"]
    assert account.call("../customservice/kfsession/getsessionlist", kf_account="x")["errcode"] == 61452
    waiting = account.call("../customservice/kfsession/getwaitcase")
    assert (waiting["count"], waiting["waitcaselist"][0]["openid"]) == (1, "oB")
