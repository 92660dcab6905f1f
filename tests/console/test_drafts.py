"""Writing items in the browser: every kind, errors beside their fields, two who write at once, the preview."""

import re

import pytest

from tests.console.conftest import Browser, Office
from tests.console.typing_in import NEWS, RULE, delivered_shapes, filled_in, save
from tests.services.drafts import autoreply, go_live, news
from tests.services.signing import CHEN, WANG, item, live_title
from tests.services.signing import save as saved
from wxbot.edition.kinds import BODIES, Kind
from wxbot.services.items import Draft
from wxbot.services.roles import Role
from wxbot.store import items as rows
from wxbot.store import revisions as store
from wxbot.store.database import Database
from wxbot.store.items import Revision

NEW = "/items/new?kind=news&language=zh"
EDIT = "/items/news/visit/zh/edit"

_WITH_FORMS = [draft for draft in delivered_shapes() if draft.kind is not Kind.MENU]  # Menus have their own editor.


def _newest(database: Database, kind: str = "news", slug: str = "visit", language: str = "zh") -> Revision:
    with database.read() as db:
        found = rows.find(db, kind, slug, language)
        assert found is not None
        newest = rows.newest(db, found)
        assert newest is not None
        return newest


def test_kind_and_language_are_chosen_first(editor: Browser) -> None:
    page = editor.get("/items/new").text
    for kind in Kind:
        assert f"/items/new?kind={kind}&amp;language=en" in page


def test_editor_writes_news_that_nobody_else_sees_yet(office: Office, editor: Browser) -> None:
    page = editor.follow(NEW, **NEWS).text
    assert "Saved as revision 1." in page
    newest = _newest(office.database)
    assert (newest.title, newest.author, newest.state) == ("会见", CHEN, "draft")
    assert newest.body == {"date": "2026-11-20", "summary": "一句话。", "text": "正文。"}
    assert live_title(office.database) is None


def test_next_revision_begins_with_what_is_there(office: Office, editor: Browser) -> None:
    go_live(office.database, news(summary="Was.", topics=["peace", "trade"]))
    answer = save(editor, EDIT, summary="Is.")
    assert answer.status_code == 302
    newest = _newest(office.database)
    assert (newest.number, newest.body["summary"], newest.body["topics"]) == (2, "Is.", ["peace", "trade"])
    assert live_title(office.database) == "会见"


def test_each_sentence_stands_beside_its_field_and_nothing_typed_is_lost(editor: Browser) -> None:
    typed = {
        **NEWS,
        "title": "",
        "date": "yesterday",
        "summary": "长" * 121,
        "source_url": "no address",
        "text": "words",
    }
    answer = editor.post(NEW, **typed)
    assert answer.status_code == 422
    for field, sentence in (
        ("title", "This must be filled in."),
        ("date", "This is not a day, such as 2026-11-25."),
        ("summary", "At most 120 characters."),
        ("source_url", "This is not a whole address"),
    ):
        block = answer.text.split(f'id="{field}-error"')[1].split("</div>")[0]
        assert sentence in block
    again = filled_in(answer.text)
    assert (again["date"], again["source_url"], again["text"]) == (["yesterday"], ["no address"], ["words"])


@pytest.mark.parametrize("slug", ["Upper", "two words", "../x", "-a", "a" * 81])
def test_short_name_that_cannot_stand_in_an_address_is_refused(editor: Browser, slug: str) -> None:
    answer = editor.post(NEW, **{**NEWS, "slug": slug})
    assert answer.status_code == 422
    assert 'id="slug-error"' in answer.text


def test_end_before_the_beginning_is_told_beside_the_end(editor: Browser) -> None:
    times = {"valid_from": "2026-11-20T10:00", "valid_to": "2026-11-20T09:00"}
    answer = editor.post(NEW, **NEWS, **times)
    assert "The end must come after the beginning." in answer.text.split('id="valid_to-error"')[1][:200]


def test_sign_that_cannot_be_kept_is_left_out(office: Office, editor: Browser) -> None:
    editor.follow(NEW, **{**NEWS, "text": "a\0b"})
    assert _newest(office.database).body["text"] == "ab"


@pytest.mark.parametrize(
    "asked",
    [
        "kind=news&valid_from=x&date=x&topics=x&sample=x&title=About",
        "kind=autoreply&answers=x&conditions=x&priority=x&title=About",
        "kind=mission&latitude=x&title=About",
        "kind=event&opens=x&kind=x&base=x&csrf_token=x&title=About",
    ],
)
def test_address_fills_in_only_what_is_plain_text(editor: Browser, asked: str) -> None:
    page = editor.get(f"/items/new?language=zh&{asked}")
    assert page.status_code == 200
    assert 'value="About"' in page.text


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_time_that_no_other_clock_can_tell_is_refused(editor: Browser, at: str) -> None:
    answer = editor.post(NEW, **NEWS, valid_from=at)
    assert answer.status_code == 422
    assert "This is not a date and time" in answer.text


