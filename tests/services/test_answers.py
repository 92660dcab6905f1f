"""Answers: given once, read by a second person where that is asked for, refused with a reason, or noted of a call."""

import pytest
from sqlalchemy import select

from tests.services.answering import (
    HOUR,
    MUTE,
    WORDS,
    WU,
    ZHAO,
    answer,
    approve,
    close,
    entries,
    fates,
    find,
    give,
    letter_of,
    note,
    paper,
    record,
    send_back,
    sent,
    version,
)
from tests.services.drafts import NOON
from tests.services.writing import ALICE, BOB, VAULT, add, everything, read
from tests.store.together import in_threads
from wxbot.errors import OutdatedError, RuleError
from wxbot.protocol.replies import TEXT_MAX_BYTES
from wxbot.services import answers, outbox
from wxbot.services.effects import AnswerView
from wxbot.store.audit import Line
from wxbot.store.database import Database
from wxbot.store.letters import Entry, EntryKind, Fate, Route, State


def _reads(database: Database, number: str) -> tuple[State, list[str]]:
    (view,) = read(database, number)
    return view.state, [each.words for each in view.answers]


def test_answer_ends_the_waiting_and_its_writer_reads_it(database: Database) -> None:
    number = letter_of(database)
    answer(database, number, now=NOON + HOUR)
    letter = find(database, number)
    assert (letter.state, letter.waiting_since, letter.changed_at) == (State.ANSWERED, None, NOON + HOUR)
    assert letter.assignee == WU
    assert _reads(database, number) == (State.ANSWERED, [WORDS])


def test_nobody_else_reads_it(database: Database) -> None:
    number = letter_of(database)
    answer(database, number)
    assert read(database, number, BOB) == ()


def test_answer_is_sealed_wherever_it_lies(database: Database) -> None:
    number = letter_of(database)
    answer(database, number, "您丈夫的护照已经补发")
    (row,) = sent(database)
    message = outbox.opened(VAULT, row.message)
    assert "您丈夫的护照已经补发" in message["text"]["content"]
    kept = everything(database)
    assert "您丈夫的护照".encode() not in kept
    assert ascii("您丈夫的护照")[1:-1].encode() not in kept


def test_answer_pressed_twice_is_given_once(database: Database) -> None:
    number = letter_of(database)
    given = paper(database, number)
    ids = in_threads(3, lambda _: give(database, given).id)
    assert (len(set(ids)), fates(database, number), len(sent(database))) == (1, [Fate.SENDING], 1)


def test_of_two_who_answer_at_once_the_second_is_told(database: Database) -> None:
    number = letter_of(database)
    papers = [paper(database, number, words) for words in ("第一个人的答复", "第二个人的答复")]

    def try_to(place: int) -> bool:
        try:
            give(database, papers[place], (WU, ZHAO)[place])
        except OutdatedError:
            return False
        return True

    assert sorted(in_threads(2, try_to)) == [False, True]
    assert len(fates(database, number)) == 1


def test_who_has_not_read_what_the_writer_added_is_told(database: Database) -> None:
    number = letter_of(database)
    given = paper(database, number)
    add(database, number, "我的意思其实是周日")
    with pytest.raises(OutdatedError):
        give(database, given)
    assert find(database, number).state == State.RECEIVED


def test_a_colleagues_note_is_read_first(database: Database) -> None:
    number = letter_of(database)
    given = paper(database, number)
    note(database, number, "先别答复，大使要亲自打电话")
    with pytest.raises(OutdatedError):
        give(database, given)


def test_letter_can_be_answered_once_more(database: Database) -> None:
    number = letter_of(database)
    answer(database, number, "第一次")
    answer(database, number, "更正")
    assert _reads(database, number)[1] == ["第一次", "更正"]


def test_refusal_tells_why(database: Database) -> None:
    number = letter_of(database)
    give(database, paper(database, number, "这不属于使馆的职责。", EntryKind.REFUSAL))
    (view,) = read(database, number)
    assert (view.state, view.answers) == (State.REFUSED, (AnswerView("这不属于使馆的职责。", EntryKind.REFUSAL),))


