"""The composer: only what the account may send is offered, nothing typed is lost, all is seen before it is signed."""

import datetime as dt
import re
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import insert

from tests.console.conftest import Browser, Office
from tests.console.diary import follower
from tests.console.test_broadcasts import drafted
from tests.services.broadcasting import composition
from tests.services.drafts import go_live, news, phrase
from tests.services.photos import jpeg
from tests.services.signing import published
from wxbot.services import subscriptions
from wxbot.store import broadcasts as rows
from wxbot.store import media, templates
from wxbot.store.broadcasts import Broadcast, Kind
from wxbot.store.items import Item
from wxbot.store.templates import Kind as TemplateKind

ARTICLE = {
    "title": "Monday's news",
    "layout": "news",
    "language": "zh",
    "who": "everyone",
    "when": "now",
    "grace": "30",
    "items": ["news/first", "news/second"],
    "do": "save",
}
NEW = "/broadcasts/new?kind=article"


@pytest.fixture
def newsroom(office: Office) -> Office:
    """With two items that are live."""
    published(office.database, news("first", title="第一条"))
    published(office.database, news("second", title="第二条"))
    office.runtime.refresh_edition()
    return office


def _kept(office: Office) -> Broadcast:
    with office.database.read() as db:
        return rows.page(db, (), None, 1)[0]


def _fields(**changes: Any) -> dict[str, Any]:
    return {**ARTICLE, **changes}


def test_only_what_the_account_may_send_is_offered(office: Office, editor: Browser) -> None:
    page = editor.get("/broadcasts/new").text
    offered = set(re.findall(r"kind=(\w+)", page))
    assert {"article", "template"} <= offered
    page = editor.get("/broadcasts/new?kind=publish").text
    assert 'name="who" value="nobody"' in page


def test_articles_are_kept_in_their_order_and_shown(newsroom: Office, editor: Browser) -> None:
    page = editor.follow(NEW, **_fields()).text
    row = _kept(newsroom)
    assert [each["slug"] for each in row.content["items"]] == ["first", "second"]
    assert "第一条" in page
    assert page.count("<iframe") == 2
    frame = editor.get(f"/broadcasts/{row.id}/articles/1")
    assert "第二条" in frame.text
    assert "script-src" not in frame.headers["Content-Security-Policy"]
    assert "default-src 'none'" in frame.headers["Content-Security-Policy"]


def test_items_are_searched_added_moved_and_taken_out(newsroom: Office, editor: Browser) -> None:
    page = editor.post(NEW, **_fields(items=["news/first"], do="search", words="第二")).text
    assert 'value="add:news/second"' in page
    page = editor.post(NEW, **_fields(items=["news/first"], do="add:news/second")).text
    assert 'class="found"' not in page
    assert re.findall(r'name="items" value="([^"]+)"', page) == ["news/first", "news/second"]
    page = editor.post(NEW, **_fields(do="up:1")).text
    assert re.findall(r'name="items" value="([^"]+)"', page) == ["news/second", "news/first"]
    page = editor.post(NEW, **_fields(do="drop:0")).text
    assert re.findall(r'name="items" value="([^"]+)"', page) == ["news/second"]


def test_what_was_found_stays_until_all_are_chosen(newsroom: Office, editor: Browser) -> None:
    page = editor.post(NEW, **_fields(items=[], do="add:news/first", words="", searched="yes")).text
    assert "chosen" in page.split('class="found"')[1]
    assert 'value="add:news/second"' in page


def test_items_that_can_be_sent_are_found_behind_many_that_cannot(newsroom: Office, editor: Browser) -> None:
    at = newsroom.runtime.clock.instant() + dt.timedelta(days=1)
    line = {"kind": "phrase", "language": "zh", "title": "Later", "state": "live", "live_id": 1, "owner": ""}
    with newsroom.database.write() as db:
        db.execute(insert(Item), [{**line, "slug": f"later-{number}", "changed_at": at} for number in range(101)])
    page = editor.post(NEW, **_fields(items=[], do="search", words="")).text
    assert 'value="add:news/first"' in page


def test_own_words_of_a_card_stay_with_their_article(newsroom: Office, editor: Browser) -> None:
    words = {"items-title": ["", "另一个标题"], "items-digest": ["", ""]}
    page = editor.post(NEW, **_fields(do="up:1", **words)).text
    assert re.findall(r'name="items-title" value="([^"]*)"', page) == ["另一个标题", ""]


