"""The account's own pictures and videos: kept once, clean, sent to WeChat, and told when it does not want them."""

from pathlib import Path

import pytest

from tests.services.drafts import NOON
from tests.services.photos import SECRETS, jpeg
from wxbot.client.api import Api
from wxbot.errors import ContentError
from wxbot.services import media
from wxbot.simulator.samples import MP4
from wxbot.simulator.server import Simulator
from wxbot.store import media as rows
from wxbot.store.database import Database
from wxbot.store.media import Medium, State


def _add(database: Database, folder: Path, content: bytes, title: str = "A bridge") -> Medium:
    with database.write() as db:
        return media.add(db, folder, content, title, "chen", NOON)


def _row(database: Database, medium_id: int) -> Medium:
    with database.read() as db:
        row = rows.of_id(db, medium_id)
        assert row is not None
        return row


@pytest.mark.parametrize(("content", "kind"), [(jpeg(), "image"), (MP4, "video")], ids=["picture", "video"])
def test_what_is_added_is_kept_at_wechat_for_good(
    database: Database, api: Api, wechat: Simulator, tmp_path: Path, content: bytes, kind: str
) -> None:
    added = _add(database, tmp_path, content)
    assert media.send_due(database, api, tmp_path, NOON) == 1
    row = _row(database, added.id)
    assert row.state == State.KEPT
    medium = wechat.media.get(row.media_id, wechat.clock.now())
    assert medium is not None
    assert (medium.permanent, medium.kind) == (True, kind)
    assert medium.content == (tmp_path / row.file).read_bytes()


def test_nothing_is_left_of_what_a_photo_tells_of_its_maker(sqlite: Database, tmp_path: Path) -> None:
    content = (tmp_path / _add(sqlite, tmp_path, jpeg()).file).read_bytes()
    assert not [secret for secret in SECRETS if secret in content]


def test_the_same_picture_twice_is_one(database: Database, tmp_path: Path) -> None:
    assert _add(database, tmp_path, jpeg()).id == _add(database, tmp_path, jpeg(), "Again").id


def test_what_is_no_picture_is_refused(sqlite: Database, tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        _add(sqlite, tmp_path, b"<svg onload=alert(1)>")
    assert not list(tmp_path.glob("*.jpg"))


def test_it_is_sent_once_even_by_two_workers(database: Database, api: Api, wechat: Simulator, tmp_path: Path) -> None:
    _add(database, tmp_path, jpeg())
    assert [media.send_due(database, api, tmp_path, NOON) for _ in range(2)] == [1, 0]
    assert len(wechat.media.permanent("image")) == 1


def test_an_account_that_may_not_is_told_and_can_try_again(
    sqlite: Database, api: Api, wechat: Simulator, tmp_path: Path
) -> None:
    added = _add(sqlite, tmp_path, jpeg())
    wechat.faults.refuse("/cgi-bin/material/add_material", 48001)
    media.send_due(sqlite, api, tmp_path, NOON)
    refused = _row(sqlite, added.id)
    assert refused.state == State.REFUSED
    assert "48001" in refused.error
    with sqlite.write() as db:
        media.send_again(db, added.id, "chen", NOON)
    assert media.send_due(sqlite, api, tmp_path, NOON) == 1