@pytest.mark.parametrize("kind", [EntryKind.ANSWER, EntryKind.REFUSAL])
def test_what_is_over_is_not_answered(sqlite: Database, kind: EntryKind) -> None:
    number = letter_of(sqlite)
    close(sqlite, number)
    with pytest.raises(RuleError, match="Open it again"):
        give(sqlite, paper(sqlite, number, kind=kind))


def test_empty_answer_is_refused(sqlite: Database) -> None:
    number = letter_of(sqlite)
    with pytest.raises(RuleError, match="Write something"):
        answer(sqlite, number, " \n ")


def test_answer_that_is_too_long_is_refused_with_its_length(sqlite: Database) -> None:
    number = letter_of(sqlite)
    with pytest.raises(RuleError, match=r"5 messages \(9000 bytes\); at most 4") as told:
        answer(sqlite, number, "字" * 3000)
    assert told.value.places == {"count": 5, "bytes": 9000, "most": 4}
    assert fates(sqlite, number) == []


def test_long_answer_goes_out_in_parts_that_fit(database: Database) -> None:
    number = letter_of(database)
    lines = [f"第{place}点：" + "说明" * 60 for place in range(1, 16)]
    answer(database, number, "\n".join(lines))
    words = [outbox.opened(VAULT, row.message)["text"]["content"] for row in sent(database)]
    assert len(words) == 3
    assert all(len(each.encode()) <= TEXT_MAX_BYTES for each in words)
    assert [line for line in lines if not any(line in each for each in words)] == []
    assert [f"({place}/3)" in each for place, each in enumerate(words, 1)] == [True] * 3
    assert [number in each for each in words] == [True, False, False]


def test_link_in_an_answer_can_be_tapped(sqlite: Database) -> None:
    number = letter_of(sqlite)
    answer(sqlite, number, "请看[指南](https://example.org/a?b=1&c=2)。")
    content = outbox.opened(VAULT, sent(sqlite)[0].message)["text"]["content"]
    assert '<a href="https://example.org/a?b=1&amp;c=2">指南</a>' in content


def _submit(database: Database, number: str, kind: EntryKind = EntryKind.ANSWER) -> Entry:
    return give(database, paper(database, number, kind=kind), second_reader=True)


def test_where_a_second_reader_is_asked_for_nothing_is_said_yet(database: Database) -> None:
    number = letter_of(database)
    _submit(database, number)
    letter = find(database, number)
    assert (letter.state, letter.waiting_since, letter.reading_since) == (State.WORKING, NOON, NOON)
    assert (_reads(database, number), sent(database)) == ((State.WORKING, []), [])


@pytest.mark.parametrize(("kind", "state"), [(EntryKind.ANSWER, State.ANSWERED), (EntryKind.REFUSAL, State.REFUSED)])
def test_second_reader_approves_and_it_is_said(database: Database, kind: EntryKind, state: State) -> None:
    number = letter_of(database)
    _submit(database, number, kind)
    approve(database, number)
    assert (_reads(database, number), len(sent(database))) == ((state, [WORDS]), 1)
    letter = find(database, number)
    assert (letter.waiting_since, letter.reading_since) == (None, None)
    assert entries(database, number)[-1].reader == ZHAO


def test_nobody_approves_his_own_answer(database: Database) -> None:
    number = letter_of(database)
    _submit(database, number)
    with pytest.raises(RuleError, match="Somebody else"):
        approve(database, number, WU)
    assert fates(database, number) == [Fate.READING]


def test_of_two_second_readers_one_approves(database: Database) -> None:
    number = letter_of(database)
    _submit(database, number)
    base = version(database, number)

    def read_it(place: int) -> bool:
        try:
            with database.write() as db:
                answers.approve(db, MUTE, number, base, (ZHAO, "chen@example.org")[place], NOON)
        except OutdatedError:
            return False
        return True

    assert sorted(in_threads(2, read_it)) == [False, True]


