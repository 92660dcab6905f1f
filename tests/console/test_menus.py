"""Staff put menus together, publish what is signed, see what came of it, and are told when somebody changed it."""

import re
from typing import Any

import pytest

from tests.console.conftest import Office
from tests.services.drafts import NOON
from tests.services.publishing import click, names, sign
from wxbot.client import menu as api_menu
from wxbot.edition.kinds import Kind
from wxbot.services import alarms, drift, items, preferences, publications, revisions
from wxbot.services.roles import Role
from wxbot.simulator.server import Simulator
from wxbot.store import items as rows
from wxbot.store import publications as store
from wxbot.store.items import Revision

FORM = {"title": "Menu", "tag": "", "base": "1", "do": "save"}
ONE = {"b-0-name": "动态", "b-0-type": "click", "b-0-key": "news", "b-0-url": ""}


@pytest.fixture
def signed(connected: Office) -> Office:
    """A menu with one button is signed and live, and nothing was published."""
    sign(connected.database, "动态")
    return connected


def _publish(office: Office) -> str:
    """The page after Director Li pressed the button, as he saw it."""
    li = office.at(Role.REVIEWER)
    digest = re.search('name="digest" value="([0-9a-f]*)"', li.get("/menus").text)
    assert digest is not None
    return li.follow("/menus/publish", digest=digest[1]).text


def _newest(office: Office, slug: str = "default", language: str = "zh") -> Revision | None:
    with office.database.read() as db:
        item = rows.find(db, Kind.MENU, slug, language)
        return rows.newest(db, item) if item is not None else None


def _buttons(revision: Revision | None) -> Any:
    assert revision is not None
    return revision.body["buttons"]


def _fields(page: str) -> dict[str, str]:
    """The names of the form's buttons with what they hold."""
    return dict(re.findall(r'name="(b-[0-9-]+-name)"[^>]* value="([^"]*)"', page))


def test_signed_menu_is_published(signed: Office, wechat: Simulator) -> None:
    page = _publish(signed)
    assert "The menu is published." in page
    assert names(wechat) == ["动态"]
    assert "Phones show what is signed" in page
    assert "li@example.org" in page


def test_what_would_change_is_shown_before_it_is_published(signed: Office, wechat: Simulator) -> None:
    _publish(signed)
    sign(signed.database, "新动态")
    page = signed.at(Role.REVIEWER).get("/menus").text
    assert "What is signed is not what phones show" in page
    assert page.count("新动态") >= 1
    assert names(wechat) == ["动态"]


def test_menu_that_was_signed_meanwhile_is_not_published_unseen(signed: Office, wechat: Simulator) -> None:
    li = signed.at(Role.REVIEWER)
    page = li.get("/menus").text
    digest = re.search('name="digest" value="([0-9a-f]*)"', page)
    assert digest is not None
    sign(signed.database, "新动态")
    assert "Other menus were signed meanwhile" in li.follow("/menus/publish", digest=digest[1]).text
    assert names(wechat) == []


def test_refusal_is_told_in_wechats_words(signed: Office, wechat: Simulator) -> None:
    wechat.faults.refuse("/cgi-bin/menu/create", 45009)
    page = _publish(signed)
    assert "WeChat refused" in page
    assert "45009" in page
    assert "The last publication did not come to its end." in page


def test_menu_that_cannot_be_published_says_why_and_offers_no_button(connected: Office) -> None:
    sign(connected.database, buttons=[click("护照护照护照", "nowhere/at/all")])
    page = connected.at(Role.REVIEWER).get("/menus").text
    assert "The name has 18 bytes; WeChat takes 16, which is 5 characters." in page
    assert "No section answers “nowhere/at/all”." in page
    assert "/menus/publish" not in page


def test_menu_of_a_tag_alone_cannot_be_published(connected: Office) -> None:
    sign(connected.database, tag="english")
    assert "No menu for everyone is live." in connected.at(Role.REVIEWER).get("/menus").text


def test_change_that_somebody_made_elsewhere_is_shown(signed: Office, wechat: Simulator) -> None:
    _publish(signed)
    api_menu.create(signed.runtime.api, [click("Elsewhere")])
    drift.watch(signed.database, signed.runtime.api, NOON)
    page = signed.at(Role.REVIEWER).get("/menus").text
    assert "The menu was changed elsewhere." in page
    assert "Elsewhere" in page


def test_looking_at_wechat_silences_an_alarm_that_is_over(signed: Office, wechat: Simulator) -> None:
    _publish(signed)
    api_menu.create(signed.runtime.api, [click("Elsewhere")])
    drift.watch(signed.database, signed.runtime.api, NOON)
    api_menu.create(signed.runtime.api, [click("动态")])
    page = signed.at(Role.EDITOR).follow("/menus/look").text
    assert "The menu was changed elsewhere." not in page
    assert "As seen at WeChat just now." in page


def test_wechat_that_does_not_answer_costs_only_the_comparison(office: Office) -> None:
    sign(office.database)
    page = office.at(Role.EDITOR).get("/menus?look=1")
    assert page.status_code == 200
    assert "WeChat could not be asked" in page.text


