"""Staff in the browser: letting people in, changing what they may, and helping who cannot sign in."""

import re

import pytest

from tests.console.conftest import Browser, Office
from tests.console.people import PASSWORD, PEOPLE, add
from wxbot.services.roles import Permission, Role
from wxbot.store import staff as people
from wxbot.store.staff import Staff

CHEN = PEOPLE[Role.EDITOR].email
QIAN = {"name": "Qian", "email": "Qian@example.org", "roles": ["editor", "agent"]}


def _row(office: Office, email: str) -> Staff:
    with office.database.read() as db:
        row = people.find(db, email)
        assert row is not None
        return row


def _at(office: Office, email: str) -> str:
    return f"/staff/{_row(office, email).id}"


def _shown_password(page: str) -> str:
    return str(re.findall(r'<dd class="mono[^>]*>([^<]+)</dd>', page)[0])


def test_list_names_everybody_with_roles(administrator: Browser) -> None:
    page = administrator.get("/staff").text
    for person in PEOPLE.values():
        assert person.name in page
        assert person.email in page


def test_new_colleague_signs_in_with_the_shown_password_and_must_change_it(
    administrator: Browser, office: Office
) -> None:
    page = administrator.post("/staff/new", **QIAN).text
    browser = office.signed_in("qian@example.org", _shown_password(page))
    assert "/change" in browser.get("/").headers["Location"]
    assert _row(office, "qian@example.org").role_names == ["editor", "agent"]


def test_password_is_shown_once(administrator: Browser, office: Office) -> None:
    password = _shown_password(administrator.post("/staff/new", **QIAN).text)
    assert password not in administrator.get(_at(office, "qian@example.org")).text
    assert password not in administrator.get("/audit?subject=staff").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "nobody"}, "must be an e-mail address"),
        ({"email": CHEN}, "somebody has this address already"),
        ({"name": ""}, "This must be filled in"),
        ({"roles": []}, "at least one"),
        ({"roles": ["emperor"]}, "not a valid choice"),
    ],
)
def test_what_does_not_fit_is_told_beside_its_field(
    administrator: Browser, changes: dict[str, object], sentence: str
) -> None:
    answer = administrator.post("/staff/new", **{**QIAN, **changes})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_new_roles_count_from_the_next_click(administrator: Browser, office: Office, editor: Browser) -> None:
    assert editor.get("/audit").status_code == 403
    administrator.post(_at(office, CHEN), name="Chen", roles=["auditor"])
    assert editor.get("/audit").status_code == 200
    assert editor.get("/wordings").status_code == 403


def test_deactivated_colleague_is_out_and_stays_out(administrator: Browser, office: Office, editor: Browser) -> None:
    assert editor.get("/").status_code == 200
    page = administrator.follow(_at(office, CHEN) + "/deactivate").text
    assert "is deactivated" in page
    assert editor.get("/").status_code == 302
    assert office.signed_in(CHEN).get("/").status_code == 302


def test_reactivated_colleague_signs_in_again(administrator: Browser, office: Office) -> None:
    administrator.post(_at(office, CHEN) + "/deactivate")
    assert "active again" in administrator.follow(_at(office, CHEN) + "/reactivate").text
    assert office.signed_in(CHEN).get("/").status_code == 200


def test_reset_password_replaces_the_old_one_and_ends_sessions(
    administrator: Browser, office: Office, editor: Browser
) -> None:
    editor.get("/")
    password = _shown_password(administrator.post(_at(office, CHEN) + "/reset-password").text)
    assert editor.get("/").status_code == 302
    assert "/login" in office.signed_in(CHEN, PASSWORD).get("/").headers["Location"]
    assert "/change" in office.signed_in(CHEN, password).get("/").headers["Location"]


def test_who_lost_his_phone_gets_in_after_the_second_factor_is_reset(administrator: Browser, office: Office) -> None:
    with office.database.write() as db:
        secret: dict[str, object] = {"tf_primary_method": "authenticator", "tf_totp_secret": "sealed"}
        people.change(db, _row(office, CHEN).id, secret)
    assert office.signed_in(CHEN).get("/").status_code == 302
    assert "switched off" in administrator.follow(_at(office, CHEN) + "/reset-second-factor").text
    assert office.signed_in(CHEN).get("/").status_code == 200


def test_signed_out_colleague_signs_in_again(administrator: Browser, office: Office, editor: Browser) -> None:
    editor.get("/")
    assert "signed out everywhere" in administrator.follow(_at(office, CHEN) + "/sign-out").text
    assert editor.get("/").status_code == 302
    assert office.signed_in(CHEN).get("/").status_code == 200


def test_last_administrator_cannot_give_up_the_role(administrator: Browser, office: Office) -> None:
    path = _at(office, PEOPLE[Role.ADMINISTRATOR].email)
    answer = administrator.post(path, name="Zhao", roles=["editor"])
    assert answer.status_code == 422
    assert "somebody must stay who is an administrator" in answer.text


def test_last_administrator_cannot_be_deactivated(administrator: Browser, office: Office) -> None:
    add(office.database, "qian@example.org", "Qian", Role.ADMINISTRATOR)
    second = office.signed_in("qian@example.org")
    second.post(_at(office, PEOPLE[Role.ADMINISTRATOR].email) + "/deactivate")
    assert administrator.get("/").status_code == 302
    assert "own account" in second.follow(_at(office, "qian@example.org") + "/deactivate").text
    assert _row(office, "qian@example.org").active


@pytest.mark.parametrize("what", ["deactivate", "reset-password", "reset-second-factor"])
def test_own_account_is_left_to_its_own_page(administrator: Browser, office: Office, what: str) -> None:
    page = administrator.follow(f"{_at(office, PEOPLE[Role.ADMINISTRATOR].email)}/{what}").text
    assert "your own account is changed on its own page" in page


@pytest.mark.parametrize("what", ["", "/deactivate", "/reactivate", "/reset-password", "/sign-out"])
def test_nobody_is_changed_who_does_not_exist(administrator: Browser, what: str) -> None:
    assert administrator.post(f"/staff/999{what}", name="Nobody", roles=["editor"]).status_code == 404


def test_roles_are_shown_with_what_they_may(administrator: Browser) -> None:
    page = administrator.get("/staff/roles").text
    assert page.count('<th scope="row">') == len(Permission)
    assert "Manage staff" in page


@pytest.mark.parametrize("path", ["/staff", "/staff/new", "/staff/roles", "/staff/1"])
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_staff_is_for_administrators_only(office: Office, role: Role, path: str) -> None:
    assert office.at(role).get(path).status_code == 403


def test_an_editor_lets_nobody_in(editor: Browser, office: Office) -> None:
    assert editor.post("/staff/new", **QIAN).status_code == 403
    with office.database.read() as db:
        assert people.find(db, "qian@example.org") is None
