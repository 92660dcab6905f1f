"""What staff choose becomes what goes out word for word: whatever is wrong is told before anybody signs it."""

from pathlib import Path
from typing import Any

import pytest

from tests.services.composed import articles, codes, compose, picked
from tests.services.drafts import NOON, go_live, news, phrase
from tests.services.photos import jpeg
from wxbot.edition.kinds import Kind as ItemKind
from wxbot.errors import ContentError
from wxbot.protocol.replies import TEXT_MAX_BYTES, size
from wxbot.services import items, media, pictures, uploading
from wxbot.services.findings import Code
from wxbot.store import media as medium_rows
from wxbot.store import templates
from wxbot.store.broadcasts import Kind
from wxbot.store.database import Database
from wxbot.store.media import State

EVENT = {
    "date": "2026-11-20",
    "summary": "A concert.",
    "text": "Come.",
    "opens": "2026-12-05T19:30:00+08:00",
    "closes": "2026-12-05T21:00:00+08:00",
    "place": "国家大剧院",
    "getting_there": "地铁1号线",
}


def _template(**more: Any) -> dict[str, Any]:
    return {"template_id": "T1", "values": {"thing1": "{title}"}, "about": None, "url": "", **more}


def _has_template(database: Database, *names: str) -> None:
    """The account has one of each kind, with these fields."""
    content = "\n".join(f"{name}：{{{{{name}.DATA}}}}" for name in names)
    with database.write() as db:
        for kind in templates.Kind:
            templates.put(db, kind, "T1", title="开放", content=content, example="", lasting=False)


def _about(kind: str, slug: str, language: str = "zh") -> dict[str, str]:
    return {"kind": kind, "slug": slug, "language": language}


def _event(database: Database) -> None:
    go_live(database, items.draft(ItemKind.EVENT, "concert", "zh", "新年音乐会", EVENT, "the test"))


def test_article_carries_what_was_signed_of_its_item(sqlite: Database, tmp_path: Path) -> None:
    go_live(sqlite, news(), phrase("page-site-name", "外交与领事服务"))
    (article,) = articles(compose(sqlite, tmp_path, Kind.ARTICLE, picked("visit")))
    assert (article["title"], article["digest"], article["author"]) == ("会见", "A summary.", "外交与领事服务")
    assert article["source_url"] == "https://account.example/news/visit?lang=zh"
    with sqlite.read() as db:
        live = items.live_revision(db, ItemKind.NEWS, "visit", "zh")
        assert live is not None
        assert (article["item"], article["sha256"]) == ("news/visit/zh", live.sha256)


def test_articles_stand_in_the_order_in_which_they_were_chosen(sqlite: Database, tmp_path: Path) -> None:
    go_live(sqlite, news("one", "第一条"), news("two", "第二条"))
    composed = compose(sqlite, tmp_path, Kind.PUBLISH, picked("two", "one"))
    assert [article["title"] for article in articles(composed)] == ["第二条", "第一条"]


def test_item_without_a_picture_gets_a_cover_of_its_own(sqlite: Database, tmp_path: Path) -> None:
    go_live(sqlite, news("one"), news("two"))
    one, two = articles(compose(sqlite, tmp_path, Kind.ARTICLE, picked("one", "two")))
    assert one["cover"] != two["cover"]
    assert (tmp_path / one["cover"]).read_bytes().startswith(b"\x89PNG")


def test_picture_of_the_library_is_cover_and_named_in_the_text(sqlite: Database, tmp_path: Path) -> None:
    with sqlite.write() as db:
        file = media.add(db, tmp_path, jpeg(), "A bridge", "chen", NOON).file
    go_live(sqlite, news(text=f"![桥](/media/{file})"))
    (article,) = articles(compose(sqlite, tmp_path, Kind.ARTICLE, picked("visit", layout="bulletin")))
    assert (article["cover"], article["files"]) == (file, [file])
    assert f'src="media:{file}"' in article["html"]