def test_time_is_on_the_accounts_clock(office: Office, editor: Browser) -> None:
    editor.follow(NEW, **NEWS, valid_from="2026-12-01T09:30")
    assert _newest(office.database).body["valid_from"] == "2026-12-01T09:30:00+08:00"


def test_second_editor_is_shown_the_difference_and_keeps_his_words(office: Office, editor: Browser) -> None:
    """Both had the form open; what the first one saved is not overwritten, and the second one loses nothing."""
    go_live(office.database, news(summary="Was."))
    open_form = filled_in(editor.get(EDIT).text)
    saved(office.database, news(summary="Wang's words."), base=1, author=WANG)
    answer = editor.post(EDIT, **{**open_form, "summary": "Chen's words."})
    assert answer.status_code == 409
    assert "Somebody else saved this meanwhile" in answer.text
    assert WANG in answer.text
    assert "Wang&#39;s words." in re.sub("</?mark>", "", answer.text.split('class="diff"')[1])
    assert _newest(office.database).body["summary"] == "Wang's words."
    kept = filled_in(answer.text)
    assert kept["summary"] == ["Chen's words."]
    assert editor.post(EDIT, **kept).status_code == 302
    newest = _newest(office.database)
    assert (newest.number, newest.author, newest.body["summary"]) == (3, CHEN, "Chen's words.")


def test_item_of_the_same_name_that_somebody_made_meanwhile_is_a_conflict(office: Office, editor: Browser) -> None:
    saved(office.database, news(summary="Wang's words."), author=WANG)
    answer = editor.post(NEW, **NEWS)
    assert answer.status_code == 409
    assert filled_in(answer.text)["slug"] == ["visit"]
    assert _newest(office.database).number == 1


