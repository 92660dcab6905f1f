"""Followers' pictures and videos: fetched before WeChat forgets them, moderated, and gone once they are withdrawn."""

import datetime as dt
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.services.drafts import NOON
from tests.services.photos import SECRETS, bomb, jpeg, opened, tagged
from tests.services.writing import ALICE, BOB, VAULT
from tests.store.together import in_threads
from wxbot.client.api import Api
from wxbot.client.token import Tokens
from wxbot.services import sharing
from wxbot.services.effects import Share
from wxbot.simulator.samples import MP4
from wxbot.simulator.server import Simulator
from wxbot.state.connection import connect
from wxbot.store import audit
from wxbot.store.audit import Line
from wxbot.store.database import Database
from wxbot.store.submissions import State, Submission

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
GET = "/cgi-bin/media/get"
BUSY, DUMB = -1, 48001


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "media"


def _sent(wechat: Simulator, content: bytes, kind: str = "image") -> str:
    """The media id of what a follower sent."""
    return wechat.media.add(kind, content, "file", wechat.clock.now()).id


def _give(database: Database, *media: tuple[str, str], origin: str = "form", openid: str = ALICE) -> bool:
    with database.write() as db:
        return sharing.give(db, VAULT, Share(origin, media, "埃菲尔铁塔"), openid, NOON).done


def _share(database: Database, wechat: Simulator, content: bytes, kind: str = "image", origin: str = "form") -> None:
    assert _give(database, (kind, _sent(wechat, content, kind)), origin=origin)


def _rows(database: Database) -> list[Submission]:
    with database.read() as db:
        return list(db.scalars(select(Submission).order_by(Submission.id)))


def _states(database: Database) -> list[str]:
    return [row.state for row in _rows(database)]


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*")) if folder.exists() else []


def _calls(wechat: Simulator) -> int:
    return sum(call.path == GET for call in wechat.ledger.calls)


def _age(folder: Path, by: dt.timedelta) -> None:
    """As if every file had been written so long before noon."""
    for path in folder.iterdir():
        os.utime(path, (written := (NOON - by).timestamp(), written))


@pytest.fixture
def slow(wechat: Simulator) -> Iterator[None]:
    wechat.faults.set(slow=0.3)
    yield
    wechat.faults.clear()


def test_nothing_is_fetched_when_nobody_shares(sqlite: Database, api: Api, wechat: Simulator, folder: Path) -> None:
    assert sharing.fetch_due(sqlite, api, folder, NOON) == 0
    assert wechat.ledger.calls == ()


def test_shared_picture_is_fetched_and_drawn_anew(
    database: Database, api: Api, wechat: Simulator, folder: Path
) -> None:
    _share(database, wechat, tagged("JPEG"))
    assert sharing.fetch_due(database, api, folder, NOON) == 1
    (row,) = _rows(database)
    assert (row.state, _files(folder)) == (State.FETCHED, [row.file])
    kept = (folder / row.file).read_bytes()
    assert opened(kept).size == (80, 60)
    assert [secret for secret in SECRETS if secret in kept] == []


def test_shared_video_is_fetched_from_where_it_is(sqlite: Database, api: Api, wechat: Simulator, folder: Path) -> None:
    _share(sqlite, wechat, MP4 + bytes(1000), "video")
    assert sharing.fetch_due(sqlite, api, folder, NOON) == 1
    (row,) = _rows(sqlite)
    assert row.file.endswith(".mp4")
    assert (folder / row.file).read_bytes() == MP4 + bytes(1000)


def test_everything_of_one_form_is_fetched(sqlite: Database, api: Api, wechat: Simulator, folder: Path) -> None:
    _give(sqlite, ("image", _sent(wechat, jpeg())), ("video", _sent(wechat, MP4, "video")))
    assert sharing.fetch_due(sqlite, api, folder, NOON) == 2
    assert len(_files(folder)) == 2


def test_same_picture_of_two_followers_is_one_file(sqlite: Database, api: Api, wechat: Simulator, folder: Path) -> None:
    for origin in ("form 1", "form 2"):
        _share(sqlite, wechat, jpeg(), origin=origin)
    assert sharing.fetch_due(sqlite, api, folder, NOON) == 2
    assert len(_files(folder)) == 1


