"""Signing in: the password, the second factor with its recovery codes, throttling, and sessions that end."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from flask_security import Security
from passlib.totp import TOTP

from tests.console.conftest import Browser, Office
from tests.console.people import PASSWORD, PEOPLE, add
from wxbot.console.wall import LONGEST
from wxbot.services.roles import Role
from wxbot.store import audit, staff

CHEN = PEOPLE[Role.EDITOR].email


def _sign_in(browser: Browser, email: str, password: str) -> str:
    """The page that signing in leads to."""
    token = _token(browser.get("/login").text)
    fields = {"csrf_token": token, "email": email, "password": password}
    return browser.client.post("/console/login", data=fields, follow_redirects=True).text


def _token(page: str) -> str:
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]  # type: ignore[index]


def test_the_right_password_opens_the_first_page(office: Office) -> None:
    page = _sign_in(office.browser(), CHEN, PASSWORD)
    assert "概览" in page
    assert "Chen" in page


def test_capitals_in_the_address_make_no_difference(office: Office) -> None:
    assert "概览" in _sign_in(office.browser(), CHEN.upper(), PASSWORD)


def test_a_wrong_password_and_an_unknown_address_are_told_alike(office: Office) -> None:
    """Otherwise a stranger could find out who works here."""
    wrong = _sign_in(office.browser(), CHEN, "a wrong password")
    unknown = _sign_in(office.browser(), "nobody@example.org", "a wrong password")
    alerts = [re.findall(r'role="alert">([^<]+)<', page) for page in (wrong, unknown)]
    assert alerts[0]
    assert alerts[0] == alerts[1]


def test_one_who_works_here_no_more_does_not_get_in(office: Office) -> None:
    with office.database.write() as db:
        row = staff.find(db, CHEN)
        assert row is not None
        row.active = False
    assert "概览" not in _sign_in(office.browser(), CHEN, PASSWORD)


def test_the_sixth_attempt_within_a_minute_is_refused_even_with_the_right_password(office: Office) -> None:
    browser = office.browser()
    for _ in range(5):
        _sign_in(browser, CHEN, "a wrong password")
    assert "尝试次数过多" in _sign_in(browser, CHEN, PASSWORD)


def test_attempts_count_together_however_the_address_is_written(office: Office) -> None:
    """A host's name can be typed in wide letters, and leads to the same account."""
    ways = ("chen@example。org", "chen@ｅxample.org", "chen@exａmple.org", "chen@exaｍple.org", "chen@examｐle.org")
    browser = office.browser()
    for way in ways:
        _sign_in(browser, way, "a wrong password")
    assert "概览" not in _sign_in(office.browser(), CHEN, PASSWORD)


def test_attempts_for_one_account_do_not_keep_others_out(office: Office) -> None:
    for _ in range(6):
        _sign_in(office.browser(), CHEN, "a wrong password")
    assert "概览" in _sign_in(office.browser(), PEOPLE[Role.REVIEWER].email, PASSWORD)


def test_a_provisional_password_must_be_changed_first(office: Office) -> None:
    add(office.database, "new@example.org", "New", Role.EDITOR, provisional=True)
    browser = office.browser()
    page = _sign_in(browser, "new@example.org", PASSWORD)
    assert "当前密码由他人设定" in page
    own = "another long sentence"
    fields = {"password": PASSWORD, "new_password": own, "new_password_confirm": own}
    browser.client.post("/console/change", data={"csrf_token": _token(page), **fields})
    assert "概览" in browser.get("/").text
    assert "概览" in _sign_in(office.browser(), "new@example.org", own)


def test_a_short_password_is_refused_with_a_sentence(editor: Browser) -> None:
    fields = {"password": PASSWORD, "new_password": "short", "new_password_confirm": "short"}
    assert "at least 12" in editor.post("/change", **fields).text


def test_signing_out_everywhere_ends_every_session(office: Office) -> None:
    desktop, laptop = office.signed_in(CHEN), office.signed_in(CHEN)
    assert laptop.get("/").status_code == 200
    desktop.post("/account/sign-out-everywhere")
    assert laptop.get("/").status_code == 302
    assert desktop.get("/").status_code == 302