def test_preview_shows_cards_findings_and_articles_before_anything_is_kept(newsroom: Office, editor: Browser) -> None:
    go_live(newsroom.database, phrase("page-site-name", "外交小助手"))
    page = editor.post(NEW, **_fields(do="preview")).text
    assert "phone-card" in page
    assert '<div class="phone-head">外交小助手</div>' in page
    assert "第一条" in page.split('id="preview"')[1]
    go_live(newsroom.database, news("third", title="第三条", sample=True))
    found = editor.post(NEW, **_fields(items=["news/first", "news/third"], do="preview")).text.split("findings")[1]
    assert "In the article “第三条”" in found
    assert "In the article “第一条”" not in found
    assert "第一条" in editor.post(NEW, **_fields(do="article:0")).text
    with newsroom.database.read() as db:
        assert not rows.page(db, (), None, 1)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"title": " "}, "This must be filled in."),
        ({"who": ""}, "say whom it goes to"),
        ({"who": "tag"}, "choose a tag"),
        ({"who": "subscribers"}, "choose a section or a country"),
        ({"grace": "2000"}, "minutes"),
        ({"when": "at", "due_at": "tomorrow"}, "not a date and time"),
        ({"when": "cron", "cron": "every day"}, "is no rule of the form"),
        ({"when": "cron", "cron": "0 8 30 2 *"}, "never comes due"),
        ({"items": []}, "choose 1 to 8 articles"),
        ({"when": "at", "due_at": ""}, "This must be filled in."),
        ({"when": "cron", "cron": ""}, "This must be filled in."),
    ],
)
def test_what_does_not_fit_is_complained_about_and_stays(
    newsroom: Office, editor: Browser, changes: dict[str, Any], complaint: str
) -> None:
    answer = editor.post(NEW, **_fields(**changes))
    assert answer.status_code == 422
    assert complaint in answer.text
    assert "news/first" in answer.text or changes.get("items") == []
    with newsroom.database.read() as db:
        assert not rows.page(db, (), None, 1)


def test_followers_are_counted_before_anybody_signs(newsroom: Office, editor: Browser) -> None:
    for name in ("oAlice", "oBob"):
        follower(newsroom, name)
    with newsroom.database.write() as db:
        subscriptions.add(db, "oAlice", "news", "", newsroom.runtime.clock.instant())
    assert "<b>2</b>" in editor.post(NEW, **_fields(do="count")).text
    subscribers = _fields(do="count", who="subscribers", section="news")
    assert "<b>1</b>" in editor.post(NEW, **subscribers).text
    assert "<b>0</b>" in editor.post(NEW, **_fields(do="count", who="")).text


def test_no_country_is_said_to_mean_who_wants_all_of_them(newsroom: Office, editor: Browser) -> None:
    """Who subscribed to Japan alone did not ask for what concerns another country."""
    follower(newsroom, "oAlice")
    with newsroom.database.write() as db:
        subscriptions.add(db, "oAlice", "travel", "JP", newsroom.runtime.clock.instant())
    page = editor.post(NEW, **_fields(do="count", who="subscribers", section="travel")).text
    assert "<b>0</b>" in page
    assert "None: who wants all countries" in page


def test_of_a_customer_service_message_it_is_told_who_was_heard_of_lately(newsroom: Office, editor: Browser) -> None:
    now = newsroom.runtime.clock.instant()
    for name, hours in (("oAlice", 47), ("oBob", 49)):
        follower(newsroom, name, last_seen_at=now - dt.timedelta(hours=hours))
    page = editor.post("/broadcasts/new?kind=custom", title="Notes", text="您好", who="everyone", do="count").text
    assert "<b>2</b>" in page
    assert "of them heard of within 48 hours: <b>1</b>" in page


def test_next_times_of_a_rule_are_told_in_words(newsroom: Office, editor: Browser) -> None:
    page = editor.post(NEW, **_fields(do="times", when="cron", cron="30 8 * * 1")).text
    times = page.split('class="times"')[1].split("</ol>")[0]
    assert times.count("Monday") == 5
    assert "08:30" in times


def test_preview_says_what_stands_against_its_time(newsroom: Office, editor: Browser) -> None:
    page = editor.post(NEW, **_fields(do="preview", when="at", due_at="2020-01-05T09:30")).text
    assert "is over: choose one that lies ahead" in page.split('class="findings"')[1]


def test_digest_gathers_by_itself(newsroom: Office, editor: Browser) -> None:
    fields = _fields(when="cron", cron="0 8 * * 1-5", digest_kinds=["news", "notice"], digest_days="1", digest_most="8")
    page = editor.follow(f"{NEW}&digest=1", **{name: value for name, value in fields.items() if name != "items"}).text
    assert "nothing is sent that time" in page
    assert _kept(newsroom).content["digest"] == {"kinds": ["news", "notice"], "country": "", "days": 1, "most": 8}


def test_digest_can_only_recur(newsroom: Office, editor: Browser) -> None:
    page = editor.get(f"{NEW}&digest=1").text
    assert re.findall(r'value="(now|at|cron)"', page.split('name="when"')[1].split("</select>")[0]) == ["cron"]
    fields = _fields(when="now", digest_kinds=["news"], digest_days="1", digest_most="8")
    assert editor.post(f"{NEW}&digest=1", **fields).status_code == 422


def test_time_that_is_over_is_told_as_soon_as_it_is_saved(newsroom: Office, editor: Browser) -> None:
    page = editor.follow(NEW, **_fields(when="at", due_at="2020-01-05T09:30")).text
    assert "is over: choose one that lies ahead" in page
    assert _kept(newsroom).title == ARTICLE["title"]


