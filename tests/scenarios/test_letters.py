"""Letters over the real protocol: written, numbered, asked about, added to."""

import json
import threading
import time
from pathlib import Path

import pytest
import redis
from sqlalchemy import select

from tests.rig.account import AES_KEY
from tests.rig.wire import Wire, text_xml
from tests.scenarios.conftest import Stack, StackMaker
from tests.scenarios.talking import NUMBER, Talk
from tests.scenarios.waiting import until
from wxbot.store.journal import Entry
from wxbot.store.letters import Letter, entries
from wxbot.store.vault import Vault

ADVICE = "希望护照预约可以选到周末"


def letters_of(stack: Stack, openid: str) -> list[Letter]:
    with stack.store() as database, database.read() as db:
        return list(db.scalars(select(Letter).where(Letter.openid == openid).order_by(Letter.id)))


def texts_of(stack: Stack, letter: Letter) -> list[str]:
    vault = Vault(stack.env["FERNET_KEYS"], stack.env["OPENID_HASH_KEY"])
    with stack.store() as database, database.read() as db:
        return [vault.open(entry.text) for entry in entries(db, letter.id)]


def test_advice_becomes_a_numbered_case_that_its_writer_can_follow(account: Stack, alice: str) -> None:
    talk = Talk(account, alice)
    assert "letters/advice" in talk.say("写信")
    assert "请写下您的建议" in talk.say("1")
    assert "已记下" in talk.say(ADVICE)
    talk.say("还有电话也难打通", "写完了")
    summary = talk.say("13812345678")
    assert ADVICE in summary
    assert "13812345678" in summary
    number = NUMBER.search(talk.say("1"))
    assert number
    (letter,) = letters_of(account, alice)
    assert (letter.number, letter.kind, letter.state) == (number[0], "advice", "received")
    assert texts_of(account, letter) == [f"{ADVICE}\n还有电话也难打通"]
    assert "已收到" in talk.say(number[0])
    talk.say(f"补充 {number[0]}", "再补充一点：周日也可以")
    assert "已补充" in talk.say("写完了")
    assert len(texts_of(account, letter)) == 2
    assert number[0] in talk.say("我的来信")


def test_somebody_else_learns_nothing_from_a_number(account: Stack, alice: str) -> None:
    number = Talk(account, alice).hand_in(ADVICE)
    stranger = Talk(account, f"{alice[:-1]}s")
    for words in (number, f"补充 {number}"):
        said = stranger.say(words)
        assert "没有查到" in said
        assert "建议" not in said


def test_a_brochure_is_asked_for_with_an_address_that_nobody_can_read_at_rest(account: Stack, alice: str) -> None:
    talk = Talk(account, alice)
    talk.say("English", "send me a brochure", "The newcomers' guide", "done")
    assert "postal address" in talk.say("Anna Muster")
    assert "seems incomplete" in talk.say("here")
    talk.say("Rue de la Paix 12, 75002 Paris", "not a phone!")
    said = talk.say("anna@example.org")
    assert "Rue de la Paix 12, 75002 Paris" in said
    assert "number is" in talk.say("send")
    (letter,) = letters_of(account, alice)
    vault = Vault(account.env["FERNET_KEYS"], account.env["OPENID_HASH_KEY"])
    assert "Rue de la Paix" not in letter.address
    assert vault.open(letter.address) == "Anna Muster\nRue de la Paix 12, 75002 Paris"
    database = Path(account.env["DATABASE_URL"].removeprefix("sqlite:///"))
    with redis.Redis.from_url(account.redis.url) as client:
        client.bgrewriteaof()
    for path in (database, database.with_name("wxbot.db-wal")):
        assert b"Rue de la Paix" not in path.read_bytes()


