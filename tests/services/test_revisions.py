"""The life of a revision: who may take which step, what citizens see after it, and what is kept of it."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import select

from tests.services.drafts import NOON, go_live, news
from tests.services.signing import (
    CHEN,
    LATER,
    LI,
    WANG,
    ZHAO,
    actions,
    approved,
    cut_off,
    edition,
    forbid,
    item,
    live_title,
    published,
    save,
    sign,
    state,
    submit,
    tamper,
)
from tests.store.together import in_threads
from wxbot.edition.kinds import Kind
from wxbot.errors import ConflictError, RuleError
from wxbot.services import alarms, delivery, preferences, releases, revisions
from wxbot.services.delivery import Change, Difference
from wxbot.services.preferences import Preferences
from wxbot.services.steps import Why
from wxbot.services.wording import Level
from wxbot.store import audit
from wxbot.store import items as rows
from wxbot.store.audit import Line
from wxbot.store.database import Database, Db
from wxbot.store.items import Revision, Signature, State


def _need(database: Database, signatures: int) -> None:
    with database.write() as db:
        preferences.save(db, Preferences(signatures={Kind.NEWS: signatures}), "admin@example.org", NOON)


def test_first_save_makes_the_item_and_its_author_keeps_it(database: Database) -> None:
    revision = save(database)
    found = item(database)
    assert (revision.number, revision.state, revision.author) == (1, State.DRAFT, CHEN)
    assert (found.title, found.state, found.owner, found.changed_at) == ("会见", State.DRAFT, CHEN, NOON)


def test_draft_is_seen_by_no_citizen(sqlite: Database) -> None:
    save(sqlite)
    assert (live_title(sqlite), edition(sqlite)) == (None, 0)


def test_each_save_is_a_revision_of_its_own(database: Database) -> None:
    save(database)
    second = save(database, news(title="会谈"), base=1, author=WANG)
    with database.read() as db:
        kept = [(each.number, each.title, each.state) for each in db.scalars(select(Revision).order_by(Revision.id))]
    assert kept == [(1, "会见", State.SUPERSEDED), (2, "会谈", State.DRAFT)]
    assert (second.author, item(database).owner) == (WANG, CHEN)


def test_second_editor_is_told_and_nothing_is_overwritten(database: Database) -> None:
    save(database)
    save(database, news(title="Chen's"), base=1)
    with pytest.raises(ConflictError) as conflict:
        save(database, news(title="Wang's"), base=1, author=WANG)
    assert conflict.value.newest == 2
    assert item(database).title == "Chen's"


def test_second_editor_can_keep_his_as_the_next_one(database: Database) -> None:
    save(database)
    save(database, news(title="Chen's"), base=1)
    assert save(database, news(title="Wang's"), base=2, author=WANG).number == 3


def test_item_that_somebody_made_meanwhile_is_not_overwritten(database: Database) -> None:
    save(database)
    with pytest.raises(ConflictError) as conflict:
        save(database, news(title="Wang's"), base=0, author=WANG)
    assert conflict.value.newest == 1


def test_one_of_many_who_save_together_wins_and_the_others_are_told(database: Database) -> None:
    def work(number: int) -> bool:
        try:
            save(database, news(title=f"Editor {number}"), author=f"editor{number}@example.org")
        except ConflictError:
            return False
        return True

    assert sum(in_threads(6, work)) == 1
    with database.read() as db:
        assert [each.number for each in db.scalars(select(Revision))] == [1]


def test_button_pressed_twice_saves_once(database: Database) -> None:
    assert save(database).id == save(database).id


def test_same_words_by_another_editor_are_not_taken_for_the_same_press(sqlite: Database) -> None:
    save(sqlite)
    with pytest.raises(ConflictError):
        save(sqlite, author=WANG)


def test_submitted_revision_waits_for_signatures(database: Database) -> None:
    revision = submit(database, save(database))
    assert (state(database, revision), item(database).state, live_title(database)) == ("submitted", "submitted", None)


def test_signed_revision_is_live_at_once(database: Database) -> None:
    revision = published(database)
    found = item(database)
    assert (revision.state, found.state, found.live_id, found.live_at) == (State.LIVE, State.LIVE, revision.id, NOON)
    assert (live_title(database), edition(database)) == ("会见", 1)


def test_next_revision_takes_the_live_ones_place(database: Database) -> None:
    first = published(database)
    published(database, news(title="会谈"), base=1)
    assert (state(database, first), live_title(database), edition(database)) == (State.FORMER, "会谈", 2)


def test_live_revision_stays_until_the_next_is_signed(database: Database) -> None:
    published(database)
    submit(database, save(database, news(title="会谈"), base=1))
    assert (live_title(database), item(database).title, item(database).state) == ("会见", "会谈", State.SUBMITTED)


@pytest.mark.parametrize(("author", "submitter"), [(LI, CHEN), (CHEN, LI), (LI, LI)], ids=["wrote", "sent", "both"])
def test_nobody_signs_his_own(sqlite: Database, author: str, submitter: str) -> None:
    revision = submit(sqlite, save(sqlite, author=author), actor=submitter)
    with pytest.raises(RuleError) as refused:
        sign(sqlite, revision, LI)
    assert refused.value.why == Why.OWN
    assert live_title(sqlite) is None


def test_two_signatures_are_by_two_people(database: Database) -> None:
    revision = submit(database, save(database))
    for _ in range(2):
        sign(database, revision, LI, needed=2)
    assert (state(database, revision), live_title(database)) == (State.SUBMITTED, None)
    sign(database, revision, ZHAO, needed=2)
    assert live_title(database) == "会见"


def test_signers_who_act_together_put_it_live_once(database: Database) -> None:
    revision = submit(database, save(database))
    people = [f"signer{number}@example.org" for number in range(4)]

    def work(number: int) -> bool:
        try:
            sign(database, revision, people[number], needed=2)
        except RuleError as error:  # The one who comes when it is live already.
            return error.why == Why.MOVED
        return True

    assert all(in_threads(4, work))
    assert (live_title(database), edition(database)) == ("会见", 1)
    with database.read() as db:
        assert len(db.scalars(select(Signature)).all()) == 2


def test_signature_on_other_words_than_are_kept_is_refused(sqlite: Database) -> None:
    revision = submit(sqlite, save(sqlite))
    with pytest.raises(RuleError) as refused:
        sign(sqlite, revision, sha256=news(title="Another").sha256)
    assert refused.value.why == Why.OTHER_WORDS


def test_words_that_were_changed_behind_the_console_are_not_signed(database: Database) -> None:
    revision = submit(database, save(database))
    tamper(database, revision)
    with pytest.raises(RuleError) as refused:
        sign(database, revision)
    assert refused.value.why == Why.OTHER_WORDS


def test_words_that_were_changed_after_signing_do_not_go_live(database: Database) -> None:
    revision = approved(database)
    tamper(database, revision)
    with database.write() as db, pytest.raises(RuleError) as refused:
        releases.go_live(db, revision.id, LI, NOON)
    assert refused.value.why == Why.TAMPERED
    assert live_title(database) is None


def test_former_revision_that_was_changed_since_does_not_come_back(database: Database) -> None:
    first = published(database)
    published(database, news(title="会谈"), base=1)
    tamper(database, first)
    with database.write() as db, pytest.raises(RuleError):
        releases.roll_back(db, first.id, LI, NOON)
    assert live_title(database) == "会谈"


def test_superseded_revision_can_be_neither_submitted_nor_signed_nor_shown(database: Database) -> None:
    revision = submit(database, save(database))
    save(database, news(title="会谈"), base=1)
    steps: list[Callable[[Db], object]] = [
        lambda db: revisions.submit(db, revision.id, CHEN, NOON),
        lambda db: revisions.sign(db, revision.id, revision.sha256, LI, 1, NOON),
        lambda db: releases.go_live(db, revision.id, LI, NOON),
        lambda db: releases.roll_back(db, revision.id, LI, NOON),
    ]
    for step in steps:
        with database.write() as db, pytest.raises(RuleError) as refused:
            step(db)
        assert refused.value.why == Why.MOVED


def test_approved_revision_is_superseded_too(database: Database) -> None:
    revision = approved(database)
    save(database, news(title="会谈"), base=1)
    assert state(database, revision) == State.SUPERSEDED


def test_step_on_what_is_not_there_is_refused(sqlite: Database) -> None:
    with sqlite.write() as db, pytest.raises(RuleError) as refused:
        revisions.submit(db, 99, CHEN, NOON)
    assert refused.value.why == Why.GONE


def test_refusal_says_why_and_the_live_revision_stays(database: Database) -> None:
    published(database)
    revision = submit(database, save(database, news(title="会谈"), base=1))
    with database.write() as db:
        revisions.refuse(db, revision.id, LI, " The date is wrong. ", NOON)
    with database.read() as db:
        refused = db.get_one(Revision, revision.id)
    assert (refused.state, refused.refused_by, refused.reason) == (State.REFUSED, LI, "The date is wrong.")
    assert (item(database).state, live_title(database)) == (State.REFUSED, "会见")


def test_refusal_without_a_reason_is_none(sqlite: Database) -> None:
    revision = submit(sqlite, save(sqlite))
    with sqlite.write() as db, pytest.raises(RuleError) as refused:
        revisions.refuse(db, revision.id, LI, "  ", NOON)
    assert refused.value.why == Why.REASON


def test_refused_revision_is_written_anew(database: Database) -> None:
    revision = submit(database, save(database))
    with database.write() as db:
        revisions.refuse(db, revision.id, LI, "Too long.", NOON)
    assert save(database, base=1).number == 2
    assert state(database, revision) == State.REFUSED


def test_withdrawn_revision_is_a_draft_that_nobody_signed(database: Database) -> None:
    revision = submit(database, save(database))
    sign(database, revision, LI, needed=2)
    with database.write() as db:
        revisions.withdraw(db, revision.id, CHEN, NOON)
    assert state(database, revision) == State.DRAFT
    submit(database, revision)
    assert sign(database, revision, ZHAO, needed=2).state == State.SUBMITTED


def test_discarded_draft_leaves_the_live_revision_in_the_list(database: Database) -> None:
    published(database)
    revision = save(database, news(title="会谈"), base=1)
    with database.write() as db:
        revisions.discard(db, revision.id, CHEN, NOON)
    assert (item(database).title, item(database).state) == ("会见", State.LIVE)


def test_revision_for_later_waits_when_it_is_signed(database: Database) -> None:
    revision = approved(database)
    assert (revision.state, revision.due_at, live_title(database)) == (State.APPROVED, LATER, None)


def test_revision_whose_time_came_before_its_last_signature_is_live_with_it(database: Database) -> None:
    revision = submit(database, save(database), due_at=LATER)
    with database.write() as db:
        revisions.sign(db, revision.id, revision.sha256, LI, 1, LATER)
    assert live_title(database) == "会见"


def test_time_that_is_over_is_refused(sqlite: Database) -> None:
    revision = save(sqlite)
    with pytest.raises(RuleError) as refused:
        submit(sqlite, revision, due_at=NOON)
    assert refused.value.why == Why.PAST


def test_approved_revision_goes_live_before_its_time_when_somebody_says_so(database: Database) -> None:
    revision = approved(database)
    with database.write() as db:
        releases.go_live(db, revision.id, LI, NOON)
    assert (live_title(database), edition(database)) == ("会见", 1)


def test_revision_that_nobody_signed_does_not_go_live(sqlite: Database) -> None:
    revision = submit(sqlite, save(sqlite))
    with sqlite.write() as db, pytest.raises(RuleError) as refused:
        releases.go_live(db, revision.id, LI, NOON)
    assert refused.value.why == Why.UNSIGNED


def test_signatures_that_are_asked_for_since_hold_back_what_was_approved(database: Database) -> None:
    revision = approved(database)
    _need(database, 2)
    with database.write() as db, pytest.raises(RuleError):
        releases.go_live(db, revision.id, LI, NOON)
    sign(database, revision, ZHAO, needed=2)
    with database.write() as db:
        releases.go_live(db, revision.id, LI, NOON)
    assert live_title(database) == "会见"


def test_fewer_signatures_that_are_asked_for_since_let_it_go_live(database: Database) -> None:
    _need(database, 2)
    revision = submit(database, save(database))
    sign(database, revision, LI, needed=2)
    _need(database, 1)
    with database.write() as db:
        releases.go_live(db, revision.id, LI, NOON)
    assert live_title(database) == "会见"


def test_another_time_can_be_set(database: Database) -> None:
    revision = approved(database)
    with database.write() as db:
        releases.schedule(db, revision.id, LATER + dt.timedelta(days=1), LI, NOON)
    with database.read() as db:
        assert db.get_one(Revision, revision.id).due_at == LATER + dt.timedelta(days=1)


def test_former_revision_comes_back(database: Database) -> None:
    first = published(database)
    second = published(database, news(title="会谈"), base=1)
    with database.write() as db:
        releases.roll_back(db, first.id, LI, LATER)
    found = item(database)
    assert (live_title(database), found.title, found.state, found.live_at) == ("会见", "会见", State.LIVE, LATER)
    assert (state(database, first), state(database, second)) == (State.LIVE, State.FORMER)


def test_edit_after_a_rollback_is_the_next_number(database: Database) -> None:
    first = published(database)
    published(database, news(title="会谈"), base=1)
    with database.write() as db:
        releases.roll_back(db, first.id, LI, LATER)
    assert save(database, news(title="Third"), base=2).number == 3


def test_delivered_revision_can_come_back(sqlite: Database) -> None:
    go_live(sqlite, news())
    published(sqlite, news(title="会谈"), base=1)
    with sqlite.write() as db:
        releases.roll_back(db, 1, LI, LATER)
    assert live_title(sqlite) == "会见"


def test_item_that_is_taken_down_is_seen_no_more_and_can_come_back(database: Database) -> None:
    revision = published(database)
    with database.write() as db:
        assert releases.take_down(db, item(database).id, LI, NOON)
    assert (live_title(database), item(database).state, edition(database)) == (None, State.FORMER, 2)
    with database.write() as db:
        releases.roll_back(db, revision.id, LI, NOON)
    assert live_title(database) == "会见"


def test_taking_down_what_is_down_changes_nothing(sqlite: Database) -> None:
    save(sqlite)
    with sqlite.write() as db:
        assert not releases.take_down(db, item(sqlite).id, LI, NOON)
    assert edition(sqlite) == 0


def test_every_step_is_audited_with_its_number_and_its_hash(database: Database) -> None:
    revision = published(database)
    assert actions(database) == [
        ("item.saved", CHEN),
        ("item.submitted", CHEN),
        ("item.signed", LI),
        ("item.live", LI),
    ]
    with database.read() as db:
        for line in db.scalars(select(Line)):
            assert line.subject == "news/visit.zh"
            assert (line.details["revision"], line.details["sha256"]) == (1, revision.sha256)
        assert audit.broken_at(db) is None


def test_step_that_is_cut_off_leaves_nothing_behind(database: Database) -> None:
    revision = submit(database, save(database))
    before = actions(database)
    with pytest.raises(ZeroDivisionError):
        cut_off(database, lambda db: revisions.sign(db, revision.id, revision.sha256, LI, 1, NOON))
    assert (state(database, revision), live_title(database), edition(database)) == (State.SUBMITTED, None, 0)
    assert actions(database) == before


def test_wording_that_must_be_mended_is_not_submitted(database: Database) -> None:
    forbid(database, "会见")
    revision = save(database)
    with pytest.raises(RuleError) as refused:
        submit(database, revision)
    assert refused.value.why == Why.WORDING
    assert state(database, revision) == State.DRAFT


def test_warnings_are_read_before_it_is_submitted(database: Database) -> None:
    forbid(database, "会见", Level.WARN)
    revision = save(database)
    with pytest.raises(RuleError) as refused:
        submit(database, revision)
    assert refused.value.why == Why.WARNINGS
    with database.write() as db:
        revisions.submit(db, revision.id, CHEN, NOON, heeded=True)
    assert sign(database, revision).state == State.LIVE


def test_wording_that_is_wrong_by_now_holds_back_what_is_signed(database: Database) -> None:
    revision = submit(database, save(database))
    forbid(database, "会见")
    assert sign(database, revision).state == State.APPROVED
    with database.write() as db, pytest.raises(RuleError) as refused:
        releases.go_live(db, revision.id, LI, NOON)
    assert refused.value.why == Why.WORDING
    assert live_title(database) is None
    with database.read() as db:
        assert [alarm.name for alarm in alarms.ringing(db)] == ["item-stuck/news/visit.zh"]


def test_wording_that_is_wrong_by_now_does_not_come_back(database: Database) -> None:
    first = published(database)
    published(database, news(title="会谈"), base=1)
    forbid(database, "会见")
    with database.write() as db, pytest.raises(RuleError):
        releases.roll_back(db, first.id, LI, NOON)
    assert live_title(database) == "会谈"


def test_delivery_does_not_wait_for_an_editor_who_waits_for_it(database: Database) -> None:
    """Both lock items and the audit's head; taken in different orders these locks would end in an error."""
    slugs = [f"news-{number}" for number in range(8)]
    go_live(database, *[news(slug) for slug in slugs])

    def work(number: int) -> None:
        if number == 0:
            changed = [Difference(Change.CHANGED, slug, news(slug, title="Delivered")) for slug in slugs]
            with database.write() as db:
                delivery.load(db, changed, NOON)
        for slug in reversed(slugs if number else ()):
            with suppress(ConflictError):
                save(database, news(slug, title=f"Editor {number}"), base=1, author=f"{number}@example.org")

    in_threads(4, work)
    with database.read() as db:
        assert {row.title for row in rows.live_rows(db)} == {"Delivered"}