def test_picture_from_elsewhere_is_left_out_and_told(sqlite: Database, tmp_path: Path) -> None:
    go_live(sqlite, news(text="Before ![x](https://elsewhere.example/x.jpg) after"))
    composed = compose(sqlite, tmp_path, Kind.ARTICLE, picked("visit"))
    assert ("items.0.text", Code.PICTURE_LOST) in codes(composed, blocks=False)
    assert "elsewhere.example" not in articles(composed)[0]["html"]


def test_picture_of_a_follower_that_nobody_approved_is_left_out(sqlite: Database, tmp_path: Path) -> None:
    file = pictures.keep(tmp_path, jpeg(), "jpg")
    go_live(sqlite, news(text=f"![x](/media/{file})"))
    composed = compose(sqlite, tmp_path, Kind.ARTICLE, picked("visit"))
    assert ("items.0.text", Code.PICTURE_LOST) in codes(composed, blocks=False)
    assert file not in articles(composed)[0]["html"]


def test_article_names_what_shares_its_subjects(database: Database, tmp_path: Path) -> None:
    go_live(database, news("one", "第一条", topics=["合作"], countries=["日本"]), news("far", "无关", topics=["体育"]))
    go_live(
        database, news("two", "第二条", topics=["合作"]), news("three", "第三条", topics=["合作"], countries=["日本"])
    )
    (article,) = articles(compose(database, tmp_path, Kind.ARTICLE, picked("one")))
    assert article["html"].index("第三条") < article["html"].index("第二条")
    assert "无关" not in article["html"]


def test_title_that_is_too_long_is_cut_and_told(sqlite: Database, tmp_path: Path) -> None:
    go_live(sqlite, news(title="The foreign minister meets the ambassadors of twelve countries"))
    composed = compose(sqlite, tmp_path, Kind.ARTICLE, picked("visit"))
    (article,) = articles(composed)
    assert article["title"] == "The foreign minister meets the…"
    assert ("items.0.title", Code.CUT) in codes(composed, blocks=False)
    assert "The foreign minister meets the ambassadors of twelve countries" in article["html"]


def test_staffs_shorter_words_take_the_place_of_a_long_title(sqlite: Database, tmp_path: Path) -> None:
    go_live(sqlite, news(title="长" * 40))
    content = picked(items=[{"kind": "news", "slug": "visit", "title": "短标题", "digest": "一句话"}])
    composed = compose(sqlite, tmp_path, Kind.ARTICLE, content)
    (article,) = articles(composed)
    assert (article["title"], article["digest"]) == ("短标题", "一句话")
    assert Code.CUT not in {code for _, code in codes(composed)}


def test_chinese_goes_out_where_there_is_no_english_and_it_is_told(sqlite: Database, tmp_path: Path) -> None:
    go_live(sqlite, news())
    composed = compose(sqlite, tmp_path, Kind.ARTICLE, picked("visit", language="en"))
    assert articles(composed)[0]["item"] == "news/visit/zh"
    assert ("items.0.language", Code.UNTRANSLATED) in codes(composed, blocks=False)


def test_text_that_wechat_would_refuse_keeps_it_from_going_out(sqlite: Database, tmp_path: Path) -> None:
    go_live(sqlite, news(text="字" * 20_000))
    composed = compose(sqlite, tmp_path, Kind.ARTICLE, picked("visit"))
    assert ("items.0.text", Code.TOO_LONG) in codes(composed, blocks=True)


def test_wording_that_must_not_be_said_is_found_in_the_intro(loaded: Database, tmp_path: Path) -> None:
    go_live(loaded, news())
    composed = compose(loaded, tmp_path, Kind.ARTICLE, picked("visit", intro="身份证号11010519491231002X"))
    assert ("intro", Code.ID_CARD) in codes(composed, blocks=True)


def test_item_that_was_taken_down_cannot_be_sent(sqlite: Database, tmp_path: Path) -> None:
    go_live(sqlite, news())
    with sqlite.write() as db:
        items.take_down(db, ItemKind.NEWS, "visit", "zh", "chen", NOON)
    with pytest.raises(ContentError, match=r"items\.0: is not live"):
        compose(sqlite, tmp_path, Kind.ARTICLE, picked("visit"))


