"""The journal's lines: one for each delivery."""

import datetime as dt

import pytest
from sqlalchemy import select

from wxbot.store import journal
from wxbot.store.database import Database
from wxbot.store.journal import Entry, Place, Wanted

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def _add(database: Database, *deliveries: str, openid: str = "oAlice") -> None:
    with database.write() as db:
        for delivery in deliveries:
            assert journal.add(
                db,
                delivery=delivery,
                openid=openid,
                at=NOON,
                source="text",
                asked="护照",
                hit="search",
                decision={"hit": "search", "why": "三个词"},
                reply="TextReply",
            )


def test_lines_are_counted(database: Database) -> None:
    _add(database, "one", "two")
    with database.read() as db:
        assert journal.count(db) == 2


def test_empty_journal_has_no_lines(database: Database) -> None:
    with database.read() as db:
        assert journal.count(db) == 0


def test_line_is_found_by_its_delivery(database: Database) -> None:
    _add(database, "one", "two")
    with database.read() as db:
        entry = journal.of_delivery(db, "two")
        assert entry is not None
        assert (entry.id, entry.asked, entry.decision) == (2, "护照", {"hit": "search", "why": "三个词"})


def test_followers_lines_are_his_own_in_their_order(database: Database) -> None:
    _add(database, "one", "two")
    _add(database, "three", openid="oBob")
    with database.read() as db:
        assert [entry.id for entry in journal.of_follower(db, "oAlice")] == [1, 2]
        assert [journal.knows(db, openid) for openid in ("oAlice", "oBob", "oChen")] == [True, True, False]


def test_released_lines_stay_for_the_figures_and_say_nothing_of_him(database: Database) -> None:
    _add(database, "one", "two")
    _add(database, "three", openid="oBob")
    with database.write() as db:
        journal.release(db, "oAlice")
    with database.read() as db:
        lines = db.scalars(select(Entry).order_by(Entry.id)).all()
    assert [(line.openid, line.asked, len(line.decision)) for line in lines] == [
        *(("", "", 0), ("", "", 0)),
        ("oBob", "护照", 2),
    ]
    assert {(line.hit, line.source, line.at) for line in lines} == {("search", "text", NOON)}


def test_released_line_is_still_known_by_its_delivery(database: Database) -> None:
    """So that it is not written once more when it is drained again."""
    _add(database, "one")
    with database.write() as db:
        journal.release(db, "oAlice")
    with database.read() as db:
        assert journal.of_delivery(db, "one") is not None


def test_unknown_delivery_has_no_line(database: Database) -> None:
    with database.read() as db:
        assert journal.of_delivery(db, "unknown") is None


WEEK_AGO = NOON - dt.timedelta(days=7)


def _say(database: Database, *asked: str, minutes: int = 0, **fields: object) -> None:
    """One line a minute, from so many minutes after noon on."""
    plain = {"openid": "oAlice", "source": "text", "hit": "news.latest", "decision": {}, "reply": "", "question": ""}
    with database.write() as db:
        for place, words in enumerate(asked):
            at = NOON + dt.timedelta(minutes=minutes + place)
            journal.add(db, delivery=f"{minutes}-{place}", asked=words, at=at, **{**plain, **fields})


def _found(database: Database, **wanted: object) -> list[str]:
    with database.read() as db:
        found = journal.find(db, Wanted(**{"since": WEEK_AGO, **wanted}), 10)  # type: ignore[arg-type]
    assert found.rest is None
    return [entry.asked for entry in found.entries]


def test_newest_lines_come_first(database: Database) -> None:
    _say(database, "one", "two", "three")
    assert _found(database) == ["three", "two", "one"]


def test_lines_from_before_the_period_are_left_out(database: Database) -> None:
    _say(database, "old", minutes=-8 * 24 * 60)
    _say(database, "new")
    assert _found(database) == ["new"]
    assert _found(database, since=NOON - dt.timedelta(days=30)) == ["new", "old"]


def test_pages_follow_each_other_without_a_gap(database: Database) -> None:
    _say(database, *[f"{number}" for number in range(7)])
    seen: list[str] = []
    place = None
    with database.read() as db:
        for _ in range(3):
            found = journal.find(db, Wanted(WEEK_AGO), 3, place)
            seen, place = [*seen, *[entry.asked for entry in found.entries]], found.rest
    assert (seen, place) == ([f"{number}" for number in reversed(range(7))], None)


def test_lines_of_one_instant_are_parted_by_their_order(database: Database) -> None:
    _add(database, "one", "two", "three")
    with database.read() as db:
        first = journal.find(db, Wanted(WEEK_AGO), 2)
        second = journal.find(db, Wanted(WEEK_AGO), 2, first.rest)
    assert ([row.id for row in first.entries], [row.id for row in second.entries]) == ([3, 2], [1])


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"words": "护照"}, ["护照丢了"]),
        ({"words": "VISA"}, ["100% visa_free"]),
        ({"words": "%"}, ["100% visa_free"]),
        ({"words": "a_f"}, ["100% visa_free"]),
        ({"words": "a.f"}, []),
        ({"hit": "faq"}, ["护照丢了"]),
        ({"hit": "faq/lost"}, ["护照丢了"]),
        ({"hit": "fa"}, []),
        ({"sources": ("voice", "link")}, ["speech"]),
        ({"openid": "oBob"}, ["speech"]),
        ({"unanswered": True}, ["what"]),
        ({"unanswered": True, "words": "visa"}, []),
    ],
)
def test_lines_are_found(database: Database, wanted: dict[str, object], found: list[str]) -> None:
    _say(database, "护照丢了", hit="faq/lost")
    _say(database, "100% visa_free", minutes=10, hit="faqs.latest")
    _say(database, "speech", minutes=20, source="voice", openid="oBob")
    _say(database, "what", minutes=30, hit="fallback.unknown", question="what")
    assert _found(database, **wanted) == found


def test_search_tells_how_far_it_came_and_goes_on_from_there(database: Database) -> None:
    _say(database, "visa", *["other"] * 8)
    with database.read() as db:
        first = journal.find(db, Wanted(WEEK_AGO, words="visa"), 3, effort=5)
        assert (list(first.entries), first.full, first.rest) == ([], False, Place(NOON + dt.timedelta(minutes=4), 5))
        second = journal.find(db, Wanted(WEEK_AGO, words="visa"), 3, first.rest, effort=5)
    assert ([entry.asked for entry in second.entries], second.full, second.rest) == (["visa"], True, None)


def test_questions_are_counted_by_their_words(database: Database) -> None:
    _say(database, "Visa?", "visa", question="visa")
    _say(database, "护照", minutes=10, question="护照")
    _say(database, "old", minutes=-9 * 24 * 60, question="护照")
    _say(database, "answered", minutes=20)
    with database.read() as db:
        found = journal.questions(db, WEEK_AGO, 10)
    assert [(one.words, one.count, one.newest.asked) for one in found] == [("visa", 2, "visa"), ("护照", 1, "护照")]


def test_question_of_one_who_was_forgotten_is_nobodys(database: Database) -> None:
    _say(database, "visa", question="visa")
    with database.write() as db:
        journal.release(db, "oAlice")
    with database.read() as db:
        assert journal.questions(db, WEEK_AGO, 10) == []
