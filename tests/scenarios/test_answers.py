"""What staff put live reaches followers: at once, in every process, with all the answers of a rule."""

import datetime as dt
import time

from sqlalchemy import select

from tests.rig.store import publish
from tests.scenarios.conftest import Stack
from tests.scenarios.waiting import until
from wxbot.edition.kinds import Kind
from wxbot.store.outbox import Outgoing


def rule(words: str, *texts: str, **more: object) -> dict[str, object]:
    answers = [{"type": "text", "text": text} for text in texts]
    return {"conditions": [{"match": "contains", "words": [words]}], "answers": answers, **more}


def test_a_new_rule_is_served_by_every_process_without_a_restart(account: Stack, alice: str) -> None:
    with account.store() as database:
        fields = rule("嘉年华在哪", "在人民公园。")
        number = publish(database, account.redis.url, Kind.AUTOREPLY, "carnival", "嘉年华", **fields)
    account.web.wait(lambda health: health["edition"] == number)
    texts = {account.wechat.text(alice, "请问嘉年华在哪？").shown[0].text for _ in range(9)}
    assert texts == {"在人民公园。"}


def test_a_change_and_its_end_are_seen(account: Stack, alice: str) -> None:
    ends = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=6)
    with account.store() as database:
        fields = rule("抽奖", "抽奖进行中。", valid_to=ends.isoformat())
        publish(database, account.redis.url, Kind.AUTOREPLY, "draw", "抽奖", **fields)
    until(lambda: account.wechat.text(alice, "抽奖").shown[0].text == "抽奖进行中。")
    until(lambda: account.wechat.text(alice, "抽奖").shown[0].text != "抽奖进行中。")


def test_all_answers_of_a_rule_arrive_in_order(account: Stack, alice: str) -> None:
    with account.store() as database:
        fields = rule("三步", "第一步", "第二步", "第三步", choose="all")
        number = publish(database, account.redis.url, Kind.AUTOREPLY, "three-steps", "三步", **fields)
    account.web.wait(lambda health: health["edition"] == number)
    account.wechat.follow(alice)
    assert account.wechat.text(alice, "三步").shown[0].text == "第一步"

    def received() -> list[str]:
        return [message.bubble.text for message in account.wechat.chat(alice) if message.bubble.text.startswith("第")]

    until(lambda: received() == ["第一步", "第二步", "第三步"])
    time.sleep(1.5)  # Nothing is sent again by the next tick.
    assert received() == ["第一步", "第二步", "第三步"]


def test_a_menu_tap_lets_three_messages_follow_and_the_rest_is_refused(account: Stack, alice: str) -> None:
    with account.store() as database:
        fields = rule("五步", *(f"步骤{n}" for n in range(1, 6)), choose="all")
        number = publish(database, account.redis.url, Kind.AUTOREPLY, "five-steps", "五步", **fields)
    account.web.wait(lambda health: health["edition"] == number)
    assert account.wechat.tap(alice, "autoreply/five-steps").shown[0].text == "步骤1"

    def received() -> list[str]:
        return [message.bubble.text for message in account.wechat.chat(alice) if message.bubble.text.startswith("步骤")]

    until(lambda: received() == ["步骤1", "步骤2", "步骤3", "步骤4"])

    def statuses() -> list[str]:
        with account.store() as database, database.read() as db:
            rows = db.scalars(select(Outgoing.status).where(Outgoing.openid == alice).order_by(Outgoing.id))
            return list(rows)

    until(lambda: statuses() == ["sent", "sent", "sent", "refused"])


def test_a_story_ends_with_every_push_answered_well(account: Stack) -> None:
    """Whatever the stories before this one did, WeChat saw no invalid body."""
    bodies = {delivery.body_class for push in account.wechat.ledger.pushes for delivery in push.deliveries}
    assert bodies <= {"reply", "success"}