def test_time_is_one_of_the_accounts_clock(newsroom: Office, editor: Browser) -> None:
    editor.post(NEW, **_fields(when="at", due_at="2099-01-05T09:30"))
    due_at = _kept(newsroom).due_at
    assert due_at is not None
    assert due_at.astimezone(dt.UTC) == dt.datetime(2099, 1, 5, 1, 30, tzinfo=dt.UTC)


def test_second_of_two_is_shown_the_difference_and_may_save_over_it(newsroom: Office, editor: Browser) -> None:
    editor.post(NEW, **_fields())
    row = _kept(newsroom)
    edit = f"/broadcasts/{row.id}/edit"
    editor.post(edit, **_fields(title="Theirs", base=1, items=["news/second"], layout="bulletin"))
    answer = editor.post(edit, **_fields(title="Mine", base=1))
    told = re.sub(r"<[^>]+>", "", answer.text.split('class="diff"')[1].split("</table>")[0].replace("</td>", "\n"))
    assert {"Title: Theirs", "Article 1: 第一条", "Article 1: 第二条"} <= {line.strip() for line in told.splitlines()}
    assert '"kind"' not in told
    assert answer.status_code == 409
    assert "saved this broadcast meanwhile" in answer.text
    assert _kept(newsroom).title == "Theirs"
    base = re.search(r'name="base" value="(\d+)"', answer.text)
    assert base is not None
    editor.post(edit, **_fields(title="Mine", base=base[1]))
    assert _kept(newsroom).title == "Mine"


def test_what_is_under_way_is_not_edited(office: Office, editor: Browser) -> None:
    row = drafted(office, composition(content={"text": "早"}))
    editor.post(f"/broadcasts/{row.id}/submit", base=1, heeded="y")
    assert (
        "once it is taken back" in editor.client.get(f"/console/broadcasts/{row.id}/edit", follow_redirects=True).text
    )


def test_form_opens_with_what_was_kept(newsroom: Office, editor: Browser) -> None:
    editor.post(NEW, **_fields(who="subscribers", section="news", country="JP", when="at", due_at="2099-01-05T09:30"))
    page = editor.get(f"/broadcasts/{_kept(newsroom).id}/edit").text
    for value in ("news", "JP", "at", "subscribers"):
        assert re.search(rf'<option selected value="{value}"', page), value
    assert "2099-01-05T09:30" in page


def test_picture_is_one_of_the_library(office: Office, editor: Browser) -> None:
    editor.post("/media", file=(BytesIO(jpeg((90, 60))), "photo.jpg"), title="A bridge")
    with office.database.write() as db:
        (medium,) = media.newest(db, 1)
        medium.state, medium.media_id = media.State.KEPT, "m1"
        file = medium.file
    address = "/broadcasts/new?kind=image"
    assert "A bridge" in editor.get(address).text
    common = {"title": "Bridge", "who": "everyone", "when": "now", "grace": "30"}
    assert "choose a picture" in editor.post(address, **common).text
    assert f"/broadcasts/files/{file}" in editor.follow(address, **common, file=file).text
    assert editor.get(f"/broadcasts/files/{file}").status_code == 200
    assert editor.get("/broadcasts/files/../wxbot.db").status_code == 404


def test_template_shows_its_fields_and_what_is_wrong_with_them(newsroom: Office, editor: Browser) -> None:
    with newsroom.database.write() as db:
        content = "活动:{{thing1.DATA}}\n日期:{{date2.DATA}}"
        templates.put(db, TemplateKind.TEMPLATE, "t1", title="活动通知", content=content, example="", lasting=False)
    address = "/broadcasts/new?kind=template"
    common = {"title": "Event", "who": "everyone", "when": "now", "grace": "30", "template_id": "t1"}
    page = editor.post(address, **common, do="template").text
    assert 'name="value-thing1"' in page
    assert "Any words · at most 20 characters" in page
    assert "{title}" in page
    filled = {**common, "about": "news/first/zh", "value-thing1": "{title}", "value-date2": "some day"}
    page = editor.post(address, **filled, do="preview").text
    assert "第一条" in page.split('id="preview"')[1]
    assert "日期" in page.split('class="findings"')[1]
    editor.post(address, **{**filled, "value-date2": "2026年11月25日"})
    row = _kept(newsroom)
    assert row.content["values"] == {"thing1": "{title}", "date2": "2026年11月25日"}
    assert row.content["about"] == {"kind": "news", "slug": "first", "language": "zh"}


def test_kind_that_the_account_cannot_send_is_not_composed(office: Office, editor: Browser) -> None:
    assert editor.post("/broadcasts/new?kind=poem", title="x").status_code == 404


def test_text_for_staff_and_kinds_are_kept(office: Office, editor: Browser) -> None:
    editor.post("/broadcasts/new?kind=text", title="Hi", text="各位早", who="everyone", when="now", grace="30")
    row = _kept(office)
    assert (row.kind, row.content, row.state) == (Kind.TEXT, {"text": "各位早"}, "draft")


def test_reviewer_does_not_compose(office: Office, reviewer: Browser) -> None:
    assert reviewer.get("/broadcasts/new").status_code == 403
    assert reviewer.post(NEW, **_fields()).status_code == 403
