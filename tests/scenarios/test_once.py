"""Every push is answered once: the same bytes to all its deliveries, from any process, through crashes."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
import redis
from sqlalchemy import func, select

from tests.rig.account import AES_KEY
from tests.rig.wire import Wire, event_xml, text_xml
from tests.scenarios.conftest import Stack, StackMaker
from tests.scenarios.waiting import until
from wxbot.store.journal import Entry


def deliver_at_once(wire: Wire, xml: str, count: int) -> set[bytes]:
    """The different bytes that ``count`` deliveries at the same moment are answered with."""
    answers: list[bytes] = []
    threads = [threading.Thread(target=lambda: answers.append(wire.post(xml).content)) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == count
    return set(answers)


def test_deliveries_at_one_moment_get_the_same_bytes_and_one_journal_line(account: Stack, alice: str) -> None:
    xml = text_xml("护照丢了", alice)
    answers = deliver_at_once(Wire(account.web.url, AES_KEY), xml, 12)
    assert len(answers) == 1

    def lines() -> int:
        with account.store() as database, database.read() as db:
            return db.scalar(select(func.count()).where(Entry.openid == alice)) or 0

    until(lines)
    time.sleep(1.5)  # A second line would come with the next tick.
    assert lines() == 1


def test_an_event_delivered_again_later_gets_the_same_bytes(account: Stack, alice: str) -> None:
    wire = Wire(account.web.url, AES_KEY)
    xml = event_xml("CLICK", "help", alice)
    first = wire.post(xml).content
    time.sleep(1.1)
    assert {wire.post(xml).content for _ in range(6)} == {first}


def test_a_captured_request_played_again_is_not_handled_again(account: Stack, alice: str) -> None:
    wire = Wire(account.web.url, AES_KEY)
    xml = text_xml("English", alice)
    assert wire.post(xml).content == wire.post(xml).content


def notes_of(path: Path) -> list[str]:
    return path.read_text().split("\n")[:-1] if path.exists() else []


def slow_stack(make: StackMaker, notes: Path, worker: bool = False, **changes: str) -> Stack:
    return make("tests.scenarios.slow_app:app", worker, NOTES=str(notes), WEB_WORKERS="2", **changes)


@pytest.fixture(scope="module")
def shared(make_shared: StackMaker, tmp_path_factory: pytest.TempPathFactory) -> Stack:
    return slow_stack(make_shared, tmp_path_factory.mktemp("slow") / "notes", worker=True)


@pytest.fixture
def slow(shared: Stack) -> Stack:
    """Nothing has been noted yet."""
    _notes(shared).unlink(missing_ok=True)
    return shared


def _notes(stack: Stack) -> Path:
    return Path(stack.env["NOTES"])


def test_slow_work_that_ends_in_time_is_answered_by_the_second_delivery(slow: Stack, alice: str) -> None:
    push = slow.wechat.text(alice, "slow 7")
    assert [delivery.body_class for delivery in push.deliveries] == ["none", "reply"]
    assert push.shown[0].text == "thought for 7 seconds"
    assert [note.split()[0] for note in notes_of(_notes(slow))] == ["began", "ended"]


def test_slower_work_is_sent_as_a_customer_service_message(slow: Stack, alice: str) -> None:
    push = slow.wechat.text(alice, "slow 16")
    assert [delivery.body_class for delivery in push.deliveries] == ["none", "none", "success"]
    until(lambda: [message.bubble.text for message in slow.wechat.ledger.custom] == ["thought for 16 seconds"])
    assert [note.split()[0] for note in notes_of(_notes(slow))] == ["began", "ended"]


def test_an_account_that_may_not_send_lets_the_answer_be_fetched(
    make_stack: StackMaker, tmp_path: Path, alice: str
) -> None:
    stack = slow_stack(make_stack, tmp_path / "notes", WECHAT_ACCOUNT_KIND="subscription")
    push = stack.wechat.text(alice, "slow 16")
    assert [delivery.body_class for delivery in push.deliveries] == ["none", "none", "reply"]
    assert "send me any message" in push.shown[0].text
    until(lambda: len(notes_of(tmp_path / "notes")) == 2)
    time.sleep(0.3)  # The work has ended; its answer is kept a moment later.
    assert stack.wechat.text(alice, "ready?").shown[0].text == "thought for 16 seconds"
    assert stack.wechat.text(alice, "护照丢了").shown[0].text != "thought for 16 seconds"


def test_another_process_takes_over_from_one_that_was_killed(slow: Stack, alice: str) -> None:
    notes = _notes(slow)
    push = slow.wechat.text(alice, "slow 2", wait=False)
    os.kill(int(until(lambda: notes_of(notes))[0].split()[1]), signal.SIGKILL)
    settled = slow.wechat.push_of(push.id, 25)
    assert settled.shown[0].text == "thought for 2 seconds"
    began = [note.split()[1] for note in notes_of(notes) if note.startswith("began")]
    assert len(set(began)) == 2


def test_a_broken_section_costs_neither_the_answer_nor_the_words_secrecy(
    make_stack: StackMaker, tmp_path: Path, alice: str
) -> None:
    stack = slow_stack(make_stack, tmp_path / "notes")
    assert "could not be dealt with" in stack.wechat.text(alice, "break").shown[0].text
    output = stack.web.stop()
    assert "RuntimeError" in output
    assert alice not in output
    assert "this section is broken" not in output


def test_a_claim_that_nobody_finished_is_taken_over_when_its_lease_lapses(account: Stack, alice: str) -> None:
    xml = text_xml("护照丢了", alice)
    delivery = f"{xml.split('<MsgId>')[1].split('<')[0]}|{alice}|{xml.split('<CreateTime>')[1].split('<')[0]}"
    with redis.Redis.from_url(account.redis.url) as client:
        # As a process leaves it that was killed a moment before its lease's end.
        client.hset(f"wxbot:delivery:{delivery}", mapping={"owner": "dead", "until": time.time() + 1.0, "attempt": 1})
    began = time.monotonic()
    assert b"Encrypt" in Wire(account.web.url, AES_KEY).post(xml).content
    assert 0.8 < time.monotonic() - began < 4.5