def test_earlier_publication_is_sent_again(signed: Office, wechat: Simulator) -> None:
    _publish(signed)
    sign(signed.database, "新动态")
    _publish(signed)
    page = signed.at(Role.REVIEWER).follow("/menus/publications/1/repeat").text
    assert "The menu is published." in page
    assert names(wechat) == ["动态"]
    assert "an earlier one again" in page


def test_publication_shows_what_was_sent(signed: Office) -> None:
    _publish(signed)
    page = signed.at(Role.AUDITOR).get("/menus/publications/1").text
    assert "动态" in page
    assert "As it is signed now" in page
    assert "Publish these again" not in page


def test_publication_that_never_was_is_told_so(office: Office) -> None:
    assert office.at(Role.AUDITOR).get("/menus/publications/9").status_code == 404


def test_who_may_not_publish_is_offered_nothing_of_it(signed: Office) -> None:
    page = signed.at(Role.EDITOR).get("/menus").text
    assert "/menus/publish" not in page
    assert signed.at(Role.EDITOR).post("/menus/publish").status_code == 403


def test_publishing_by_itself_is_switched_on_and_off(signed: Office) -> None:
    li = signed.at(Role.REVIEWER)
    for wanted, kept in (("yes", True), ("no", False)):
        li.follow("/menus/automatic", automatic=wanted)
        with signed.database.read() as db:
            assert preferences.load(db).menus_automatic is kept


def test_many_publications_are_paged(signed: Office) -> None:
    with signed.database.write() as db:
        for number in range(60):
            fields = {"menus": [], "sent": [], "settled_at": NOON, "repeats_id": None, "code": None}
            words = dict.fromkeys(("sha256", "signed", "kind", "rid"), "")
            db.add(
                store.Publication(
                    state=store.State.FAILED,
                    actor="li",
                    started_at=NOON,
                    error=f"reason {number:02}",
                    **fields,
                    **words,
                )
            )
    li = signed.at(Role.REVIEWER)
    first = li.get("/menus").text
    after = first.split('rel="next" href="/console')[1].split('"')[0].replace("&amp;", "&")
    whole = first + li.get(after).text
    assert [whole.count(f"reason {number:02}") >= 1 for number in range(60)] == [True] * 60


def test_menu_opens_as_it_is(signed: Office) -> None:
    page = signed.at(Role.EDITOR).get("/menus/zh/default/edit").text
    assert _fields(page) == {"b-0-name": "动态"}
    assert re.search('name="b-0-key"[^>]* value="news"', page)


def test_menu_is_saved_as_a_draft(signed: Office) -> None:
    chen = signed.at(Role.EDITOR)
    answer = chen.post("/menus/zh/default/edit", **FORM, **{**ONE, "b-0-name": "外交"})
    assert answer.status_code == 302
    newest = _newest(signed)
    assert newest is not None
    assert (newest.number, newest.state, newest.author) == (2, "draft", "chen@example.org")
    assert _buttons(newest) == [click("外交")]


def test_menu_of_three_columns_by_five_is_saved(signed: Office) -> None:
    fields = {f"b-{column}-name": f"栏{column}" for column in range(3)}
    for column in range(3):
        for row in range(5):
            place = f"b-{column}-{row}"
            fields |= {
                f"{place}-name": f"钮{row}",
                f"{place}-type": "click",
                f"{place}-key": "news",
                f"{place}-url": "",
            }
    signed.at(Role.EDITOR).post("/menus/zh/default/edit", **FORM, **fields)
    assert [len(button["buttons"]) for button in _buttons(_newest(signed))] == [5, 5, 5]


def test_each_button_says_what_is_wrong_with_it_and_nothing_is_lost(signed: Office) -> None:
    wrong = {"b-0-name": "领事服务中心", "b-0-type": "click", "b-0-key": "nowhere/x", "b-0-url": ""}
    wrong |= {
        "b-1-name": "服务",
        "b-1-0-name": "网页",
        "b-1-0-type": "view",
        "b-1-0-key": "",
        "b-1-0-url": "mfa.gov.cn",
    }
    answer = signed.at(Role.EDITOR).post("/menus/zh/default/edit", **FORM, **wrong)
    assert answer.status_code == 422
    assert "The name has 18 bytes; WeChat takes 16, which is 5 characters." in answer.text
    assert "No section answers “nowhere/x”." in answer.text
    assert "An address begins with https://." in answer.text
    assert 'value="mfa.gov.cn"' in answer.text
    assert _newest(signed) is not None
    assert len(_buttons(_newest(signed))) == 1


def test_form_button_moves_a_button_without_saving(signed: Office) -> None:
    two = {**ONE, "b-1-name": "领事", "b-1-type": "click", "b-1-key": "consular", "b-1-url": ""}
    answer = signed.at(Role.EDITOR).post("/menus/zh/default/edit", **{**FORM, "do": "left-1"}, **two)
    assert answer.status_code == 200
    assert answer.text.index('value="领事"') < answer.text.index('value="动态"')
    newest = _newest(signed)
    assert newest is not None
    assert newest.number == 1