def test_form_that_is_handed_in_twice_is_fetched_once(
    sqlite: Database, api: Api, wechat: Simulator, folder: Path
) -> None:
    media_id = _sent(wechat, jpeg())
    assert [_give(sqlite, ("image", media_id)) for _ in range(2)] == [True, False]
    assert sharing.fetch_due(sqlite, api, folder, NOON) == 1


def test_what_was_fetched_is_not_fetched_again(sqlite: Database, api: Api, wechat: Simulator, folder: Path) -> None:
    _share(sqlite, wechat, jpeg())
    assert [sharing.fetch_due(sqlite, api, folder, NOON + number * HOUR) for number in range(3)] == [1, 0, 0]
    assert _calls(wechat) == 1


def test_workers_that_look_together_fetch_once(database: Database, api: Api, wechat: Simulator, folder: Path) -> None:
    for number in range(4):
        _share(database, wechat, jpeg((80 + number, 60)), origin=f"form {number}")
    counts = in_threads(3, lambda _number: sharing.fetch_due(database, api, folder, NOON))
    assert (sum(counts), _calls(wechat), len(_files(folder))) == (4, 4, 4)


def test_no_more_than_a_batch_is_fetched_at_once(sqlite: Database, api: Api, wechat: Simulator, folder: Path) -> None:
    _give(sqlite, *[("image", _sent(wechat, jpeg((80 + number, 60)))) for number in range(sharing.BATCH + 2)])
    assert [sharing.fetch_due(sqlite, api, folder, NOON) for _ in range(3)] == [sharing.BATCH, 2, 0]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        *(("image", b"words"), ("image", bomb(20_000)), ("image", jpeg()[:100]), ("image", MP4)),
        *(("video", b"\0\0\0\0words"), ("video", jpeg()), ("video", MP4 + bytes(20_000_000))),
    ],
    ids=["words", "bomb", "half a picture", "a video as a picture", "no video", "a picture as a video", "too large"],
)
def test_what_is_no_picture_and_no_video_is_lost(
    sqlite: Database, api: Api, wechat: Simulator, folder: Path, kind: str, content: bytes
) -> None:
    _share(sqlite, wechat, content, kind)
    _share(sqlite, wechat, jpeg(), origin="the next one")
    assert sharing.fetch_due(sqlite, api, folder, NOON) == 1
    assert (_states(sqlite), len(_files(folder))) == ([State.LOST, State.FETCHED], 1)
    assert sharing.fetch_due(sqlite, api, folder, NOON + HOUR) == 0


@pytest.mark.parametrize("kind", ["image", "video"])
def test_what_wechat_has_no_more_is_lost(
    sqlite: Database, api: Api, wechat: Simulator, folder: Path, kind: str
) -> None:
    _share(sqlite, wechat, jpeg() if kind == "image" else MP4, kind)
    wechat.clock.advance(3 * 86400 + 1)
    assert sharing.fetch_due(sqlite, api, folder, NOON) == 0
    assert (_states(sqlite), _files(folder)) == ([State.LOST], [])


def test_id_that_wechat_never_gave_is_lost(sqlite: Database, api: Api, wechat: Simulator, folder: Path) -> None:
    _give(sqlite, ("image", "forged"))
    sharing.fetch_due(sqlite, api, folder, NOON)
    assert _states(sqlite) == [State.LOST]


@pytest.mark.parametrize("code", [BUSY, DUMB])
def test_what_could_not_be_fetched_now_is_fetched_some_minutes_later(
    sqlite: Database, api: Api, wechat: Simulator, folder: Path, code: int
) -> None:
    _share(sqlite, wechat, jpeg())
    wechat.faults.refuse(GET, code, times=2)
    assert (sharing.fetch_due(sqlite, api, folder, NOON), _states(sqlite)) == (0, [State.WAITING])
    wechat.faults.clear()
    assert [sharing.fetch_due(sqlite, api, folder, NOON + minutes * MINUTE) for minutes in (1, 4, 5)] == [0, 0, 1]


def test_video_whose_address_does_not_answer_is_fetched_later(
    sqlite: Database, api: Api, wechat: Simulator, folder: Path
) -> None:
    media_id = _sent(wechat, MP4, "video")
    _give(sqlite, ("video", media_id))
    wechat.world.url, url = "http://127.0.0.1:9", wechat.url
    assert (sharing.fetch_due(sqlite, api, folder, NOON), _states(sqlite)) == (0, [State.WAITING])
    wechat.world.url = url
    assert sharing.fetch_due(sqlite, api, folder, NOON + 5 * MINUTE) == 1


