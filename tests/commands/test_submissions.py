"""Moderating what followers share: what waits is listed with its caption, and a decision is said back."""

from pathlib import Path

import pytest
from sqlalchemy import select

from tests.commands.running import Run
from tests.services.drafts import NOON
from tests.services.writing import ALICE, VAULT
from wxbot.services import sharing
from wxbot.services.effects import Share
from wxbot.store.audit import Line
from wxbot.store.database import Database
from wxbot.store.submissions import State, Submission


@pytest.fixture
def shared(sqlite: Database) -> Database:
    """Two pictures to moderate and one that is not fetched yet."""
    with sqlite.write() as db:
        sharing.give(db, VAULT, Share("form", (("image", "M1"), ("image", "M2"), ("video", "M3")), "铁塔"), ALICE, NOON)
        for row in db.scalars(select(Submission).order_by(Submission.id)).all()[:2]:
            row.state, row.file = State.FETCHED, f"{row.media_id}.jpg"
    return sqlite


def _states(database: Database) -> list[str]:
    with database.read() as db:
        return list(db.scalars(select(Submission.state).order_by(Submission.id)))


def test_what_waits_is_listed_newest_first_with_its_file_and_caption(run: Run, shared: Database) -> None:
    result = run("submissions", MEDIA_DIR="/srv/media")
    assert (result.exit_code, result.output.splitlines()) == (
        0,
        ["2  image  /srv/media/M2.jpg  铁塔", "1  image  /srv/media/M1.jpg  铁塔", "2 wait for moderation."],
    )


def test_decisions_are_said_back(run: Run, shared: Database) -> None:
    result = run("submissions", "--approve", "1", "--refuse", "2")
    assert result.output.splitlines() == ["1: approved", "2: refused", "0 wait for moderation."]
    assert _states(shared) == [State.APPROVED, State.REFUSED, State.WAITING]


def test_decision_is_audited(run: Run, shared: Database) -> None:
    run("submissions", "--approve", "1")
    with shared.read() as db:
        line = db.scalars(select(Line)).one()
    assert (line.actor, line.action, line.subject) == ("command", "submission.approved", "submission/1")


def test_what_cannot_be_decided_is_said_to_be_so(run: Run, shared: Database) -> None:
    result = run("submissions", "--approve", "3", "--approve", "99")
    assert result.output.splitlines()[:2] == ["3: not to be decided", "99: not to be decided"]
    assert _states(shared) == [State.FETCHED, State.FETCHED, State.WAITING]


def test_nothing_waits_when_nobody_shared(run: Run, tmp_path: Path) -> None:
    assert run("submissions").output == "0 wait for moderation.\n"
