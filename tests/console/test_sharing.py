"""A moderator looks at what followers shared and decides, one by one or several at once, and can take it back."""

import pytest
from sqlalchemy import select

from tests.console.conftest import Browser, Office
from tests.services.photos import jpeg
from wxbot.services import pictures
from wxbot.services.roles import Role
from wxbot.store import submissions
from wxbot.store.audit import Line
from wxbot.store.submissions import State, Submission

HOSTILE = "<img src=x onerror=alert(1)>"


def _share(office: Office, number: int, state: State = State.FETCHED, caption: str = "埃菲尔铁塔") -> int:
    """The number of what a follower shared, with its picture on the disk."""
    runtime = office.runtime
    now, size = runtime.clock.instant(), (80 + number, 60)
    file = pictures.keep(runtime.media_folder, pictures.redrawn(jpeg(size)), "jpg")
    fields = {
        "position": 0,
        "openid": "oAlice",
        "media_id": "m",
        "kind": "image",
        "caption": runtime.vault.seal(caption),
    }
    with office.database.write() as db:
        submissions.add(
            db, origin=f"f{number}", state=state, file=file, sent_at=now, due_at=now, decided_by="", **fields
        )
        return db.scalars(select(Submission.id).order_by(Submission.id.desc())).first() or 0


def _states(office: Office) -> list[str]:
    with office.database.read() as db:
        return list(db.scalars(select(Submission.state).order_by(Submission.id)))


def _audited(office: Office) -> list[tuple[str, str]]:
    with office.database.read() as db:
        lines = db.scalars(select(Line).order_by(Line.id))
        return [(line.actor, line.action) for line in lines if line.action.startswith("submission.")]


def test_queue_shows_what_waits_with_its_words(office: Office, reviewer: Browser) -> None:
    number = _share(office, 1)
    _share(office, 2, State.REFUSED, "refused before")
    page = reviewer.get("/sharing").text
    assert "埃菲尔铁塔" in page
    assert f"/console/sharing/{number}/file" in page
    assert "refused before" not in page
    assert "refused before" in reviewer.get("/sharing?state=refused").text


def test_caption_does_nothing(office: Office, reviewer: Browser) -> None:
    _share(office, 1, caption=HOSTILE)
    assert HOSTILE not in reviewer.get("/sharing").text


def test_caption_that_cannot_be_opened_hides_nothing_else(office: Office, reviewer: Browser) -> None:
    number = _share(office, 1)
    _share(office, 2, caption="readable")
    with office.database.write() as db:
        db.get_one(Submission, number).caption = "gibberish"
    page = reviewer.get("/sharing").text
    assert "readable" in page
    assert "cannot be opened" in page


def test_picture_is_shown_to_moderators_only(office: Office, reviewer: Browser, editor: Browser) -> None:
    number = _share(office, 1)
    answer = reviewer.get(f"/sharing/{number}/file")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert editor.get(f"/sharing/{number}/file").status_code == 403
    assert office.browser().get(f"/sharing/{number}/file").status_code == 302


def test_file_that_is_not_there_is_not_found(office: Office, reviewer: Browser) -> None:
    number = _share(office, 1)
    with office.database.write() as db:
        db.get_one(Submission, number).file = "../../wxbot.db"
    assert [reviewer.get(f"/sharing/{each}/file").status_code for each in (number, 77)] == [404, 404]


@pytest.mark.parametrize(("word", "state"), [("approve", State.APPROVED), ("refuse", State.REFUSED)])
def test_one_is_decided_by_its_own_button(office: Office, reviewer: Browser, word: str, state: State) -> None:
    number = _share(office, 1)
    other = _share(office, 2)
    reviewer.post("/sharing/decide", decision=f"{word}-{number}", submission=[str(other)])
    assert _states(office) == [state, State.FETCHED]
    assert _audited(office) == [("li@example.org", f"submission.{state.value}")]


def test_those_that_are_ticked_are_decided_together(office: Office, reviewer: Browser) -> None:
    numbers = [_share(office, number) for number in range(3)]
    page = reviewer.follow(
        "/sharing/decide", decision="approve", submission=[str(number) for number in numbers[:2]]
    ).text
    assert "In the gallery now: 2." in page
    assert _states(office) == [State.APPROVED, State.APPROVED, State.FETCHED]


def test_approved_picture_is_in_the_gallery(office: Office, reviewer: Browser) -> None:
    number = _share(office, 1)
    reviewer.post("/sharing/decide", decision=f"approve-{number}")
    assert "埃菲尔铁塔" in office.app.test_client().get("/gallery").text


def test_second_moderator_does_not_overrule_the_first_unawares(office: Office, reviewer: Browser) -> None:
    number = _share(office, 1)
    agent = office.at(Role.AGENT)
    reviewer.post("/sharing/decide", decision=f"refuse-{number}")
    assert "Somebody else decided already" in agent.follow("/sharing/decide", decision=f"approve-{number}").text
    assert _states(office) == [State.REFUSED]


def test_decision_is_taken_back(office: Office, reviewer: Browser) -> None:
    number = _share(office, 1)
    reviewer.post("/sharing/decide", decision=f"approve-{number}")
    reviewer.post(f"/sharing/{number}/reopen")
    assert _states(office) == [State.FETCHED]
    assert "埃菲尔铁塔" not in office.app.test_client().get("/gallery").text
    assert [action for _, action in _audited(office)] == ["submission.approved", "submission.reopened"]


@pytest.mark.parametrize("fields", [{}, {"decision": "approve"}, {"decision": "approve-x"}, {"decision": "burn-1"}])
def test_what_says_nothing_decides_nothing(office: Office, reviewer: Browser, fields: dict[str, str]) -> None:
    _share(office, 1)
    reviewer.post("/sharing/decide", **fields)
    assert _states(office) == [State.FETCHED]


def test_who_does_not_moderate_decides_nothing(office: Office, editor: Browser) -> None:
    number = _share(office, 1)
    assert editor.post("/sharing/decide", decision=f"approve-{number}").status_code == 403
    assert _states(office) == [State.FETCHED]