def test_hostile_words_in_a_conflict_stay_words(office: Office, editor: Browser) -> None:
    hostile = "<script>alert(1)</script>"
    saved(office.database, news(title=hostile), author=WANG)
    page = editor.post(NEW, **{**NEWS, "text": hostile}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_earlier_revision_is_taken_up_again(office: Office, editor: Browser) -> None:
    go_live(office.database, news(text="The first text."))
    go_live(office.database, news(text="The second text."))
    page = editor.get(f"{EDIT}?revision=1").text
    assert filled_in(page)["text"] == ["The first text."]
    assert filled_in(page)["base"] == ["2"]


def test_question_begins_with_what_a_letter_asked(editor: Browser) -> None:
    page = editor.get("/items/new?kind=faq&language=zh&title=周六开门吗&answer=周六不开门。").text
    fields = filled_in(page)
    assert (fields["title"], fields["answer"]) == (["周六开门吗"], ["周六不开门。"])
    assert fields["slug"][0].startswith("faq-")


@pytest.mark.parametrize(
    "name", ["date", "valid_from", "order", "topics", "conditions", "sample", "base", "kind2", "data"]
)
def test_addresses_that_somebody_made_up_break_nothing(editor: Browser, name: str) -> None:
    assert editor.get(f"/items/new?kind=news&{name}=x").status_code == 200
    assert editor.get(f"/items/new?kind=autoreply&{name}=x").status_code == 200


def test_article_begins_with_the_day_on_the_accounts_clock(office: Office, editor: Browser) -> None:
    today = office.runtime.clock.instant().astimezone(office.runtime.zone).date()
    assert filled_in(editor.get(NEW).text)["date"] == [today.isoformat()]


def test_short_name_is_suggested_from_latin_words(editor: Browser) -> None:
    page = editor.get("/items/new?kind=news&language=en&title=A visit to Fiji in 2026").text
    assert filled_in(page)["slug"] == ["visit-to-fiji-in-2026"]


def test_translation_begins_with_the_other_language(office: Office, editor: Browser) -> None:
    go_live(office.database, news(text="正文。"))
    page = editor.get("/items/new?kind=news&language=en&slug=visit&like=zh").text
    assert (filled_in(page)["text"], filled_in(page)["slug"]) == (["正文。"], ["visit"])


def test_rule_is_written_in_rows(office: Office, editor: Browser) -> None:
    more = {"conditions-3-match": "contains", "conditions-3-words": "早上好", "answers-1-type": "transfer"}
    editor.follow("/items/new?kind=autoreply&language=zh", **RULE, **more)
    body = _newest(office.database, "autoreply", "greeting").body
    assert body["conditions"] == [
        {"match": "exact", "words": ["你好", "您好"]},
        {"match": "contains", "words": ["早上好"]},
    ]
    assert body["answers"] == [{"type": "text", "text": "您好！"}, {"type": "transfer", "account": ""}]


def test_row_is_added_without_a_script_and_nothing_is_saved(office: Office, editor: Browser) -> None:
    page = editor.post("/items/new?kind=autoreply&language=zh", **RULE, do="add-conditions").text
    fields = filled_in(page)
    assert {"conditions-0-words", "conditions-1-words"} <= set(fields)
    assert fields["answers-0-text"] == ["您好！"]
    with office.database.read() as db:
        assert rows.find(db, "autoreply", "greeting", "zh") is None


def test_wrong_pattern_is_told_in_its_row(editor: Browser) -> None:
    wrong = {"conditions-1-match": "regex", "conditions-1-words": "(没有闭合"}
    answer = editor.post("/items/new?kind=autoreply&language=zh", **RULE, **wrong)
    assert answer.status_code == 422
    assert "cannot be used as a pattern" in answer.text.split('id="conditions-1-words-error"')[1][:200]


def test_answer_without_its_kind_is_told_in_its_row(editor: Browser) -> None:
    answer = editor.post("/items/new?kind=autoreply&language=zh", **{**RULE, "answers-0-type": ""})
    assert "Choose one of the list." in answer.text.split('id="answers-0-type-error"')[1][:200]


def test_steps_of_an_emergency_are_all_three(editor: Browser) -> None:
    typed = {"title": "迷路", "slug": "lost", "base": "0", "conditions-0-match": "exact", "conditions-0-words": "迷路"}
    path = "/items/new?kind=emergency&language=zh"
    answer = editor.post(path, **typed, **{"steps-0": "一", "steps-1": "", "steps-2": "三"})
    assert "This must be filled in." in answer.text.split('id="steps-1-error"')[1][:200]
    assert editor.post(path, **typed, **{f"steps-{n}": "做" for n in range(3)}).status_code == 302


def test_preview_shows_phone_and_page_and_saves_nothing(office: Office, editor: Browser) -> None:
    page = editor.post(NEW, **{**NEWS, "text": "## 标题\n\n[链接](javascript:alert(1))<b>粗</b>"}, do="preview").text
    assert "<h2>标题</h2>" in page
    assert 'class="phone-title">会见<' in page
    assert 'href="javascript' not in page
    assert "<b>粗</b>" not in page
    with office.database.read() as db:
        assert rows.find(db, "news", "visit", "zh") is None


def test_preview_of_a_rule_answers_the_words_that_it_is_for(editor: Browser) -> None:
    page = editor.post("/items/new?kind=autoreply&language=zh", **RULE, do="preview").text
    assert "您好！" in page.split('class="phone"')[1]
    assert "is answered by" not in page


def test_preview_tells_which_rule_answers_instead(office: Office, editor: Browser) -> None:
    other = autoreply("other", conditions=[{"match": "exact", "words": ["你好"]}], priority=9)
    go_live(office.database, other)
    office.runtime.refresh_edition()
    page = editor.post("/items/new?kind=autoreply&language=zh", **RULE, do="preview").text
    assert "is answered by autoreply/other" in page


def test_who_may_not_write_gets_no_form(office: Office) -> None:
    go_live(office.database, news())
    for role in (Role.REVIEWER, Role.AGENT, Role.AUDITOR):
        assert office.at(role).get(EDIT).status_code == 403
        assert office.at(role).post(EDIT, **NEWS).status_code == 403


@pytest.mark.parametrize("draft", _WITH_FORMS, ids=lambda draft: draft.name)
def test_form_that_is_saved_as_it_was_opened_changes_nothing(office: Office, editor: Browser, draft: Draft) -> None:
    go_live(office.database, draft)
    office.runtime.refresh_edition()
    answer = save(editor, f"/items/{draft.kind}/{draft.slug}/{draft.language}/edit")
    assert answer.status_code == 302, answer.text
    with office.database.read() as db:
        found = rows.find(db, draft.kind, draft.slug, draft.language)
        assert found is not None
        newest, first = store.history(db, found.id, 2)
        assert (newest.title, newest.body) == (first.title, first.body)
        assert newest.sha256 == draft.sha256


def test_every_field_of_every_kind_has_its_place_in_the_form(editor: Browser) -> None:
    for kind in Kind:
        if kind is Kind.MENU:
            continue
        page = editor.get(f"/items/new?kind={kind}&language=zh").text
        for name in BODIES[kind].model_fields:
            assert f'name="{name}"' in page or f'name="{name}-0' in page, (kind, name)


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/items/new?kind=menu&language=en", "/console/menus/en/edit"),
        ("/items/menu/default/zh/edit", "/console/menus/zh/default/edit"),
    ],
)
def test_menus_are_written_in_their_own_editor(editor: Browser, path: str, to: str) -> None:
    assert editor.get(path).headers["Location"] == to


def test_owner_is_who_wrote_it_first(office: Office, editor: Browser) -> None:
    editor.follow(NEW, **NEWS)
    assert item(office.database).owner == CHEN
