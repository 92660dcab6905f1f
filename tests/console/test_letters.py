"""One letter in the console: taken, noted, answered, refused, closed, by those who may; and nothing typed is lost."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.console.conftest import Browser, Office
from tests.console.correspondence import (
    ADDRESS,
    CONTACT,
    WORDS,
    add,
    entries,
    letter,
    note,
    prefer,
    speak,
    texts,
    write,
)
from tests.console.people import PEOPLE
from tests.console.people import add as hire
from tests.console.serving import at_browser
from tests.rig.account import ALICE, BOB
from tests.rig.chromium import NARROW, needs_chromium
from wxbot.services import canned, privacy, telling
from wxbot.services.canned import Draft
from wxbot.services.roles import Role
from wxbot.store import outbox, preferences
from wxbot.store.letters import EntryKind, Fate, State

WU, ZHAO = PEOPLE[Role.AGENT].email, PEOPLE[Role.ADMINISTRATOR].email
ANSWER = "周六也开门了，请带上护照。"
DAY = dt.timedelta(days=1)
HOSTILE = "<img src=x onerror=alert(1)>\u202e"


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def _send(browser: Browser, number: str, what: str, page: str = "", **fields: object) -> str:
    """Presses a button of the page as it was drawn, now or before; gives the page that follows."""
    drawn = page or browser.get(f"/letters/{number}").text
    hidden = {name: _hidden(drawn, name) for name in ("base", "seen", "origin") if f'name="{name}"' in drawn}
    answer = browser.post(f"/letters/{number}/{what}", **{**hidden, **fields})
    return browser.client.get(answer.headers["Location"]).text if answer.status_code == 302 else answer.text


def _answer(browser: Browser, number: str, text: str = ANSWER, page: str = "") -> str:
    return _send(browser, number, "answer", page, answer=text)


def _ago(office: Office, days: float) -> dt.datetime:
    return office.runtime.clock.instant() - days * DAY


def test_letter_is_shown_with_everything_that_was_written(office: Office, agent: Browser) -> None:
    number = write(office)
    add(office, number, "还有周日")
    note(office, number, "先问领事部")
    page = agent.get(f"/letters/{number}").text
    shown = (WORDS, "还有周日", "先问领事部", CONTACT, "Rue de la Paix 12", "Messages left: 5 of 5", "Goes out at once")
    assert [words for words in shown if words not in page] == []
    assert page.count('class="bubble from-writer') == 2
    assert page.count('class="bubble is-note') == 1


def test_letter_that_does_not_exist_is_not_found(agent: Browser) -> None:
    assert agent.get("/letters/20260101-0001").status_code == 404
    assert agent.post("/letters/20260101-0001/close", base="1").status_code == 302


def test_contact_and_address_are_for_those_who_answer(office: Office, reviewer: Browser) -> None:
    page = reviewer.get(f"/letters/{write(office)}").text
    assert WORDS in page
    assert [words for words in (CONTACT, "Rue de la Paix") if words in page] == []


def test_one_who_may_only_read_is_offered_nothing_to_do(office: Office, reviewer: Browser) -> None:
    number = write(office)
    page = reviewer.get(f"/letters/{number}").text
    assert "<textarea" not in page
    assert reviewer.post(f"/letters/{number}/answer", answer=ANSWER).status_code == 403


def test_what_citizens_write_is_inert(office: Office, agent: Browser) -> None:
    number = write(office, text=HOSTILE, contact=HOSTILE, address=HOSTILE, subject="'\"><script>")
    page = agent.get(f"/letters/{number}").text
    assert "<img src=x" not in page
    assert "'\"><script>" not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") == 3


def test_letter_is_taken_and_given_to_a_colleague(office: Office, agent: Browser) -> None:
    hire(office.database, "zhou@example.org", "Zhou", Role.AGENT)
    number = write(office)
    assert "The letter is yours." in _send(agent, number, "assign", to="me")
    assert letter(office, number).assignee == WU
    _send(agent, number, "assign", to="zhou@example.org")
    assert letter(office, number).assignee == "zhou@example.org"
    _send(agent, number, "assign", to="")
    assert letter(office, number).assignee == ""


def test_letter_is_not_given_to_one_who_may_not_answer(office: Office, agent: Browser) -> None:
    number = write(office)
    page = agent.get(f"/letters/{number}").text
    assert PEOPLE[Role.EDITOR].email not in page
    assert "only to those who may answer" in _send(agent, number, "assign", to=PEOPLE[Role.EDITOR].email)


def test_of_two_who_take_a_letter_the_second_is_told(office: Office, agent: Browser, administrator: Browser) -> None:
    number = write(office)
    page = administrator.get(f"/letters/{number}").text
    _send(agent, number, "assign", to="me")
    assert "Something happened to this letter" in _send(administrator, number, "assign", page, to="me")
    assert letter(office, number).assignee == WU


def test_note_is_kept_and_set_apart(office: Office, agent: Browser) -> None:
    number = write(office)
    assert "The note is kept." in _send(agent, number, "note", note="先问领事部")
    assert [entry.kind for entry in entries(office, number)] == [EntryKind.TEXT, EntryKind.NOTE]


def test_empty_note_is_complained_about_beside_it(office: Office, agent: Browser) -> None:
    number = write(office)
    answer = agent.post(f"/letters/{number}/note", note=" ")
    assert answer.status_code == 422
    assert "This must be filled in." in answer.text


def test_answer_is_sent_and_shown(office: Office, agent: Browser) -> None:
    number = write(office)
    page = _answer(agent, number)
    assert "The answer is being sent." in page
    assert "Is being sent" in page
    assert (letter(office, number).state, letter(office, number).assignee) == (State.ANSWERED, WU)
    with office.database.read() as db:
        assert len(outbox.of_follower(db, ALICE)) == 1


def test_answer_pressed_twice_is_sent_once(office: Office, agent: Browser) -> None:
    number = write(office)
    page = agent.get(f"/letters/{number}").text
    for _ in range(2):
        assert "The answer is being sent." in _answer(agent, number, page=page)
    with office.database.read() as db:
        assert len(outbox.of_follower(db, ALICE)) == 1


def test_other_words_from_a_page_that_was_gone_back_to_are_not_taken_for_a_second_press(
    office: Office, agent: Browser
) -> None:
    number = write(office)
    page = agent.get(f"/letters/{number}").text
    _send(agent, number, "note", page, note="先问领事部")
    again = _answer(agent, number, page=page)
    assert "Something happened to this letter" in again
    assert "The answer is being sent." in _answer(agent, number, page=again)
    more = _answer(agent, number, "更正：周日也开门。", page=again)
    assert "更正：周日也开门。</textarea>" in more
    assert texts(office, number) == [WORDS, "先问领事部", ANSWER]


def test_answer_to_a_silent_writer_says_that_it_waits(office: Office, agent: Browser) -> None:
    number = write(office, _ago(office, 5))
    assert "has not written within 48 hours" in agent.get(f"/letters/{number}").text
    page = _answer(agent, number)
    assert "goes out when the writer next does something" in page
    assert [entry.fate for entry in entries(office, number)] == ["", Fate.WAITS]


def test_second_of_two_who_answer_keeps_what_he_typed_and_sees_what_came(
    office: Office, agent: Browser, administrator: Browser
) -> None:
    number = write(office)
    page = administrator.get(f"/letters/{number}").text
    _answer(agent, number)
    again = _answer(administrator, number, "我写的是另一个答复", page)
    assert "Something happened to this letter since you opened it" in again
    assert "我写的是另一个答复</textarea>" in again
    assert ANSWER in again
    assert again.count("is-new") == 1
    assert "The answer is being sent." in _answer(administrator, number, "我写的是另一个答复", again)
    assert texts(office, number) == [WORDS, ANSWER, "我写的是另一个答复"]


def test_answer_that_is_too_long_stays_in_its_box(office: Office, agent: Browser) -> None:
    number = write(office)
    answer = agent.post(f"/letters/{number}/answer", answer="字" * 3000, base="1")
    assert answer.status_code == 422
    assert "This takes 5 messages (9000 bytes); at most 4 may be sent." in answer.text
    assert "字" * 3000 in answer.text


def test_line_breaks_are_counted_as_they_are_sent(office: Office, agent: Browser) -> None:
    number = write(office)
    _answer(agent, number, "第一行\r\n第二行")
    assert texts(office, number)[1] == "第一行\n第二行"


def test_refusal_tells_the_writer_why(office: Office, agent: Browser) -> None:
    number = write(office)
    _send(agent, number, "refuse", reason="这不属于使馆的职责。")
    assert letter(office, number).state == State.REFUSED
    assert [entry.kind for entry in entries(office, number)][-1] == EntryKind.REFUSAL


def test_call_is_recorded(office: Office, agent: Browser) -> None:
    number = write(office)
    page = _send(agent, number, "record", route="phone", record="已电话说明")
    assert "By phone" in page
    assert (letter(office, number).state, entries(office, number)[-1].fate) == (State.ANSWERED, Fate.GIVEN)


@pytest.mark.parametrize("route", ["", "message", "pigeon"])
def test_call_by_a_way_that_is_none_is_refused(office: Office, agent: Browser, route: str) -> None:
    number = write(office)
    assert agent.post(f"/letters/{number}/record", route=route, record="x", base="1").status_code == 422


def test_letter_is_closed_and_opened_again(office: Office, agent: Browser) -> None:
    number = write(office)
    page = _send(agent, number, "close")
    assert "Open it again to answer it" in page
    assert 'id="answer-form"' not in page
    assert 'id="answer-form"' in _send(agent, number, "reopen")
    assert letter(office, number).state == State.RECEIVED


def test_where_a_second_reader_is_asked_for_the_answer_waits_for_another_person(
    office: Office, agent: Browser, administrator: Browser
) -> None:
    prefer(office, second_reader=True)
    number = write(office)
    page = _answer(agent, number)
    assert "A second person must read it" in page
    assert "Approve and send" not in page
    assert "somebody else must read" in page
    with office.database.read() as db:
        assert outbox.of_follower(db, ALICE) == []
    assert number in administrator.get("/letters?only=reading").text
    assert "The answer is being sent." in _send(administrator, number, "approve")
    with office.database.read() as db:
        assert len(outbox.of_follower(db, ALICE)) == 1


def test_second_reader_is_asked_for_at_once_even_where_a_process_does_not_know_yet(
    office: Office, agent: Browser
) -> None:
    number = write(office)
    with office.database.write() as db:  # Another process, and this one has not looked since.
        preferences.put(db, {"second_reader": True})
    assert "A second person must read it" in _answer(agent, number)


def test_author_cannot_approve_by_himself(office: Office, agent: Browser) -> None:
    prefer(office, second_reader=True)
    number = write(office)
    _answer(agent, number)
    assert "Somebody else must read what you wrote." in _send(agent, number, "approve")
    assert entries(office, number)[-1].fate == Fate.READING


def test_answer_that_is_sent_back_can_be_written_anew(office: Office, agent: Browser, administrator: Browser) -> None:
    prefer(office, second_reader=True)
    number = write(office)
    _answer(agent, number)
    assert "Say what should be different." in _send(administrator, number, "send-back", remark="")
    _send(administrator, number, "send-back", remark="请补充办公时间")
    page = agent.get(f"/letters/{number}").text
    assert "请补充办公时间" in page
    assert f"{ANSWER}</textarea>" in page
    assert f"{ANSWER}</textarea>" not in administrator.get(f"/letters/{number}").text


def test_author_takes_his_answer_back(office: Office, agent: Browser) -> None:
    prefer(office, second_reader=True)
    number = write(office)
    _answer(agent, number)
    assert "The answer is back with its author." in _send(agent, number, "send-back")


def _canned(office: Office, title: str = "致谢", kind: str = "", language: str = "zh") -> int:
    with office.database.write() as db:
        return canned.add(db, Draft(title, language, kind, "来信 {number} 收悉。"), WU, _ago(office, 1)).id


def test_canned_answer_is_put_in_without_a_script(office: Office, agent: Browser) -> None:
    number, canned_id = write(office), _canned(office)
    page = _send(agent, number, "answer", answer="您好！", insert="1", canned=canned_id)
    assert f"您好！\n\n来信 {number} 收悉。</textarea>" in page
    assert len(entries(office, number)) == 1


def test_canned_answers_are_those_for_the_letter(office: Office, agent: Browser) -> None:
    for title, kind, language in (
        ("甲", "", "zh"),
        ("乙", "complaint", "zh"),
        ("丙", "", "en"),
        ("丁", "advice", "zh"),
    ):
        _canned(office, title, kind, language)
    page = agent.get(f"/letters/{write(office)}").text
    assert [title for title in "甲乙丙丁" if f">{title}</option>" in page] == ["甲", "丁"]


def _stuck(office: Office, agent: Browser, fate: Fate) -> str:
    number = write(office)
    _answer(agent, number)
    with office.database.write() as db:
        entry = db.merge(entries(office, number)[-1])
        entry.fate, entry.due_at, entry.trouble = fate, None, "48001 permission"
        outbox.settle(db, outbox.of_follower(db, ALICE)[-1].id, outbox.Status.REFUSED, "48001 permission")
    return number


def test_answer_that_wechat_did_not_take_can_be_sent_again(office: Office, agent: Browser) -> None:
    number = _stuck(office, agent, Fate.REFUSED)
    page = agent.get(f"/letters/{number}").text
    assert "WeChat did not take it" in page
    assert "48001" in page
    _send(agent, number, f"answers/{entries(office, number)[-1].id}/send-again")
    assert entries(office, number)[-1].fate == Fate.SENDING
    with office.database.read() as db:
        assert [row.status for row in outbox.of_follower(db, ALICE)] == ["due"]


def test_person_decides_about_an_answer_whose_fate_is_not_known(office: Office, agent: Browser) -> None:
    number = _stuck(office, agent, Fate.UNKNOWN)
    _send(agent, number, f"answers/{entries(office, number)[-1].id}/told")
    assert entries(office, number)[-1].fate == Fate.TOLD


def test_answer_can_become_a_faq_without_anybodys_numbers(office: Office, administrator: Browser) -> None:
    number = write(office)
    _answer(administrator, number, "您好，13812345678 已登记，护照 E12345678 可到 www.example.org 预约。")
    page = administrator.get(f"/letters/{number}").text
    link = re.search(r'href="(/console/items/new\?[^"]+)"', page)
    assert link
    assert "kind=faq" in link[1]
    assert "language=zh" in link[1]
    assert [words for words in ("13812345678", "E12345678", number) if words in link[1]] == []


def test_new_faq_begins_with_the_answer_and_an_empty_question(office: Office, administrator: Browser) -> None:
    number = write(office)
    _answer(administrator, number)
    link = re.search(r'href="(/console/items/new\?[^"]+)"', administrator.get(f"/letters/{number}").text)
    assert link
    page = administrator.client.get(link[1].replace("&amp;", "&"))
    assert page.status_code == 200
    assert f"{ANSWER}</textarea>" in page.text
    assert WORDS not in page.text


def test_faq_is_offered_to_those_who_write_items_and_for_answers_only(
    office: Office, agent: Browser, administrator: Browser
) -> None:
    number = write(office)
    note(office, number, "备注")
    _send(agent, number, "record", route="phone", record="电话")
    _answer(agent, number)
    assert "items/new" not in agent.get(f"/letters/{number}").text
    assert administrator.get(f"/letters/{number}").text.count("items/new") == 1


def test_link_to_a_faq_is_short_enough_for_any_server(office: Office, administrator: Browser) -> None:
    number = write(office)
    _answer(administrator, number, "字" * 2000)
    link = re.search(r'href="(/console/items/new\?[^"]+)"', administrator.get(f"/letters/{number}").text)
    assert link
    assert len(link[1]) < 4000


def test_other_letters_of_the_writer_are_named(office: Office, agent: Browser) -> None:
    first, second, stranger = write(office), write(office), write(office, openid=BOB)
    page = agent.get(f"/letters/{second}").text
    assert f"/letters/{first}" in page
    assert f"/letters/{stranger}" not in page


def test_account_that_may_not_write_to_followers_says_so(office: Office, agent: Browser) -> None:
    office.runtime.teller = telling.Teller(office.runtime.vault, may_send=False)
    page = agent.get(f"/letters/{write(office)}").text
    assert "may not write to followers" in page
    assert "No window is open" in page


def test_erased_letter_shows_that_it_is(office: Office, agent: Browser) -> None:
    number = write(office)
    _answer(agent, number)
    with office.database.write() as db:
        privacy.erase(db, ALICE, "3f1b6a", WU, _ago(office, 0))
    page = agent.get(f"/letters/{number}").text
    assert page.count("Erased") == 2
    assert ANSWER not in page


def test_letters_speak_chinese_to_those_who_do(office: Office, agent: Browser) -> None:
    number = write(office)
    agent.post("/language", language="zh")
    page = agent.get(f"/letters/{number}").text
    assert "将立即以客服消息发出" in page
    again = agent.post(f"/letters/{number}/answer", answer=ANSWER, base="9")
    assert "有了新动态" in again.text


@needs_chromium
def test_canned_answer_is_put_in_by_a_tap_and_the_length_is_told(office: Office) -> None:
    number = write(office)
    _canned(office)
    with at_browser(office, WU, f"/letters/{number}", NARROW) as page:
        box, told = page.locator("#answer-form textarea"), page.locator("#size-told")
        box.fill("您好！")
        expect(told).to_have_text("9字节，1条消息")
        page.locator("#canned").select_option(label="致谢")
        page.locator("#answer-form [name=insert]").click()
        expect(box).to_have_value(re.compile(f"^您好！来信 {number} 收悉。$"))
        box.fill("字" * 3000)
        expect(told).to_have_text("太长：需要5条消息，最多只能发4条")
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_speaking_again_opens_the_window(office: Office, agent: Browser) -> None:
    number = write(office, _ago(office, 5))
    speak(office, source="menu")
    page = agent.get(f"/letters/{number}").text
    assert "Messages left: 3 of 3" in page
    assert ADDRESS.splitlines()[0] in page
