"""Testers and lists in the console: brought as files, kept by who composes, used by broadcasts."""

from io import BytesIO

from werkzeug.test import TestResponse

from tests.console.conftest import Browser, Office
from tests.console.diary import follower
from tests.console.test_broadcasts import drafted
from tests.services.broadcasting import composition
from wxbot.services.audiences import Audience, Who
from wxbot.services.groups import Kind
from wxbot.store import audiences as store


def _members(office: Office, name: str) -> list[str]:
    with office.database.read() as db:
        found = [group for group in store.groups(db) if group.name == name]
        return list(store.members(db, found[0].id, "", 100)) if found else []


def _upload(browser: Browser, content: bytes, **fields: object) -> TestResponse:
    return browser.post("/broadcasts/groups/list", name="Guests", file=(BytesIO(content), "list.csv"), **fields)


def test_file_of_a_spreadsheet_becomes_a_list(office: Office, editor: Browser) -> None:
    follower(office, "oAlice")
    follower(office, "oBob")
    _upload(editor, "\ufeffname,OpenID\r\n王,oAlice\r\n李, oBob\r\n王,oAlice\r\n".encode())
    assert _members(office, "Guests") == ["oAlice", "oBob"]


def test_lines_without_an_openid_are_told_by_their_numbers_and_nothing_is_kept(office: Office, editor: Browser) -> None:
    follower(office, "oAlice")
    answer = _upload(editor, "oAlice\n\n张三\n".encode())
    assert answer.status_code == 422
    assert "Line 3" in answer.text
    assert "张三" in answer.text
    assert 'value="Guests"' in answer.text
    assert _members(office, "Guests") == []


def test_strangers_are_taken_only_when_somebody_says_so(office: Office, editor: Browser) -> None:
    answer = _upload(editor, b"oNobody\n")
    assert answer.status_code == 422
    assert "Line 1" in answer.text
    _upload(editor, b"oNobody\n", strangers="y")
    assert _members(office, "Guests") == ["oNobody"]


def test_file_in_another_encoding_is_refused_in_words(editor: Browser) -> None:
    assert "not in UTF-8" in _upload(editor, "王,李".encode("gb18030")).text


def test_pasted_openids_stay_when_one_is_wrong(office: Office, editor: Browser) -> None:
    answer = editor.post("/broadcasts/groups/list", name="Guests", openids="oAlice\nwrong one")
    assert answer.status_code == 422
    assert "oAlice\nwrong one" in answer.text


def test_testers_come_and_go(office: Office, editor: Browser) -> None:
    number = follower(office, "oAlice")
    page = editor.follow("/broadcasts/groups/testers", called="Colleagues").text
    address = page.split("/broadcasts/groups/")[1].split("/")[0].split('"')[0]
    assert "Nobody who follows has this openid." in editor.post(f"/broadcasts/groups/{address}/join", openid="oX").text
    editor.post(f"/broadcasts/groups/{address}/join", openid=" oAlice ")
    assert _members(office, "Colleagues") == ["oAlice"]
    editor.post(f"/broadcasts/groups/{address}/leave", follower=number)
    assert _members(office, "Colleagues") == []


def test_list_stays_as_it_was_brought(office: Office, editor: Browser) -> None:
    follower(office, "oAlice")
    _upload(editor, b"openid\noAlice\n")
    with office.database.read() as db:
        (group,) = store.groups(db, Kind.LIST)
    assert "stays as it was brought" in editor.follow(f"/broadcasts/groups/{group.id}/join", openid="oAlice").text


def test_group_that_a_broadcast_goes_to_is_not_removed(office: Office, editor: Browser) -> None:
    follower(office, "oAlice")
    _upload(editor, b"oAlice\n")
    with office.database.read() as db:
        (group,) = store.groups(db)
    drafted(office, composition(title="Invitation", audience=Audience(Who.GROUP, group=group.id)))
    assert "goes to this group: Invitation" in editor.follow(f"/broadcasts/groups/{group.id}/remove").text
    assert _members(office, "Guests") == ["oAlice"]


def test_two_groups_of_one_name_are_refused(office: Office, editor: Browser) -> None:
    editor.post("/broadcasts/groups/testers", called="Colleagues")
    assert "has this name already" in editor.post("/broadcasts/groups/testers", called="Colleagues").text


def test_openids_are_shown_to_nobody_who_may_not_see_followers(office: Office, editor: Browser) -> None:
    follower(office, "oAlice")
    _upload(editor, b"oAlice\n")
    with office.database.read() as db:
        (group,) = store.groups(db)
    assert "oAlice" not in editor.get(f"/broadcasts/groups/{group.id}").text


def test_reviewer_reads_groups_and_keeps_none(office: Office, reviewer: Browser) -> None:
    assert reviewer.get("/broadcasts/groups").status_code == 200
    assert reviewer.post("/broadcasts/groups/testers", called="Mine").status_code == 403
