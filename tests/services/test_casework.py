"""Working on letters: who does, what staff note, what is over and what is open; and nobody overwrites anybody."""

import pytest
from sqlalchemy import select

from tests.services.answering import (
    HOUR,
    WU,
    ZHAO,
    answer,
    assign,
    close,
    entries,
    fates,
    find,
    hire_agents,
    leaves,
    letter_of,
    note,
    reopen,
    version,
)
from tests.services.drafts import NOON
from tests.services.people import add as hire
from tests.services.writing import ALICE, VAULT, add, everything, read, set_state
from tests.store.together import in_threads
from wxbot.errors import OutdatedError, RuleError
from wxbot.services import casework
from wxbot.services.roles import Role
from wxbot.store.audit import Line
from wxbot.store.database import Database
from wxbot.store.letters import OVER, EntryKind, Fate, State


def test_letter_waits_since_it_was_opened(database: Database) -> None:
    letter = find(database, letter_of(database))
    assert (letter.state, letter.waiting_since, letter.assignee, letter.version) == (State.RECEIVED, NOON, "", 1)


def test_letter_that_somebody_takes_is_in_work(database: Database) -> None:
    hire_agents(database)
    number = letter_of(database)
    assign(database, number, WU)
    assert (find(database, number).assignee, find(database, number).state) == (WU, State.WORKING)
    assign(database, number, ZHAO)
    assign(database, number, "")
    assert (find(database, number).assignee, find(database, number).state) == ("", State.RECEIVED)


@pytest.mark.parametrize("who", ["chen@example.org", "gone@example.org", "nobody@example.org"])
def test_letter_is_given_only_to_who_may_answer(sqlite: Database, who: str) -> None:
    hire(sqlite, "chen@example.org", Role.EDITOR)
    hire(sqlite, "gone@example.org", Role.AGENT, active=False)
    number = letter_of(sqlite)
    with pytest.raises(RuleError, match="may answer"):
        assign(sqlite, number, who)


def test_of_two_who_take_a_letter_at_once_one_has_it(database: Database) -> None:
    hire_agents(database)
    number = letter_of(database)

    def take(place: int) -> bool:
        try:
            assign(database, number, (WU, ZHAO)[place], base=1)
        except OutdatedError:
            return False
        return True

    assert sorted(in_threads(2, take)) == [False, True]


def test_assigning_what_is_over_changes_nothing_but_who(database: Database) -> None:
    hire_agents(database)
    number = letter_of(database)
    close(database, number)
    assign(database, number, WU)
    assert find(database, number).state == State.CLOSED


def test_note_is_for_staff_only(database: Database) -> None:
    number = letter_of(database)
    note(database, number, "他上个月也写过")
    (_, noted) = entries(database, number)
    assert (noted.kind, noted.author, VAULT.open(noted.text)) == (EntryKind.NOTE, WU, "他上个月也写过")
    (view,) = read(database, number)
    assert (view.answers, view.additions, view.changed_at) == ((), 0, NOON)


def test_note_is_sealed(database: Database) -> None:
    number = letter_of(database)
    note(database, number, "她的丈夫是记者")
    kept = everything(database)
    assert "她的丈夫是记者".encode() not in kept
    assert ascii("她的丈夫是记者")[1:-1].encode() not in kept


def test_note_pressed_twice_is_kept_once(database: Database) -> None:
    number = letter_of(database)
    in_threads(3, lambda _: note(database, number, "一样的话", "form 7"))
    assert len(entries(database, number)) == 2


@pytest.mark.parametrize("text", [" ", "字" * (casework.NOTE_MOST + 1)])
def test_note_that_is_empty_or_endless_is_refused(sqlite: Database, text: str) -> None:
    number = letter_of(sqlite)
    with pytest.raises(RuleError, match="note"):
        note(sqlite, number, text)


def test_closed_letter_waits_no_more_and_can_be_opened_again(database: Database) -> None:
    number = letter_of(database)
    close(database, number, NOON + HOUR)
    letter = find(database, number)
    assert (letter.state, letter.waiting_since, letter.changed_at) == (State.CLOSED, None, NOON + HOUR)
    reopen(database, number, NOON + 2 * HOUR)
    letter = find(database, number)
    assert (letter.state, letter.waiting_since) == (State.RECEIVED, NOON + 2 * HOUR)


def test_what_is_closed_is_not_closed_again_nor_what_is_open_opened(sqlite: Database) -> None:
    number = letter_of(sqlite)
    with pytest.raises(RuleError, match="open already"):
        reopen(sqlite, number)
    close(sqlite, number)
    with pytest.raises(RuleError, match="closed already"):
        close(sqlite, number)


@pytest.mark.parametrize("state", OVER)
def test_letter_that_its_writer_adds_to_waits_from_then_on(database: Database, state: State) -> None:
    number = letter_of(database)
    set_state(database, number, state)
    before = version(database, number)
    add(database, number, "还有一点")
    letter = find(database, number)
    assert (letter.state, letter.waiting_since, letter.version) == (State.RECEIVED, NOON + HOUR, before + 1)


def test_letter_in_work_that_its_writer_adds_to_waits_since_before(database: Database) -> None:
    number = letter_of(database)
    add(database, number, "还有一点")
    assert find(database, number).waiting_since == NOON


def test_who_has_read_an_older_letter_is_told(database: Database) -> None:
    hire_agents(database)
    number = letter_of(database)
    add(database, number, "还有一点")
    with pytest.raises(OutdatedError, match="since you opened it"):
        assign(database, number, WU, base=1)


def test_unknown_number_is_told(sqlite: Database) -> None:
    with pytest.raises(RuleError, match="no letter"), sqlite.write() as db:
        casework.close(db, "20260101-0001", 1, WU, NOON)


def test_one_who_left_is_taken_out_of_his_letter_when_it_is_closed(database: Database) -> None:
    number = letter_of(database)
    leaves(database, NOON + HOUR)
    assert find(database, number).openid == ALICE
    close(database, number, NOON + 2 * HOUR)
    letter = find(database, number)
    assert (letter.openid, letter.contact, letter.contact_index, letter.address) == ("", "", "", "")


def test_answer_that_waited_for_one_who_left_waits_no_more_when_his_letter_is_closed(database: Database) -> None:
    number = letter_of(database)
    leaves(database, NOON + HOUR)
    answer(database, number, now=NOON + 2 * HOUR)
    assert fates(database, number) == [Fate.WAITS]
    close(database, number, NOON + 3 * HOUR)
    assert fates(database, number) == [Fate.GONE]


def test_one_who_follows_keeps_his_closed_letter(database: Database) -> None:
    number = letter_of(database)
    close(database, number)
    assert find(database, number).openid == ALICE


def test_audit_names_letters_by_their_number_and_holds_no_text(database: Database) -> None:
    hire_agents(database)
    number = letter_of(database)
    assign(database, number, WU)
    note(database, number, "秘密的话")
    close(database, number)
    reopen(database, number)
    with database.read() as db:
        told = [line for line in db.scalars(select(Line).order_by(Line.id)) if line.action.startswith("letter.")]
    assert [(line.actor, line.action) for line in told] == [
        *((WU, "letter.assigned"), (WU, "letter.noted"), (WU, "letter.closed"), (WU, "letter.reopened")),
    ]
    assert {line.subject for line in told} == {f"letter/{number}"}
    assert told[0].details == {"to": WU}
    assert not [line for line in told if ALICE in str(line.details) or "秘密" in str(line.details)]