def test_second_of_two_editors_sees_that_somebody_was_quicker(signed: Office) -> None:
    chen, zhao = signed.at(Role.EDITOR), signed.at(Role.ADMINISTRATOR)
    zhao.post("/menus/zh/default/edit", **FORM, **{**ONE, "b-0-name": "赵"})
    answer = chen.post("/menus/zh/default/edit", **FORM, **{**ONE, "b-0-name": "陈"})
    assert answer.status_code == 422
    assert "Somebody saved version 2 meanwhile." in answer.text
    assert 'value="陈"' in answer.text
    base = re.search('name="base"[^>]* value="([0-9]+)"', answer.text)
    assert base is not None
    again = chen.post("/menus/zh/default/edit", **{**FORM, "base": base[1]}, **{**ONE, "b-0-name": "陈"})
    assert again.status_code == 302
    assert _buttons(_newest(signed))[0]["name"] == "陈"


def test_new_menu_for_a_tag_is_made(signed: Office) -> None:
    form = {**FORM, "base": "0", "slug": "english", "tag": "english", "title": "English menu"}
    answer = signed.at(Role.EDITOR).post("/menus/en/edit", **form, **{**ONE, "b-0-name": "News"})
    assert answer.status_code == 302
    newest = _newest(signed, "english", "en")
    assert newest is not None
    assert newest.body["tag"] == "english"


def test_new_menu_does_not_take_the_name_of_another(signed: Office) -> None:
    answer = signed.at(Role.EDITOR).post("/menus/zh/edit", **{**FORM, "base": "0", "slug": "default"}, **ONE)
    assert answer.status_code == 422
    assert "There is a menu of this name already." in answer.text


@pytest.mark.parametrize("slug", ["", "Default", "a b", "-x", "x" * 81])
def test_new_menu_needs_a_proper_name(signed: Office, slug: str) -> None:
    answer = signed.at(Role.EDITOR).post("/menus/zh/edit", **{**FORM, "base": "0", "slug": slug}, **ONE)
    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/menus/zh/nowhere/edit", "/menus/fr/edit", "/menus/fr/default/edit"])
def test_menu_that_is_not_there_is_told_so(signed: Office, path: str) -> None:
    assert signed.at(Role.EDITOR).get(path).status_code == 404


def test_keys_are_found_by_the_names_of_sections_and_items(office: Office) -> None:
    news = {"date": "2026-11-20", "summary": "A summary.", "text": "A text."}
    draft = items.draft(Kind.NEWS, "visit", "zh", "会见法国总统", news, "the test")
    with office.database.write() as db:
        items.go_live(db, draft, "chen", "li", NOON)
        items.bump(db)
    office.runtime.refresh_edition()
    chen = office.at(Role.EDITOR)
    asked = {"headers": {"Accept": "application/json"}}
    found = chen.get("/menus/keys", query_string={"words": "法国"}, **asked).json
    assert found == [{"key": "news/visit", "label": "会见法国总统"}]
    assert "consular" in [each["key"] for each in chen.get("/menus/keys", **asked).json or []]
    assert "news/visit" in chen.get("/menus/keys", query_string={"words": "法国"}).text


def test_hostile_names_stay_words(signed: Office) -> None:
    hostile = '"><script>alert(1)</script>'
    answer = signed.at(Role.EDITOR).post(
        "/menus/zh/default/edit", **{**FORM, "do": "add"}, **{**ONE, "b-0-name": hostile}
    )
    assert "<script>alert" not in answer.text


def test_draft_of_a_menu_does_not_reach_wechat(signed: Office, wechat: Simulator) -> None:
    _publish(signed)
    with signed.database.write() as db:
        body = {"tag": "", "buttons": [click("Draft")]}
        draft = items.draft(Kind.MENU, "default", "zh", "Menu", body, "the test")
        revisions.save(db, draft, 1, "chen@example.org", NOON)
    publications.publish_due(signed.database, signed.runtime.api, signed.runtime.menu_account, NOON)
    _publish(signed)
    assert names(wechat) == ["动态"]


def test_alarm_of_the_menu_is_shown_where_it_is_mended(signed: Office) -> None:
    with signed.database.write() as db:
        alarms.ring(db, publications.ALARM, {"state": "refused", "why": "the reason"}, NOON)
    assert "the reason" in signed.at(Role.EDITOR).get("/menus").text


def test_menu_goes_its_whole_way_from_the_editor_to_phones(signed: Office, wechat: Simulator) -> None:
    chen, li = signed.at(Role.EDITOR), signed.at(Role.REVIEWER)
    page = chen.follow("/menus/zh/default/edit", **FORM, **{**ONE, "b-0-name": "外交"}).text
    assert "phone-menu" in page
    assert "Answers in the chat" in page
    draft = _newest(signed)
    assert draft is not None
    chen.follow(f"/revisions/{draft.id}/submit", due_at="", note="", heeded="y")
    li.follow(f"/revisions/{draft.id}/sign", sha256=draft.sha256)
    assert names(wechat) == []
    _publish(signed)
    assert names(wechat) == ["外交"]
