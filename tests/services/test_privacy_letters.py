"""What staff wrote about a letter, when its writer leaves, is erased or asks for what is kept of him."""

import json

import pytest

from tests.services import answering
from tests.services.answering import HOUR, WORDS, WU, entries, fates, find, leaves, letter_of, note
from tests.services.drafts import NOON
from tests.services.writing import ALICE, VAULT, everything
from wxbot.services import outbox, privacy
from wxbot.store.database import Database
from wxbot.store.letters import Fate, State

LATER = NOON + 72 * HOUR
DRAFT, REMARK = "还没有人读过的初稿", "内部看法：语气太硬"


def _erase(database: Database) -> None:
    with database.write() as db:
        assert privacy.erase(db, ALICE, "3f1b6a", "zhao@example.org", LATER + HOUR)


def _lived(database: Database) -> str:
    """A letter with everything that can be on one."""
    number = letter_of(database)
    answering.answer(database, number)
    note(database, number, REMARK)
    answering.answer(database, number, "第二次答复", LATER)
    answering.give(database, answering.paper(database, number, DRAFT), second_reader=True, now=LATER)
    return number


def test_erasing_takes_notes_answers_and_drafts(database: Database) -> None:
    number = _lived(database)
    _erase(database)
    letter = find(database, number)
    assert [entry.text for entry in entries(database, number)] == [""] * 5
    assert (letter.openid, letter.waiting_since, letter.reading_since) == ("", None, None)
    assert letter.state == State.CLOSED
    assert not {Fate.WAITS, Fate.SENDING, Fate.READING} & set(fates(database, number))


def test_nothing_is_done_any_more_about_an_erased_letter(database: Database) -> None:
    number = _lived(database)
    _erase(database)
    answering.writes(database, LATER + 2 * HOUR)
    answering.tick(database, LATER + 2 * HOUR)
    assert answering.sent(database) == []
    assert [entry.due_at for entry in entries(database, number)] == [None] * 5


def test_words_of_an_erased_letter_lie_nowhere_even_for_who_has_the_key(database: Database) -> None:
    number = _lived(database)
    sealed = [entry.text for entry in entries(database, number)]
    sealed += [row.message["sealed"] for row in answering.sent(database)]
    _erase(database)
    with database.read() as db:
        rows = "\n".join(str(entry.text) for entry in entries(database, number))
        assert [words for words in sealed if words in rows] == []
        assert outbox.opened(VAULT, {}) == {}
        assert privacy.export(db, VAULT, ALICE)["sent"] == []


def test_who_asks_for_what_is_kept_is_given_answers_and_no_notes(database: Database) -> None:
    _lived(database)
    with database.read() as db:
        found = json.dumps(privacy.export(db, VAULT, ALICE), ensure_ascii=False)
    assert found.count(WORDS) == 2  # In the letter, and in what was sent.
    assert "第二次答复" in found
    assert [words for words in (REMARK, DRAFT) if words in found] == []


@pytest.mark.parametrize("words", [WORDS, REMARK, DRAFT])
def test_nothing_of_it_can_be_read_at_rest(database: Database, words: str) -> None:
    _lived(database)
    kept = everything(database)
    assert words.encode() not in kept
    assert ascii(words)[1:-1].encode() not in kept


def test_one_who_leaves_is_still_told_of_his_open_letter_when_he_is_back(database: Database) -> None:
    number = _lived(database)
    leaves(database, LATER + HOUR)
    assert find(database, number).openid == ALICE
    answering.approve(database, number, now=LATER + 2 * HOUR)
    answering.writes(database, LATER + 3 * HOUR, source="follow")
    answering.tick(database, LATER + 3 * HOUR)
    assert fates(database, number)[-1] == Fate.SENDING
    assert entries(database, number)[-1].author == WU