def test_a_question_about_an_event_and_advice_for_a_call_name_their_subject(account: Stack, alice: str) -> None:
    talk = Talk(account, alice)
    talk.tap("letters/event/harbin-ice-snow-2027")
    assert "哈尔滨国际冰雪节" in talk.say("几点开门？请告诉我", "写完了", "跳过")
    talk.say("提交")
    call = talk.say("征求意见", "1")
    slug = call.split("letters/advice/")[1].split('"')[0]
    talk.tap_line("写建议", f"letters/advice/{slug}")
    talk.say(ADVICE, "写完了", "跳过", "提交")
    assert [letter.subject for letter in letters_of(account, alice)] == ["harbin-ice-snow-2027", slug]


def test_a_form_can_be_left_and_went_back_in(account: Stack, alice: str) -> None:
    talk = Talk(account, alice)
    talk.say("投诉", "窗口让我跑了三趟", "写完了")
    assert "已记下" in talk.say("上一步")
    assert "没有提交" in talk.say("退出")
    assert "没有正在填写" in talk.say("退出")
    assert letters_of(account, alice) == []


def test_a_form_is_over_after_half_an_hour_and_says_so(make_stack: StackMaker, alice: str) -> None:
    stack = make_stack()
    talk = Talk(stack, alice)
    talk.say("提建议", ADVICE)
    stack.wechat.clock.shift(31 * 60)
    time.sleep(1.5)  # The processes look at the clock every second.
    said = talk.say("新闻")
    assert "没有提交" in said
    assert "重要外交活动" in said
    assert "没有提交" not in talk.say("新闻")


def test_a_menu_tap_is_answered_and_the_form_goes_on(account: Stack, alice: str) -> None:
    talk = Talk(account, alice)
    talk.say("提建议", ADVICE)
    assert "没填完" in talk.tap("consular")
    assert "联系方式" not in talk.say("还有一点")
    assert ADVICE in talk.say("写完了", "跳过")


def test_an_emergency_is_answered_above_the_next_prompt(account: Stack, alice: str) -> None:
    talk = Talk(account, alice)
    talk.say("提建议")
    said = talk.say("我在巴黎护照被偷了")
    assert said.index("12308") < said.index("已记下")
    assert "驻法兰西共和国大使馆" in said


def test_quick_messages_take_turns_so_that_none_is_lost(account: Stack, alice: str) -> None:
    talk = Talk(account, alice)
    talk.say("提建议", "第零句写在最前面")
    wire = Wire(account.web.url, AES_KEY)
    lines = [f"第{number}句" for number in range(1, 7)]
    threads = [threading.Thread(target=wire.post, args=(text_xml(line, alice),)) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    said = talk.say("写完了", "跳过")
    assert [line for line in lines if line not in said] == []


def test_nothing_that_was_typed_into_a_form_is_kept_elsewhere(make_stack: StackMaker, alice: str) -> None:
    plain = make_stack(worker=True)  # In plaintext mode, where replies are not encrypted anyway.
    talk = Talk(plain, alice)
    talk.say("提建议", "我的秘密心愿是蓝色的门", "写完了", "13900001111")
    with redis.Redis.from_url(plain.redis.url) as client:
        found = [client.dump(key) or b"" for key in client.scan_iter("*") if alice.encode() in key]
    assert found
    assert not any("秘密心愿".encode() in dump or b"13900001111" in dump for dump in found)

    def lines() -> list[Entry]:
        with plain.store() as database, database.read() as db:
            kept = list(db.scalars(select(Entry).where(Entry.openid == alice).order_by(Entry.id)))
        return kept if len(kept) == 4 else []

    steps = until(lines)
    assert [line.asked for line in steps] == ["提建议", "", "", ""]
    assert [line.hit for line in steps[1:]] == ["form/letter/text", "form/letter/text", "form/letter/contact"]
    assert "秘密心愿" not in json.dumps([line.decision for line in steps], ensure_ascii=False)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_prompt_of_every_kind_is_in_the_followers_language(account: Stack, alice: str, language: str) -> None:
    talk = Talk(account, alice)
    talk.tap(f"language/{language}")
    chinese = [_has_chinese(talk.tap(f"letters/{kind}")) for kind in ("advice", "question", "complaint", "brochure")]
    assert chinese == [language == "zh"] * 4


def _has_chinese(said: str) -> bool:
    return any("一" <= sign <= "鿿" for sign in said)
