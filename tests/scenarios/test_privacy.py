"""What is kept of a person, and how it goes: by leaving, by asking, and never in the journal's words."""

import json

import redis
from sqlalchemy import select

from tests.rig.web import Process
from tests.scenarios.conftest import Stack
from tests.scenarios.talking import Talk
from tests.scenarios.waiting import until
from wxbot.store import followers, submissions, subscriptions
from wxbot.store.journal import Entry
from wxbot.store.letters import Letter


def asked(stack: Stack, openid: str) -> list[str]:
    with stack.store() as database, database.read() as db:
        return list(db.scalars(select(Entry.asked).where(Entry.openid == openid).order_by(Entry.id)))


def test_numbers_that_name_a_person_are_masked_in_the_journal(account: Stack, alice: str) -> None:
    numbers = ("11010519491231002X", "E12345678", "13812345678", "6222 0212 3456 7890 123", "anna@example.org")
    Talk(account, alice).say(*(f"我的号码是{number}可以吗" for number in numbers))
    kept = until(lambda: found if len(found := asked(account, alice)) == len(numbers) else [])
    assert not any(number in line for number, line in zip(numbers, kept, strict=True))
    assert all("*" in line and line.startswith("我的号码是") for line in kept)
    with account.store() as database, database.read() as db:
        decisions = json.dumps(list(db.scalars(select(Entry.decision).where(Entry.openid == alice))))
    assert not any(number.lower().replace(" ", "") in decisions.replace(" ", "") for number in numbers)


def test_who_leaves_is_forgotten_but_for_the_letter_that_is_still_open(account: Stack, alice: str) -> None:
    talk = Talk(account, alice)
    account.wechat.follow(alice)
    talk.say("English", "subscribe news")
    account.wechat.image(alice)
    talk.say("agree", "skip")
    number = _letter(talk)
    until(lambda: len(asked(account, alice)) >= 4)
    account.wechat.unfollow(alice)

    def gone() -> bool:
        with account.store() as database, database.read() as db:
            rows = (subscriptions.of_follower(db, alice), submissions.of_follower(db, alice))
            return not followers.find(db, alice) and not any(rows) and not asked(account, alice)

    until(gone)
    with account.store() as database, database.read() as db:
        letter = db.scalars(select(Letter).where(Letter.number == number)).one()
    assert letter.openid == alice
    with redis.Redis.from_url(account.redis.url) as client:
        left = [key for key in client.scan_iter("*") if key.decode().endswith(alice) and b"delivery" not in key]
    assert [key for key in left if b"flood" not in key] == []
    assert "欢迎" in (account.wechat.follow(alice).shown[0].text or "")  # In Chinese again: the choice is forgotten.


def _letter(talk: Talk) -> str:
    talk.say("give advice", "More opening hours, please", "done", "skip")
    return talk.say("send").split("letter/")[1].split('"')[0]


def test_a_follower_can_be_exported_and_erased(account: Stack, alice: str) -> None:
    talk = Talk(account, alice)
    number = talk.hand_in("请多开放周末的预约时间", "13812340000")
    talk.say("订阅 新闻")
    found = json.loads(Process(["flask", "export-follower", alice], account.env).finish())
    assert found["letters"][0]["number"] == number
    assert found["letters"][0]["contact"] == "13812340000"
    assert found["letters"][0]["entries"][0]["text"] == "请多开放周末的预约时间"
    assert found["subscriptions"][0]["section"] == "news"
    assert "Erased." in Process(["flask", "erase", "--yes", alice], account.env).finish()
    again = json.loads(Process(["flask", "export-follower", alice], account.env).finish())
    assert [again[part] for part in ("follower", "letters", "subscriptions", "messages")] == [None, [], [], []]
    with account.store() as database, database.read() as db:
        letter = db.scalars(select(Letter).where(Letter.number == number)).one()
    assert (letter.openid, letter.contact, letter.state) == ("", "", "closed")