def test_everything_waits_while_no_token_can_be_had(sqlite: Database, wechat: Simulator, folder: Path) -> None:
    _share(sqlite, wechat, jpeg())
    with connect("unix:///nonexistent/socket") as dead:
        tokens = Tokens(dead, wechat.url, wechat.settings.app_id, wechat.settings.app_secret, wechat.clock.now)
        api = Api(wechat.url, wechat.settings.app_id, tokens)
        assert (sharing.fetch_due(sqlite, api, folder, NOON), _states(sqlite)) == (0, [State.WAITING])


def test_what_could_not_be_fetched_for_three_days_is_lost(
    sqlite: Database, api: Api, wechat: Simulator, folder: Path
) -> None:
    _share(sqlite, wechat, jpeg())
    wechat.faults.refuse(GET, DUMB, times=9)
    for days, state in ((2, State.WAITING), (3, State.WAITING), (4, State.LOST)):
        sharing.fetch_due(sqlite, api, folder, NOON + dt.timedelta(days=days))
        assert _states(sqlite) == [state]


@pytest.mark.usefixtures("slow")
def test_what_is_withdrawn_while_it_is_fetched_stays_withdrawn(
    database: Database, api: Api, wechat: Simulator, folder: Path
) -> None:
    _share(database, wechat, jpeg())
    with ThreadPoolExecutor(1) as pool:
        fetching = pool.submit(sharing.fetch_due, database, api, folder, NOON)
        while not wechat.ledger.calls:  # The token is fetched, and the picture's answer is held back.
            time.sleep(0.01)
        with database.write() as db:
            assert sharing.withdraw(db, ALICE).done
    assert (fetching.result(), _rows(database)) == (0, [])
    _age(folder, 2 * HOUR)
    assert (sharing.sweep(database, folder, NOON), _files(folder)) == (1, [])


def _decide(database: Database, row_id: int, approved: bool) -> bool:
    with database.write() as db:
        return sharing.decide(db, row_id, approved, "chen", NOON)


def _fetched(database: Database, wechat: Simulator, api: Api, folder: Path) -> Submission:
    _share(database, wechat, jpeg())
    sharing.fetch_due(database, api, folder, NOON)
    return _rows(database)[0]


@pytest.mark.parametrize(("approved", "state"), [(True, State.APPROVED), (False, State.REFUSED)])
def test_moderator_decides(
    database: Database, api: Api, wechat: Simulator, folder: Path, approved: bool, state: State
) -> None:
    row = _fetched(database, wechat, api, folder)
    assert _decide(database, row.id, approved)
    (decided,) = _rows(database)
    assert (decided.state, decided.decided_by, decided.decided_at) == (state, "chen", NOON)


def test_moderator_may_change_his_mind(sqlite: Database, api: Api, wechat: Simulator, folder: Path) -> None:
    row = _fetched(sqlite, wechat, api, folder)
    assert [_decide(sqlite, row.id, approved) for approved in (True, False)] == [True, True]
    assert _states(sqlite) == [State.REFUSED]


def test_what_somebody_else_decided_stays_unless_it_is_decided_again(
    database: Database, api: Api, wechat: Simulator, folder: Path
) -> None:
    row = _fetched(database, wechat, api, folder)
    _decide(database, row.id, False)
    with database.write() as db:
        assert not sharing.decide(db, row.id, True, "li", NOON, again=False)
    assert _states(database) == [State.REFUSED]


def test_decision_is_taken_back(database: Database, api: Api, wechat: Simulator, folder: Path) -> None:
    row = _fetched(database, wechat, api, folder)
    _decide(database, row.id, True)
    with database.write() as db:
        assert sharing.reopen(db, row.id, "li", NOON)
    (waiting,) = _rows(database)
    assert (waiting.state, waiting.decided_at, waiting.decided_by) == (State.FETCHED, None, "")
    with database.read() as db:
        assert db.scalars(select(Line.action).order_by(Line.id)).all()[-1] == "submission.reopened"


def test_what_was_not_decided_cannot_be_taken_back(sqlite: Database, api: Api, wechat: Simulator, folder: Path) -> None:
    row = _fetched(sqlite, wechat, api, folder)
    with sqlite.write() as db:
        assert [sharing.reopen(db, row_id, "li", NOON) for row_id in (row.id, 7)] == [False, False]