def test_second_reader_sends_it_back_with_a_remark(database: Database) -> None:
    number = letter_of(database)
    _submit(database, number)
    send_back(database, number, "请补充办公时间")
    letter = find(database, number)
    assert (letter.state, letter.reading_since, letter.assignee) == (State.WORKING, None, WU)
    returned, remark = entries(database, number)[-2:]
    assert (returned.fate, returned.reader) == (Fate.RETURNED, ZHAO)
    assert (remark.kind, remark.author, VAULT.open(remark.text)) == (EntryKind.NOTE, ZHAO, "请补充办公时间")
    assert _reads(database, number) == (State.WORKING, [])


def test_second_reader_must_say_what_is_wrong_but_the_author_need_not(database: Database) -> None:
    number = letter_of(database)
    _submit(database, number)
    with pytest.raises(RuleError, match="should be different"):
        send_back(database, number, " ")
    send_back(database, number, "", WU)
    assert fates(database, number) == [Fate.RETURNED]


def test_answer_that_was_sent_back_can_be_written_anew(database: Database) -> None:
    number = letter_of(database)
    for words in ("初稿", "二稿"):
        give(database, paper(database, number, words), second_reader=True)
        if words == "初稿":
            send_back(database, number, "再短一些")
    approve(database, number)
    assert _reads(database, number)[1] == ["二稿"]


def test_only_one_answer_waits_for_its_reader(sqlite: Database) -> None:
    number = letter_of(sqlite)
    _submit(sqlite, number)
    with pytest.raises(RuleError, match="second reader already"):
        _submit(sqlite, number)


def test_what_the_writer_adds_meanwhile_is_read_before_approving(database: Database) -> None:
    number = letter_of(database)
    _submit(database, number)
    base = version(database, number)
    add(database, number, "请不要答复了，已经解决")
    with pytest.raises(OutdatedError), database.write() as db:
        answers.approve(db, MUTE, number, base, ZHAO, NOON)


def test_closing_takes_back_what_waits_for_its_reader(database: Database) -> None:
    number = letter_of(database)
    _submit(database, number)
    close(database, number)
    assert (fates(database, number), _reads(database, number)) == ([Fate.RETURNED], (State.CLOSED, []))


@pytest.mark.parametrize("route", [Route.PHONE, Route.POST, Route.MAIL])
def test_call_is_noted_and_its_writer_is_told_only_how(database: Database, route: Route) -> None:
    number = letter_of(database)
    record(database, number, route, "电话里很不高兴")
    (view,) = read(database, number)
    assert (view.state, view.answers) == (State.ANSWERED, (AnswerView("", route=route),))
    assert (fates(database, number), sent(database)) == ([Fate.GIVEN], [])


def test_call_ends_the_wait_for_a_second_reader(sqlite: Database) -> None:
    number = letter_of(sqlite)
    _submit(sqlite, number)
    record(sqlite, number)
    assert fates(sqlite, number) == [Fate.RETURNED, Fate.GIVEN]
    assert find(sqlite, number).reading_since is None


def test_call_without_a_note_is_refused(sqlite: Database) -> None:
    number = letter_of(sqlite)
    with pytest.raises(RuleError, match="Note what was said"):
        record(sqlite, number, text=" ")


def test_audit_tells_who_answered_and_never_what(database: Database) -> None:
    number = letter_of(database)
    _submit(database, number)
    send_back(database, number, "再短一些")
    _submit(database, number)
    approve(database, number)
    record(database, number)
    with database.read() as db:
        told = list(db.scalars(select(Line).order_by(Line.id)))
    assert [(line.actor, line.action) for line in told] == [
        *((WU, "letter.submitted"), (ZHAO, "letter.returned"), (WU, "letter.submitted"), (ZHAO, "letter.answered")),
        (WU, "letter.recorded"),
    ]
    whole = str([(line.subject, line.details) for line in told])
    assert not [words for words in (WORDS, "再短一些", "已电话说明", ALICE) if words in whole]