def test_recurring_digest_has_no_words_before_its_time(sqlite: Database, tmp_path: Path) -> None:
    digest = {"kinds": ["news"], "country": "", "days": 1, "most": 8}
    content = {"layout": "news", "language": "zh", "digest": digest}
    assert compose(sqlite, tmp_path, Kind.ARTICLE, content).payload == {}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"items": []}, "items: choose 1 to 8"),
        ({"items": [{"kind": "news", "slug": f"n{n}"} for n in range(9)]}, "items: choose 1 to 8"),
        ({"items": [{"kind": "menu", "slug": "default"}]}, "items: items of that kind"),
        ({"items": [{"kind": "news", "slug": "visit"}] * 2}, "items: an article stands in it twice"),
        ({"items": "visit"}, "items: choose"),
        ({"layout": "nowhere"}, "layout: choose"),
        ({"language": "fr"}, "language: "),
        ({"intro": "x" * 501}, "intro: must have at most 500"),
    ],
)
def test_content_that_does_not_fit_is_told_with_its_field(
    sqlite: Database, tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    go_live(sqlite, news())
    with pytest.raises(ContentError, match=sentence):
        compose(sqlite, tmp_path, Kind.ARTICLE, picked("visit") | change)


def test_customer_service_text_ends_in_a_tap_that_leads_to_unsubscribing(sqlite: Database, tmp_path: Path) -> None:
    message = compose(sqlite, tmp_path, Kind.CUSTOM, {"text": "明天闭馆。"}).payload["message"]
    assert message["msgtype"] == "text"
    assert message["text"]["content"].startswith("明天闭馆。\n\n")
    assert "msgmenuid=subscriptions" in message["text"]["content"]


@pytest.mark.parametrize(("text", "way"), [("明天闭馆。", "退订"), ("Closed tomorrow.", "unsubscribe")])
def test_mass_text_says_how_to_unsubscribe_in_its_language(
    sqlite: Database, tmp_path: Path, text: str, way: str
) -> None:
    said = compose(sqlite, tmp_path, Kind.TEXT, {"text": text}).payload["text"]
    assert said.startswith(text)
    assert way in said.removeprefix(text)


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.CUSTOM])
def test_text_and_its_last_line_must_fit_into_a_message(sqlite: Database, tmp_path: Path, kind: Kind) -> None:
    whole = compose(sqlite, tmp_path, kind, {"text": "字"}).payload
    said = whole["text"] if kind is Kind.TEXT else whole["message"]["text"]["content"]
    room = (TEXT_MAX_BYTES - size(said)) // 3 + 1
    assert not codes(compose(sqlite, tmp_path, kind, {"text": "字" * room}), blocks=True)
    over = codes(compose(sqlite, tmp_path, kind, {"text": "字" * (room + 1)}), blocks=True)
    assert over == {("text", Code.TOO_MANY_BYTES)}


def test_only_a_picture_that_wechat_has_can_be_sent(sqlite: Database, tmp_path: Path) -> None:
    with sqlite.write() as db:
        medium = media.add(db, tmp_path, jpeg(), "A bridge", "chen", NOON)
        file = medium.file
    with pytest.raises(ContentError, match="file: WeChat does not have"):
        compose(sqlite, tmp_path, Kind.IMAGE, {"file": file})
    with sqlite.write() as db:
        row = medium_rows.of_file(db, file)
        assert row is not None
        row.state, row.media_id = State.KEPT, "M1"
    assert compose(sqlite, tmp_path, Kind.IMAGE, {"file": file}).payload == {"file": file}