def test_decision_is_audited_without_naming_anybody(
    sqlite: Database, api: Api, wechat: Simulator, folder: Path
) -> None:
    row = _fetched(sqlite, wechat, api, folder)
    _decide(sqlite, row.id, approved=True)
    with sqlite.read() as db:
        line = db.scalars(select(Line)).one()
        assert (line.actor, line.action, line.subject) == ("chen", "submission.approved", f"submission/{row.id}")
        assert line.details == {"file": row.file}
        assert audit.broken_at(db) is None


def test_there_is_nothing_to_decide_about_what_was_not_fetched(sqlite: Database, wechat: Simulator) -> None:
    _share(sqlite, wechat, jpeg())
    assert [_decide(sqlite, row_id, approved=True) for row_id in (1, 7)] == [False, False]
    with sqlite.write() as db:
        db.get_one(Submission, 1).state = State.LOST
    assert not _decide(sqlite, 1, approved=True)


def test_caption_is_sealed_and_can_be_opened(sqlite: Database, wechat: Simulator) -> None:
    _share(sqlite, wechat, jpeg())
    (row,) = _rows(sqlite)
    assert "铁塔" not in row.caption
    assert VAULT.open(row.caption) == "埃菲尔铁塔"


def test_withdrawing_takes_everything_of_ones_own_away(database: Database) -> None:
    _give(database, ("image", "M1"), ("image", "M2"))
    _give(database, ("image", "M3"), origin="of Bob", openid=BOB)
    with database.write() as db:
        assert [sharing.withdraw(db, ALICE).done for _ in range(2)] == [True, False]
    assert [row.openid for row in _rows(database)] == [BOB]


@pytest.mark.parametrize(("age", "swept"), [(2 * HOUR, 1), (HOUR / 2, 0)])
def test_file_that_nothing_refers_to_is_removed_once_it_is_old(
    sqlite: Database, api: Api, wechat: Simulator, folder: Path, age: dt.timedelta, swept: int
) -> None:
    """A young one may belong to a row that is just being written."""
    _fetched(sqlite, wechat, api, folder)
    with sqlite.write() as db:
        sharing.withdraw(db, ALICE)
    _age(folder, age)
    assert sharing.sweep(sqlite, folder, NOON) == swept
    assert len(_files(folder)) == 1 - swept


@pytest.mark.parametrize("state", [State.FETCHED, State.APPROVED, State.REFUSED])
def test_file_that_something_refers_to_stays(
    sqlite: Database, api: Api, wechat: Simulator, folder: Path, state: State
) -> None:
    row = _fetched(sqlite, wechat, api, folder)
    with sqlite.write() as db:
        db.get_one(Submission, row.id).state = state
    _age(folder, 2 * HOUR)
    assert (sharing.sweep(sqlite, folder, NOON), _files(folder)) == (0, [row.file])


def test_file_that_another_follower_shares_too_stays(
    sqlite: Database, api: Api, wechat: Simulator, folder: Path
) -> None:
    _fetched(sqlite, wechat, api, folder)
    _give(sqlite, ("image", _sent(wechat, jpeg())), origin="of Bob", openid=BOB)
    sharing.fetch_due(sqlite, api, folder, NOON)
    with sqlite.write() as db:
        sharing.withdraw(db, ALICE)
    _age(folder, 2 * HOUR)
    assert sharing.sweep(sqlite, folder, NOON) == 0


def test_file_that_is_shared_again_is_young_again(sqlite: Database, api: Api, wechat: Simulator, folder: Path) -> None:
    """Else it could be swept just before the row that refers to it is written."""
    _fetched(sqlite, wechat, api, folder)
    (file,) = folder.iterdir()
    os.utime(file, (long_ago := time.time() - 7200, long_ago))
    _share(sqlite, wechat, jpeg(), origin="again")
    sharing.fetch_due(sqlite, api, folder, NOON)
    assert file.stat().st_mtime > time.time() - 60


def test_half_of_a_file_that_a_crash_left_is_removed(sqlite: Database, folder: Path) -> None:
    folder.mkdir()
    (folder / ".abc.jpg.1f2e").write_bytes(b"half")
    _age(folder, 2 * HOUR)
    assert (sharing.sweep(sqlite, folder, NOON), _files(folder)) == (1, [])


def test_account_without_a_folder_has_nothing_to_sweep(sqlite: Database, folder: Path) -> None:
    assert sharing.sweep(sqlite, folder, NOON) == 0
