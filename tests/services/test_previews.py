"""Before it goes out a broadcast is looked at: on the screen, and by testers on their phones."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.services.composed import broadcast, compose, picked
from tests.services.drafts import NOON, go_live, news
from tests.services.photos import jpeg
from tests.services.post import follower
from wxbot.client.api import Api
from wxbot.errors import ErrorClass, RuleError, WechatError
from wxbot.services import media, previews, templates, uploading
from wxbot.services.previews import Line
from wxbot.simulator.message_templates import SAMPLES
from wxbot.simulator.server import Simulator
from wxbot.store import audit
from wxbot.store.broadcasts import Kind
from wxbot.store.database import Database

NUMBER = 7
ALICE, BOB = "oAlice", "oBob"


@pytest.fixture
def testers(wechat: Simulator) -> list[str]:
    return [follower(wechat, ALICE), follower(wechat, BOB)]


def _show(
    database: Database, api: Api, folder: Path, kind: Kind, payload: Mapping[str, Any], openids: list[str]
) -> dict[str, WechatError | None]:
    shown = previews.send(database, api, folder, NUMBER, kind, payload, openids, "chen", NOON)
    return {each.openid: each.error for each in shown}


def _template(database: Database, api: Api) -> dict[str, Any]:
    templates.fetch(database, api, NOON)
    values = {"thing1": "{title}", "time2": "2026年11月25日 09:00", "thing3": "使馆", "thing4": "请带证件"}
    about = {"kind": "news", "slug": "visit", "language": "zh"}
    return {"template_id": SAMPLES[0].id, "values": values, "about": about, "url": ""}


def test_testers_see_the_articles_on_their_phones(
    database: Database, api: Api, wechat: Simulator, tmp_path: Path, testers: list[str]
) -> None:
    go_live(database, news(title="出席会议"))
    payload = compose(database, tmp_path, Kind.ARTICLE, picked("visit")).payload
    assert _show(database, api, tmp_path, Kind.ARTICLE, payload, testers) == {ALICE: None, BOB: None}
    for openid in testers:
        (arrival,) = wechat.arrivals.of(openid)
        assert arrival.kind == "preview"
        assert wechat.chat(openid)[-1].bubble.articles[0].title == "出席会议"


def test_text_picture_and_customer_service_message_are_shown_too(
    sqlite: Database, api: Api, wechat: Simulator, tmp_path: Path, testers: list[str]
) -> None:
    with sqlite.write() as db:
        file = media.add(db, tmp_path, jpeg(), "A bridge", "chen", NOON).file
    media.send_due(sqlite, api, tmp_path, NOON)
    for kind, content in ((Kind.TEXT, {"text": "明天"}), (Kind.IMAGE, {"file": file}), (Kind.CUSTOM, {"text": "明天"})):
        payload = compose(sqlite, tmp_path, kind, content).payload
        assert _show(sqlite, api, tmp_path, kind, payload, testers) == {ALICE: None, BOB: None}
    assert [message.bubble.type for message in wechat.chat(ALICE)] == ["text", "image", "text"]


def test_template_is_shown_as_it_is_filled(
    sqlite: Database, api: Api, wechat: Simulator, tmp_path: Path, testers: list[str]
) -> None:
    go_live(sqlite, news(title="出席会议"))
    payload = compose(sqlite, tmp_path, Kind.TEMPLATE, _template(sqlite, api)).payload
    assert _show(sqlite, api, tmp_path, Kind.TEMPLATE, payload, testers) == {ALICE: None, BOB: None}
    lines = wechat.chat(ALICE)[-1].bubble.lines
    assert lines[0] == ("活动名称", "出席会议")
    with sqlite.read() as db:
        card = previews.card(db, Kind.TEMPLATE, payload)
    assert (card.title, card.lines[0]) == ("活动开始提醒", Line("活动名称", "出席会议"))
    assert [(line.label, line.words) for line in card.lines] == list(lines)


def test_error_is_told_of_the_tester_whom_it_concerns(
    sqlite: Database, api: Api, tmp_path: Path, testers: list[str]
) -> None:
    payload = compose(sqlite, tmp_path, Kind.TEXT, {"text": "明天"}).payload
    shown = _show(sqlite, api, tmp_path, Kind.TEXT, payload, ["oStranger", *testers])
    stranger = shown.pop("oStranger")
    assert stranger is not None
    assert (stranger.kind, stranger.code) == (ErrorClass.DROP, 43004)
    assert shown == {ALICE: None, BOB: None}


def test_account_that_may_not_is_told_after_one_call(
    sqlite: Database, api: Api, wechat: Simulator, tmp_path: Path, testers: list[str]
) -> None:
    payload = compose(sqlite, tmp_path, Kind.TEXT, {"text": "明天"}).payload
    wechat.faults.refuse("/cgi-bin/message/mass/preview", 48001, times=9)
    shown = _show(sqlite, api, tmp_path, Kind.TEXT, payload, testers)
    assert [error.code if error else None for error in shown.values()] == [48001, 48001]
    assert sum(call.path.endswith("preview") for call in wechat.ledger.calls) == 1


@pytest.mark.parametrize("count", [0, 101])
def test_preview_is_for_a_few(sqlite: Database, api: Api, tmp_path: Path, count: int) -> None:
    payload = compose(sqlite, tmp_path, Kind.TEXT, {"text": "明天"}).payload
    with pytest.raises(RuleError):
        _show(sqlite, api, tmp_path, Kind.TEXT, payload, [f"o{n}" for n in range(count)])


def test_preview_stands_in_the_audit_without_naming_the_testers(
    sqlite: Database, api: Api, tmp_path: Path, testers: list[str]
) -> None:
    payload = compose(sqlite, tmp_path, Kind.TEXT, {"text": "明天"}).payload
    _show(sqlite, api, tmp_path, Kind.TEXT, payload, testers)
    with sqlite.read() as db:
        (line,) = db.scalars(select(audit.Line).where(audit.Line.action == "broadcast.previewed"))
        assert (line.actor, line.subject, line.details) == ("chen", "broadcast/7", {"kind": "text", "testers": 2})


def test_draft_of_a_preview_goes_when_another_takes_its_place(
    database: Database, api: Api, wechat: Simulator, tmp_path: Path, testers: list[str]
) -> None:
    go_live(database, news())
    payload = compose(database, tmp_path, Kind.ARTICLE, picked("visit")).payload
    number = broadcast(database, payload=dict(payload))
    for _ in range(2):
        previews.send(database, api, tmp_path, number, Kind.ARTICLE, payload, testers, "chen", NOON)
        assert len(wechat.drafts.all()) == 1
    uploading.prepare(database, api, tmp_path, number)
    assert wechat.drafts.all() == ()


def test_screen_shows_the_articles_pictures(sqlite: Database, tmp_path: Path) -> None:
    go_live(sqlite, news())
    (article,) = compose(sqlite, tmp_path, Kind.ARTICLE, picked("visit")).payload["articles"]
    html = previews.html(article, lambda file: f"/console/files/{file}")
    assert f'src="/console/files/{article["cover"]}"' in html
    assert "media:" not in html