def test_a_session_ends_after_twelve_hours(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = office.signed_in(CHEN)
    monkeypatch.setattr("wxbot.console.wall.time", SimpleNamespace(time=lambda: time.time() + LONGEST + 1))
    assert browser.get("/").status_code == 302


def test_a_session_ends_after_an_hour_without_a_click(office: Office) -> None:
    cookie = office.signed_in(CHEN).client.get_cookie("wxbot_staff", path="/console")
    assert cookie is not None
    assert cookie.max_age == 3600 or cookie.expires is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_a_forged_form_changes_nothing(editor: Browser) -> None:
    assert editor.client.post("/console/account/sign-out-everywhere").status_code == 400
    assert editor.get("/").status_code == 200


def test_the_address_that_was_asked_for_is_opened_after_signing_in(office: Office) -> None:
    browser = office.browser()
    where = browser.get("/account").headers["Location"]
    token = _token(browser.client.get(where).text)
    answer = browser.client.post(where, data={"csrf_token": token, "email": CHEN, "password": PASSWORD})
    assert answer.headers["Location"] == "/console/account"


@pytest.mark.parametrize("foreign", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_signing_in_never_leads_elsewhere(office: Office, foreign: str) -> None:
    browser = office.browser()
    token = _token(browser.get("/login").text)
    fields = {"csrf_token": token, "email": CHEN, "password": PASSWORD, "next": foreign}
    where = browser.client.post("/console/login", data=fields).headers.get("Location", "/")
    assert re.match(r"/[^/\\]|/$", where), where


class Phone:
    """An authenticator app: it knows the key that was shown once."""

    def __init__(self, key: str) -> None:
        self._totp = TOTP(key=key)

    def code(self, later: float = 0) -> str:
        return str(self._totp.generate(time.time() + later).token)


def _switch_on(browser: Browser) -> Phone:
    page = browser.post("/tf-setup", setup="authenticator").text
    key = re.search(r'id="totp-key">([^<]+)<', page)[1]  # type: ignore[index]
    where = re.search(r'action="/console(/tf-setup/[^"]+)"', page)[1]  # type: ignore[index]
    phone = Phone(key)
    assert browser.post(where, code=phone.code(-30)).status_code == 302
    return phone


def test_with_a_second_factor_the_password_alone_opens_nothing(office: Office) -> None:
    phone = _switch_on(office.signed_in(CHEN))
    browser = office.browser()
    page = _sign_in(browser, CHEN, PASSWORD)
    assert "两步验证" in page
    assert browser.get("/").status_code == 302
    fields = {"csrf_token": _token(page), "code": phone.code()}
    assert "概览" in browser.client.post("/console/tf-validate", data=fields, follow_redirects=True).text


def test_where_a_second_factor_is_required_it_is_set_up_at_the_first_sign_in(strict_office: Office) -> None:
    client = strict_office.app.test_client()
    secure = {"base_url": "https://account.example"}
    page = client.get("/console/login", **secure).text
    fields = {"csrf_token": _token(page), "email": CHEN, "password": PASSWORD}
    page = client.post("/console/login", data=fields, follow_redirects=True, **secure).text
    assert "设置两步验证" in page
    assert client.get("/console/", **secure).status_code == 302
    page = client.post("/console/tf-setup", data={"csrf_token": _token(page), "setup": "authenticator"}, **secure).text
    key = re.search(r'id="totp-key">([^<]+)<', page)[1]  # type: ignore[index]
    fields = {"csrf_token": _token(page), "code": Phone(key).code()}
    assert "概览" in client.post("/console/tf-validate", data=fields, follow_redirects=True, **secure).text


def test_behind_https_the_cookie_is_sent_over_nothing_else(strict_office: Office) -> None:
    answer = strict_office.app.test_client().get("/console/login", base_url="https://account.example")
    assert "; Secure;" in answer.headers["Set-Cookie"]


def test_whoever_switches_it_on_is_told_so_in_his_language(office: Office) -> None:
    browser = office.browser()
    _sign_in(browser, CHEN, PASSWORD)
    _switch_on(browser)
    assert "两步验证已开启。" in browser.get("/account").text


def test_a_code_is_good_for_one_sign_in(office: Office) -> None:
    phone = _switch_on(office.signed_in(CHEN))
    code = phone.code()
    for opened in (True, False):
        browser = office.browser()
        fields = {"csrf_token": _token(_sign_in(browser, CHEN, PASSWORD)), "code": code}
        browser.client.post("/console/tf-validate", data=fields)
        assert (browser.get("/").status_code == 200) is opened


def test_a_recovery_code_opens_once(office: Office) -> None:
    owner = office.signed_in(CHEN)
    _switch_on(owner)
    codes = re.findall(r"<code>([^<]+)</code>", owner.post("/mf-recovery-codes", generate_new_codes="1").text)
    assert len(codes) == 8
    for opened in (True, False):
        browser = office.browser()
        _sign_in(browser, CHEN, PASSWORD)
        fields = {"csrf_token": _token(browser.get("/mf-recovery").text), "code": codes[0]}
        browser.client.post("/console/mf-recovery", data=fields)
        assert (browser.get("/").status_code == 200) is opened


def test_of_two_who_use_a_recovery_code_at_once_one_gets_in(office: Office) -> None:
    owner = office.signed_in(CHEN)
    _switch_on(owner)
    codes = re.findall(r"<code>([^<]+)</code>", owner.post("/mf-recovery-codes", generate_new_codes="1").text)
    browsers = [office.browser() for _ in range(4)]
    fields = []
    for browser in browsers:
        _sign_in(browser, CHEN, PASSWORD)
        fields.append({"csrf_token": _token(browser.get("/mf-recovery").text), "code": codes[0]})
    together = Barrier(len(browsers))

    def use(number: int) -> None:
        together.wait()
        browsers[number].client.post("/console/mf-recovery", data=fields[number])

    with ThreadPoolExecutor() as pool:
        list(pool.map(use, range(len(browsers))))
    assert [browser.get("/").status_code for browser in browsers].count(200) == 1
    with office.database.read() as db:
        row = staff.find(db, CHEN)
        assert row is not None
        assert len(row.mf_recovery_codes or ()) == 7


def test_neither_the_key_of_the_phone_nor_recovery_codes_can_be_read_in_the_store(office: Office) -> None:
    owner = office.signed_in(CHEN)
    page = owner.post("/tf-setup", setup="authenticator").text
    key = re.search(r'id="totp-key">([^<]+)<', page)[1]  # type: ignore[index]
    where = re.search(r'action="/console(/tf-setup/[^"]+)"', page)[1]  # type: ignore[index]
    owner.post(where, code=Phone(key).code())
    codes = re.findall(r"<code>([^<]+)</code>", owner.post("/mf-recovery-codes", generate_new_codes="1").text)
    with office.database.read() as db:
        row = staff.find(db, CHEN)
        assert row is not None
        kept = f"{row.tf_totp_secret} {row.mf_recovery_codes} {row.password}"
    assert key.replace("-", "").replace(" ", "").upper() not in kept.upper()
    assert not [code for code in codes if code in kept]
    assert PASSWORD not in kept
    assert row.password.startswith("$argon2id$")


def test_new_passwords_are_hashed_with_argon2(office: Office) -> None:
    security: Security = office.console.extensions["wxbot_security"]
    with office.console.app_context():
        assert security.datastore is not None
    runner = office.app.test_cli_runner()
    made = runner.invoke(args=["create-staff", "cli@example.org", "--role", "editor", "--password", PASSWORD])
    assert made.exit_code == 0, made.output
    with office.database.read() as db:
        row = staff.find(db, "cli@example.org")
        assert row is not None
        assert row.password.startswith("$argon2id$")
        assert row.provisional


def test_who_sent_a_form_after_his_session_ended_returns_to_that_form(office: Office) -> None:
    """What he typed is still in the tab, and is offered to him there."""
    stranger = office.browser()
    token = _token(stranger.get("/login").text)
    answer = stranger.client.post(
        "/console/account/sign-out-everywhere",
        data={"csrf_token": token},
        headers={"Referer": "http://localhost/console/account"},
    )
    assert answer.headers["Location"] == "/console/login?next=/console/account"


def test_a_wrong_password_stands_in_the_audit_without_what_was_typed(office: Office) -> None:
    _sign_in(office.browser(), CHEN, "a wrong password")
    with office.database.read() as db:
        line = audit.newest(db, 1)[0]
        row = staff.find(db, CHEN)
        assert row is not None
    assert (line.action, line.subject, line.details) == ("staff.password-refused", f"staff/{row.id}", {})


def test_a_sign_in_stands_in_the_audit(office: Office) -> None:
    _sign_in(office.browser(), CHEN, PASSWORD)
    with office.database.read() as db:
        line = audit.newest(db, 1)[0]
    assert (line.actor, line.action) == (CHEN, "staff.signed-in")


def test_present_password_cannot_be_guessed_from_an_open_session(editor: Browser) -> None:
    fields = {"password": "a wrong password", "new_password": "another long one", "new_password_confirm": "x"}
    assert [editor.post("/change", **fields).status_code for _ in range(6)][-1] == 429


def test_password_that_is_too_long_to_be_one_is_refused(office: Office) -> None:
    browser = office.browser()
    fields = {"csrf_token": _token(browser.get("/login").text), "email": CHEN, "password": "x" * 5_000}
    assert browser.client.post("/console/login", data=fields).status_code == 413


@pytest.mark.parametrize("sent", [{"email": CHEN, "password": PASSWORD}, [1], "x"])
def test_nobody_signs_in_by_json(office: Office, sent: object) -> None:
    browser = office.browser()
    token = {"X-CSRFToken": _token(browser.get("/login").text)}
    assert browser.client.post("/console/login", json=sent, headers=token).status_code == 415
    assert browser.get("/").status_code == 302
