"""What WeChat must have before it sends: every file once, whatever crashes; and drafts that show them."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.services.composed import broadcast, compose, picked
from tests.services.drafts import NOON, go_live, news
from tests.services.photos import jpeg
from wxbot.client.api import Api
from wxbot.edition.kinds import Kind as ItemKind
from wxbot.errors import ContentError, WechatError
from wxbot.services import items, media, pictures, uploading
from wxbot.simulator.server import Simulator
from wxbot.store import broadcasts
from wxbot.store.broadcasts import Kind, State
from wxbot.store.database import Database


def _broadcast(database: Database, folder: Path, kind: Kind, content: dict[str, Any]) -> int:
    """One that is about to be sent."""
    payload = dict(compose(database, folder, kind, content).payload)
    return broadcast(database, kind=kind, state=State.SENDING, content=content, payload=payload)


def _uploads(wechat: Simulator) -> list[str]:
    ways = ("/cgi-bin/media/uploadimg", "/cgi-bin/material/add_material")
    return [call.path.rpartition("/")[2] for call in wechat.ledger.calls if call.path in ways]


def _picture(database: Database, folder: Path) -> str:
    with database.write() as db:
        return media.add(db, folder, jpeg(), "A bridge", "chen", NOON).file


def test_draft_shows_the_article_with_its_pictures_at_wechat(
    database: Database, api: Api, wechat: Simulator, tmp_path: Path
) -> None:
    file = _picture(database, tmp_path)
    go_live(database, news(text=f"Before\n\n![桥](/media/{file})\n\nafter"))
    number = _broadcast(database, tmp_path, Kind.ARTICLE, picked("visit"))
    media_id = uploading.add_draft(api, uploading.prepare(database, api, tmp_path, number))
    draft = wechat.drafts.get(media_id)
    assert draft is not None
    (article,) = draft.articles
    assert (article.title, article.digest) == ("会见", "A summary.")
    assert article.source_url == "https://account.example/news/visit?lang=zh"
    assert article.content.count(f'<img src="{wechat.url}/') == 2  # The cover above, and the one in the text.
    assert "media:" not in article.content
    assert wechat.media.get(article.cover, wechat.clock.now()) is not None


def test_wechat_leaves_every_article_as_we_laid_it_out(
    database: Database, api: Api, wechat: Simulator, tmp_path: Path
) -> None:
    go_live(database, news(text="## Head\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> Said [there](https://www.un.org/x)."))
    number = _broadcast(database, tmp_path, Kind.PUBLISH, picked("visit"))
    prepared = uploading.prepare(database, api, tmp_path, number)
    draft = wechat.drafts.get(uploading.add_draft(api, prepared))
    assert draft is not None
    assert draft.articles[0].content.count("<") == prepared["articles"][0]["content"].count("<")


def test_nothing_is_uploaded_twice(database: Database, api: Api, wechat: Simulator, tmp_path: Path) -> None:
    go_live(database, news("one", "第一条"), news("two", "第二条"))
    first = _broadcast(database, tmp_path, Kind.ARTICLE, picked("one", "two"))
    prepared = uploading.prepare(database, api, tmp_path, first)
    assert sorted(_uploads(wechat)) == ["add_material"] * 2 + ["uploadimg"] * 2
    again = _broadcast(database, tmp_path, Kind.ARTICLE, picked("two", "one"))
    assert uploading.prepare(database, api, tmp_path, first) == prepared
    uploading.prepare(database, api, tmp_path, again)
    assert len(_uploads(wechat)) == 4


def test_what_was_uploaded_before_a_failure_is_kept(
    database: Database, api: Api, wechat: Simulator, tmp_path: Path
) -> None:
    go_live(database, news())
    number = _broadcast(database, tmp_path, Kind.ARTICLE, picked("visit"))
    wechat.faults.refuse("/cgi-bin/material/add_material", 45009)
    with pytest.raises(WechatError):
        uploading.prepare(database, api, tmp_path, number)
    uploading.prepare(database, api, tmp_path, number)
    assert _uploads(wechat).count("uploadimg") == 1


def test_picture_of_the_library_is_not_uploaded_as_a_cover_again(
    sqlite: Database, api: Api, wechat: Simulator, tmp_path: Path
) -> None:
    file = _picture(sqlite, tmp_path)
    media.send_due(sqlite, api, tmp_path, NOON)
    go_live(sqlite, news(text=f"![桥](/media/{file})"))
    number = _broadcast(sqlite, tmp_path, Kind.ARTICLE, picked("visit"))
    prepared = uploading.prepare(sqlite, api, tmp_path, number)
    assert len(wechat.media.permanent("image")) == 1
    assert prepared["articles"][0]["thumb_media_id"]


def test_cover_that_is_gone_from_the_folder_is_drawn_again(sqlite: Database, api: Api, tmp_path: Path) -> None:
    go_live(sqlite, news())
    number = _broadcast(sqlite, tmp_path, Kind.ARTICLE, picked("visit"))
    for path in (tmp_path / "covers").iterdir():
        path.unlink()
    assert uploading.prepare(sqlite, api, tmp_path, number)["articles"][0]["thumb_media_id"]


def test_cover_that_was_deleted_at_wechat_is_uploaded_anew(
    sqlite: Database, api: Api, wechat: Simulator, tmp_path: Path
) -> None:
    go_live(sqlite, news())
    number = _broadcast(sqlite, tmp_path, Kind.ARTICLE, picked("visit"))
    former = uploading.prepare(sqlite, api, tmp_path, number)
    with sqlite.write() as db:
        row = broadcasts.of_id(db, number)
        assert row is not None
        uploading.forget_covers(db, row.payload)
    anew = uploading.prepare(sqlite, api, tmp_path, number)
    assert former["articles"][0]["thumb_media_id"] != anew["articles"][0]["thumb_media_id"]
    assert former["articles"][0]["content"] == anew["articles"][0]["content"]


def test_picture_that_is_gone_is_told(sqlite: Database, api: Api, tmp_path: Path) -> None:
    file = _picture(sqlite, tmp_path)
    go_live(sqlite, news(text=f"![桥](/media/{file})"))
    number = _broadcast(sqlite, tmp_path, Kind.ARTICLE, picked("visit"))
    (tmp_path / file).unlink()
    with pytest.raises(ContentError, match="is gone"):
        uploading.prepare(sqlite, api, tmp_path, number)


def test_image_is_sent_by_the_id_under_which_wechat_keeps_it(
    sqlite: Database, api: Api, wechat: Simulator, tmp_path: Path
) -> None:
    file = _picture(sqlite, tmp_path)
    media.send_due(sqlite, api, tmp_path, NOON)
    number = _broadcast(sqlite, tmp_path, Kind.IMAGE, {"file": file})
    media_id = uploading.prepare(sqlite, api, tmp_path, number)["media_id"]
    assert wechat.media.get(media_id, wechat.clock.now()) is not None


def test_draft_that_nobody_sends_is_taken_away(sqlite: Database, api: Api, wechat: Simulator, tmp_path: Path) -> None:
    go_live(sqlite, news())
    number = _broadcast(sqlite, tmp_path, Kind.ARTICLE, picked("visit"))
    media_id = uploading.add_draft(api, uploading.prepare(sqlite, api, tmp_path, number))
    for _ in range(2):
        uploading.discard(api, media_id)
    assert wechat.drafts.all() == ()


def test_item_that_changed_since_it_was_composed_is_named(sqlite: Database, tmp_path: Path) -> None:
    go_live(sqlite, news("one"), news("two"), news("three"))
    payload = compose(sqlite, tmp_path, Kind.ARTICLE, picked("one", "two", "three")).payload
    with sqlite.read() as db:
        assert uploading.current(db, payload, NOON) == []
    go_live(sqlite, news("two", text="Corrected."))
    with sqlite.write() as db:
        items.take_down(db, ItemKind.NEWS, "three", "zh", "chen", NOON)
    with sqlite.read() as db:
        assert uploading.current(db, payload, NOON) == ["news/two/zh", "news/three/zh"]


def test_large_picture_is_made_small_enough_for_an_article() -> None:
    file = BytesIO()
    Image.effect_noise((1600, 1600), 120).convert("RGB").save(file, "JPEG", quality=98)
    assert len(file.getvalue()) > uploading.BODY_MAX
    assert len(pictures.below(file.getvalue(), uploading.BODY_MAX)) < uploading.BODY_MAX
