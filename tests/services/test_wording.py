"""The wording check: what staff should not say so, and what they may."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.rig.account import ROOT
from wxbot.client import links
from wxbot.client.links import Verdict
from wxbot.edition.kinds import Kind
from wxbot.edition.wordlist import fold
from wxbot.services import files, items, wording
from wxbot.services.items import Draft
from wxbot.services.wording import Finding
from wxbot.store.database import Database
from wxbot.store.items import DELIVERED
from wxbot.store.wordings import Wording

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
HOSTS = ("account.example", "trusted.example")
ARTICLE = {"date": "2026-11-20", "summary": "摘要。", "text": "正文。"}
ID_CARD = "11010519491231002X"


def news(title: str = "会见", language: str = "zh", **body: Any) -> Draft:
    return items.draft(Kind.NEWS, "n", language, title, {**ARTICLE, **body}, "the test")


def faq(answer: str) -> Draft:
    return items.draft(Kind.FAQ, "f", "zh", "护照", {"category": "passport", "answer": answer}, "the test")


def phrase(text: str, slug: str = "hotline", language: str = "zh") -> Draft:
    return items.draft(Kind.PHRASE, slug, language, slug, {"text": text}, "the test")


def mission(**body: Any) -> Draft:
    fields = {"country": "FR", "region": "europe", "city": "巴黎", "latitude": 48.86, "longitude": 2.35, "spot": "city"}
    return items.draft(Kind.MISSION, "embassy-france", "zh", "驻法国使馆", {**fields, **body}, "the test")


def rule(**body: Any) -> Draft:
    fields = {"conditions": [{"match": "exact", "words": ["你好"]}], "answers": [{"type": "text", "text": "您好"}]}
    return items.draft(Kind.AUTOREPLY, "r", "zh", "问候", {**fields, **body}, "the test")


def menu(*buttons: dict[str, Any]) -> Draft:
    return items.draft(Kind.MENU, "default", "zh", "菜单", {"buttons": buttons}, "the test")


def keep(database: Database, wrong: str, preferred: str = "", level: str = "warn", language: str = "") -> None:
    with database.write() as db:
        row = Wording(wrong=wrong, folded=fold(wrong).words, preferred=preferred, note="见手册")
        row.level, row.language = level, language
        db.add(row)


def go_live(database: Database, draft: Draft, by: str = "chen") -> None:
    with database.write() as db:
        items.go_live(db, draft, author=by, signer=by, now=NOW)


def check(database: Database, draft: Draft) -> tuple[Finding, ...]:
    with database.read() as db:
        return wording.check(db, draft, HOSTS)


def codes(database: Database, draft: Draft) -> list[tuple[str, str]]:
    return [(finding.field, str(finding.code)) for finding in check(database, draft)]


def test_text_without_faults_has_no_finding(database: Database) -> None:
    assert check(database, news()) == ()


def test_wrong_wording_is_named_with_the_preferred_one(database: Database) -> None:
    keep(database, "领事馆柜台", "领事服务窗口")
    (finding,) = check(database, news(text="请到領事館櫃檯办理，领事馆柜台9点开门。"))
    assert (finding.blocks, finding.field, finding.code) == (False, "text", "wording")
    assert finding.words == {
        "found": "領事館櫃檯",
        "preferred": "领事服务窗口",
        "note": "见手册",
        "times": "2",
        "around": "请到領事館櫃檯办理，领事馆柜台9点开门",
    }


def test_wording_is_found_wherever_citizens_read(sqlite: Database) -> None:
    keep(sqlite, "柜台")
    draft = news("去柜台", topics=["柜台"], summary="柜台。", text="柜台", source_name="柜台")
    fields = {field for field, _ in codes(sqlite, draft)}
    assert fields == {"title", "topics.0", "summary", "text", "source_name"}


def test_wording_in_an_answer_names_which(sqlite: Database) -> None:
    keep(sqlite, "柜台")
    answers = [{"type": "text", "text": "您好"}, {"type": "text", "text": "去柜台"}]
    assert codes(sqlite, rule(answers=answers)) == [("answers.1.text", "wording")]


def test_words_that_citizens_ask_with_may_be_wrong(sqlite: Database) -> None:
    keep(sqlite, "柜台")
    assert codes(sqlite, rule(conditions=[{"match": "contains", "words": ["柜台"]}])) == []


def test_wording_within_an_address_is_no_wording(sqlite: Database) -> None:
    keep(sqlite, "visa")
    assert codes(sqlite, news(text="见[说明](https://www.mfa.gov.cn/visa)或 https://www.mfa.gov.cn/visa 。")) == []


@pytest.mark.parametrize(("level", "blocks"), [("block", [True]), ("warn", [False]), ("allow", [])])
def test_level_says_what_follows(sqlite: Database, level: str, blocks: list[bool]) -> None:
    keep(sqlite, "柜台", level=level)
    assert [finding.blocks for finding in check(sqlite, news(text="柜台"))] == blocks


@pytest.mark.parametrize(
    ("language", "found"), [("zh", [("text", "wording")]), ("", [("text", "wording")]), ("en", [])]
)
def test_wording_counts_in_its_language_only(sqlite: Database, language: str, found: list[tuple[str, str]]) -> None:
    keep(sqlite, "柜台", language=language)
    assert codes(sqlite, news(text="柜台")) == found


def test_what_must_be_mended_comes_first(sqlite: Database) -> None:
    keep(sqlite, "甲", level="warn")
    keep(sqlite, "乙", level="block")
    assert [finding.blocks for finding in check(sqlite, news(text="甲乙"))] == [True, False]


def test_changed_list_counts_at_once(sqlite: Database) -> None:
    assert check(sqlite, news(text="柜台")) == ()
    keep(sqlite, "柜台")
    assert len(check(sqlite, news(text="柜台"))) == 1


@pytest.mark.parametrize(
    ("words", "code", "blocks"),
    [
        (f"身份证{ID_CARD}", "id-card", True),
        ("卡号6228 4804 0256 4890 018", "bank-card", True),
        ("护照E12345678", "passport", False),
        ("请找小王13800138000", "phone", False),
        ("请拨010-65961114", "phone", False),
        ("写信给zhang.san@example.com", "mail", False),
    ],
)
def test_personal_number_is_found(database: Database, words: str, code: str, blocks: bool) -> None:
    (finding,) = check(database, news(text=words))
    assert (finding.field, finding.code, finding.blocks) == ("text", code, blocks)


def test_finding_never_holds_the_whole_number(sqlite: Database) -> None:
    (finding,) = check(sqlite, news(text=f"王某身份证{ID_CARD}。"))
    assert finding.words == {"found": "11**************2X", "around": "王某身份证11**************2X。"}


def test_finding_beside_a_number_does_not_hold_its_beginning(sqlite: Database) -> None:
    keep(sqlite, "小道消息")
    found = check(sqlite, news(text=f"小道消息，{ID_CARD}，13800138000"))
    assert len(found) == 3
    assert not [finding for finding in found if re.search("[0-9]{3}", finding.words["around"])]


@pytest.mark.parametrize("words", ["电话：+33 1 49 52 19 50", "请拨010-65961114"])
def test_phone_of_a_mission_is_public(database: Database, words: str) -> None:
    go_live(database, mission(phone="+33 1 49 52 19 50；(010)65961114"))
    assert check(database, news(text=words)) == ()


def test_hotline_in_a_standing_phrase_is_public(database: Database) -> None:
    go_live(database, phrase("境外请拨：+86-10-12308"))
    assert check(database, faq("拨打+86 10 12308求助。")) == ()


@pytest.mark.parametrize("draft", [mission(phone="+33 1 49 52 19 50"), phrase("请拨010-65961114")])
def test_phone_where_offices_give_theirs_is_public(sqlite: Database, draft: Draft) -> None:
    assert check(sqlite, draft) == ()


def test_allowed_phone_is_public_however_it_is_written(sqlite: Database) -> None:
    keep(sqlite, "010-65961114", level="allow")
    assert check(sqlite, news(text="请拨+86 (10) 6596 1114")) == ()


@pytest.mark.parametrize("address", ["visa@mfa.gov.cn", "press@trusted.example", "info@mail.account.example"])
def test_mail_of_an_office_is_public(sqlite: Database, address: str) -> None:
    assert check(sqlite, news(text=f"请写信给{address}")) == ()


def test_allowed_mail_is_public(sqlite: Database) -> None:
    keep(sqlite, "Embassy.Paris@example.com", level="allow")
    assert check(sqlite, news(text="请写信给embassy.paris@example.com")) == ()


def test_id_card_is_never_public(sqlite: Database) -> None:
    keep(sqlite, ID_CARD, level="allow")
    assert [finding.code for finding in check(sqlite, phrase(ID_CARD))] == ["id-card"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[外交部](https://www.mfa.gov.cn/)", None),
        ('[外交部](https://www.mfa.gov.cn/ "官网")', None),
        ("[本号](https://account.example/news/n)", None),
        ("[伙伴](https://sub.trusted.example/)", None),
        ("[电话](tel:12308)", None),
        ("![桥](/media/0a1b.jpg)", None),
        ("[往期](/news/visit)", None),
        ("[像自己的](//evil.example/)", "link-malformed"),
        ("[像自己的](/\\evil.example/)", "link-malformed"),
        ("[外交部](http://www.mfa.gov.cn/)", "link-insecure"),
        ("看 http://www.mfa.gov.cn/。", "link-insecure"),
        ("[别处](https://www.example.com/)", "link-foreign"),
        ("看 https://www.example.com/x 。", "link-foreign"),
        ('<a href="https://www.example.com/">别处</a>', "link-foreign"),
        ("[像真的](https://mfa.gov.cn.example.com/)", "link-foreign"),
        ("[像真的](https://notgov.cn/)", "link-foreign"),
        ("[像真的](https://www.mfa.gov.cn@example.com/)", "link-malformed"),
        ("[少了](www.mfa.gov.cn)", "link-malformed"),
        ("[空的]()", "link-malformed"),
        ("[多了空格](https://www.mfa.gov.cn/ a)", "link-malformed"),
        ("[错了](https:/www.mfa.gov.cn/)", "link-malformed"),
        ("[错了](htps://www.mfa.gov.cn/)", "link-malformed"),
        ("[错了](https://localhost/)", "link-malformed"),
        ("[脚本](javascript:alert)", "link-malformed"),
    ],
)
def test_link_in_a_text_is_judged(sqlite: Database, text: str, code: str | None) -> None:
    assert codes(sqlite, news(text=text)) == ([("text", code)] if code else [])


def test_mere_path_opens_nothing_in_a_chat(sqlite: Database) -> None:
    assert codes(sqlite, faq("见[往期](/news/visit)")) == [("answer", "link-malformed")]


def test_foreign_link_names_its_host(sqlite: Database) -> None:
    (finding,) = check(sqlite, news(source_url="https://www.example.com/a"))
    assert (finding.field, finding.blocks) == ("source_url", False)
    assert finding.words == {"url": "https://www.example.com/a", "host": "www.example.com"}


def test_buttons_address_is_judged(sqlite: Database) -> None:
    away = {"name": "别处", "type": "view", "url": "https://www.example.com/"}
    ours = {"name": "本号", "type": "view", "url": "{public_url}/news"}
    assert codes(sqlite, menu(ours, away)) == [("buttons.1.url", "link-foreign")]


def test_title_that_no_broadcast_can_have_is_told(sqlite: Database) -> None:
    assert codes(sqlite, news("会" * 32)) == []
    (finding,) = check(sqlite, news("会" * 33))
    assert (finding.blocks, finding.code, finding.words) == (False, "too-long", {"count": "33", "limit": "32"})


@pytest.mark.parametrize(("count", "messages"), [(682, None), (683, "2"), (1500, "3")])
def test_long_answer_says_how_many_messages_it_becomes(sqlite: Database, count: int, messages: str | None) -> None:
    line = "句" * 29 + "。"
    found = check(sqlite, faq((line * 60)[:count]))
    assert [(finding.code, finding.words["count"]) for finding in found] == (
        [("messages", messages)] if messages else []
    )


@pytest.mark.parametrize(
    ("field", "button"),
    [
        ("buttons.0.name", {"name": "六个汉字的名", "type": "click", "key": "news"}),
        ("buttons.0.key", {"name": "一", "type": "click", "key": "k" * 129}),
        ("buttons.0.buttons.0.name", {"name": "一", "buttons": [{"name": "字" * 21, "type": "click", "key": "news"}]}),
    ],
)
def test_button_that_wechat_would_refuse_blocks(sqlite: Database, field: str, button: dict[str, Any]) -> None:
    (finding,) = check(sqlite, menu(button))
    assert (finding.blocks, finding.field, finding.code) == (True, field, "too-many-bytes")


def test_dead_links_are_found_wherever_they_stand(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    verdicts = {"https://dead.example/": Verdict.DEAD, "https://slow.example/": Verdict.UNKNOWN}
    monkeypatch.setattr(links, "ask", lambda urls, _within: {url: verdicts.get(url, Verdict.ALIVE) for url in urls})
    draft = news(text="[一](https://dead.example/)[二](https://alive.example/)", source_url="https://slow.example/")
    found = [(finding.field, str(finding.code), finding.blocks) for finding in wording.check_links(draft)]
    assert found == [("source_url", "link-unknown", False), ("text", "link-dead", False)]


def test_links_of_this_machine_are_not_asked_for_an_account_at_wechat() -> None:
    (finding,) = wording.check_links_of_text("http://127.0.0.1:9/admin")
    assert finding.code == "link-private"


def test_sample_is_told(sqlite: Database) -> None:
    assert codes(sqlite, news(sample=True)) == [("sample", "sample")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("您好，{name}！见{page}", []),
        ("见{page}，{name}", []),
        ("您好，{nmae}！见{page}", [("place-unknown", "{nmae}"), ("place-missing", "{name}")]),
        ("您好！见{page}", [("place-missing", "{name}")]),
    ],
)
def test_places_of_a_phrase_are_those_of_the_delivered_one(
    database: Database, text: str, found: list[tuple[str, str]]
) -> None:
    go_live(database, phrase("您好，{name}！见{page}", "hello"), by=DELIVERED)
    go_live(database, phrase("您好，{other}！", "hello"))
    findings = check(database, phrase(text, "hello"))
    assert [(finding.code, finding.words["place"]) for finding in findings] == found
    assert all(finding.blocks for finding in findings)


def test_places_of_a_new_translation_are_those_of_the_chinese_phrase(sqlite: Database) -> None:
    go_live(sqlite, phrase("您好，{name}！", "hello"), by=DELIVERED)
    assert codes(sqlite, phrase("Hello, {nmae}!", "hello", "en"))[0] == ("text", "place-unknown")


def test_phrase_of_staffs_own_may_have_any_place(sqlite: Database) -> None:
    assert codes(sqlite, phrase("您好，{name}！", "own")) == []


def test_text_alone_is_checked_as_well(sqlite: Database) -> None:
    keep(sqlite, "柜台", level="block")
    with sqlite.read() as db:
        found = wording.check_text(db, f"柜台，{ID_CARD}，[别处](https://www.example.com/)", "zh", HOSTS)
    assert [str(finding.code) for finding in found] == ["wording", "id-card", "link-foreign"]


def _delivered() -> Iterator[Draft]:
    yield from files.read(ROOT)


def test_delivered_content_has_nothing_that_blocks(loaded: Database) -> None:
    with loaded.read() as db:
        blocked = [(d.name, finding) for d in _delivered() for finding in wording.check(db, d) if finding.blocks]
    assert blocked == []


def test_delivered_content_names_nobody(loaded: Database) -> None:
    """But for an office's hotline, which stands in one answer only."""
    personal = {"id-card", "bank-card", "passport", "phone", "mail"}
    with loaded.read() as db:
        named = {d.slug for d in _delivered() for finding in wording.check(db, d) if finding.code in personal}
    assert named == {"travel-document-hk-macao-taiwan"}