def test_places_are_filled_with_the_items_own_words(loaded: Database, tmp_path: Path) -> None:
    _has_template(loaded, "thing1", "date2", "thing3", "thing4")
    _event(loaded)
    values = {"thing1": "{title}", "date2": "{date} {time}", "thing3": "{place}", "thing4": "{section}·{account}"}
    composed = compose(loaded, tmp_path, Kind.TEMPLATE, _template(values=values, about=_about("event", "concert")))
    assert composed.payload["data"] == {
        "thing1": "新年音乐会",
        "date2": "2026年12月5日 19:30",
        "thing3": "国家大剧院",
        "thing4": "活动日历·外交与领事服务",
    }
    assert composed.payload["url"] == "https://account.example/event/concert?lang=zh&from=push"
    assert not codes(composed, blocks=True)


def test_place_that_nothing_fills_keeps_it_from_going_out(sqlite: Database, tmp_path: Path) -> None:
    _has_template(sqlite, "thing1", "thing2")
    go_live(sqlite, news())
    content = _template(values={"thing1": "{openid}", "thing2": "{place}"}, about=_about("news", "visit"))
    found = codes(compose(sqlite, tmp_path, Kind.NOTICE, content), blocks=True)
    assert found == {("values.thing1", Code.PLACE_UNKNOWN), ("values.thing2", Code.PLACE_EMPTY)}


def test_what_is_filled_in_must_fit_the_templates_field(sqlite: Database, tmp_path: Path) -> None:
    _has_template(sqlite, "thing1", "date2")
    go_live(sqlite, news(title="长" * 21))
    content = _template(values={"thing1": "{title}", "date2": "tomorrow"}, about=_about("news", "visit"))
    found = codes(compose(sqlite, tmp_path, Kind.TEMPLATE, content), blocks=True)
    assert found == {("values.thing1", Code.TOO_LONG), ("values.date2", Code.FIELD_FORM)}


def test_template_that_the_account_has_no_more_cannot_be_sent(sqlite: Database, tmp_path: Path) -> None:
    _has_template(sqlite, "thing1")
    with sqlite.write() as db:
        templates.mark_gone(db, templates.Kind.TEMPLATE, [], NOON)
    with pytest.raises(ContentError, match="template_id: choose"):
        compose(sqlite, tmp_path, Kind.TEMPLATE, _template(values={"thing1": "明天闭馆"}))


def test_words_of_an_item_are_never_read_as_places(sqlite: Database, tmp_path: Path) -> None:
    _has_template(sqlite, "thing1")
    go_live(sqlite, news(title="{account}"))
    payload = compose(sqlite, tmp_path, Kind.NOTICE, _template(about=_about("news", "visit"))).payload
    assert payload["data"] == {"thing1": "{account}"}


@pytest.mark.parametrize(
    ("url", "given"),
    [
        ("", "https://account.example/?lang=zh&from=push"),
        ("https://account.example/gallery", "https://account.example/gallery?from=push"),
        ("https://www.mfa.gov.cn/x", "https://www.mfa.gov.cn/x"),
    ],
)
def test_page_of_a_notice_tells_how_to_unsubscribe(sqlite: Database, tmp_path: Path, url: str, given: str) -> None:
    _has_template(sqlite, "thing1")
    content = _template(values={"thing1": "明天闭馆"}, url=url)
    assert compose(sqlite, tmp_path, Kind.NOTICE, content).payload["page"] == given


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "javascript:alert(1)", "//account.example/"])
def test_address_that_is_not_trusted_is_refused(sqlite: Database, tmp_path: Path, url: str) -> None:
    _has_template(sqlite, "thing1")
    with pytest.raises(ContentError, match="url: must be a page of ours"):
        compose(sqlite, tmp_path, Kind.TEMPLATE, _template(values={"thing1": "明天闭馆"}, url=url))


def test_template_about_an_item_that_changed_or_went_is_not_what_was_signed(sqlite: Database, tmp_path: Path) -> None:
    go_live(sqlite, news())
    _has_template(sqlite, "thing1")
    payload = compose(sqlite, tmp_path, Kind.TEMPLATE, _template(about=_about("news", "visit"))).payload
    with sqlite.read() as db:
        assert uploading.current(db, payload, NOON) == []
    go_live(sqlite, news(title="Another"))
    with sqlite.read() as db:
        assert uploading.current(db, payload, NOON) == ["news/visit/zh"]
