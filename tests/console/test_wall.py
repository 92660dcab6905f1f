"""Nobody passes the wall who should not: every route of every application is declared, or known to be open."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app import create_app
from tests.console.conftest import Browser, Office
from tests.console.people import add
from tests.rig.account import environment, settings_of
from wxbot.console import GROUPS
from wxbot.console.wall import OPEN, Wall
from wxbot.services.roles import ROLES, Permission, Role
from wxbot.store.database import Database

# What the web answers without anybody being signed in: WeChat's door, which checks signatures, health, and pages.
_PUBLIC = ("webhook.", "health.", "pages.")

# Flask-Security's own endpoints that nobody is meant to use: the wall refuses them to everybody.
_REFUSED = {"security.two_factor_rescue", "security.tf_select", "security.static"}


def _apps() -> tuple[Flask, Flask]:
    app = create_app(settings_of(environment("unix:///nonexistent/s", "sqlite:////nonexistent/db")))
    return app, app.extensions["wxbot.console"]


def _rules(app: Flask) -> Iterator[Rule]:
    yield from app.url_map.iter_rules()


def test_every_route_of_the_web_is_one_of_those_that_are_public() -> None:
    web, _ = _apps()
    assert not [rule.endpoint for rule in _rules(web) if not rule.endpoint.startswith(_PUBLIC)]


def test_every_route_of_the_console_declares_its_permission_or_is_known_to_be_open() -> None:
    _, console = _apps()
    declared = set(Wall(GROUPS).needs) | OPEN | _REFUSED
    assert not [rule.endpoint for rule in _rules(console) if rule.endpoint not in declared]


def test_nothing_is_open_that_does_not_exist() -> None:
    _, console = _apps()
    assert {rule.endpoint for rule in _rules(console)} >= OPEN


def _path(rule: Rule) -> str:
    """An address that fits the rule; whether anything is there does not matter to the wall."""
    values = dict.fromkeys(rule.arguments, "1")
    built = rule.build(values, append_unknown=False)
    assert built is not None
    return built[1]


def _behind(console: Flask, method: str) -> list[Rule]:
    return [rule for rule in _rules(console) if rule.endpoint not in OPEN and method in (rule.methods or ())]


def test_who_is_not_signed_in_is_sent_to_sign_in_from_every_page(office: Office) -> None:
    stranger = office.browser()
    for rule in _behind(office.console, "GET"):
        answer = stranger.get(_path(rule))
        assert answer.status_code == 302, rule
        assert "/console/login" in answer.headers["Location"], rule


def test_a_stranger_changes_nothing(office: Office) -> None:
    stranger = office.browser()
    for rule in _behind(office.console, "POST"):
        assert stranger.client.post("/console" + _path(rule)).status_code in (302, 400), rule


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_table_says_and_nothing_else(office: Office, role: Role) -> None:
    browser = office.at(role)
    needs = Wall(GROUPS).needs
    for rule in _behind(office.console, "GET"):
        allowed = needs.get(rule.endpoint) in ROLES[role]
        status = browser.get(_path(rule)).status_code
        assert (status == 403) is not allowed, (rule, status)
        assert status < 500, (rule, status)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_does_what_the_table_says_and_nothing_else(office: Office, role: Role) -> None:
    browser = office.at(role)
    needs = Wall(GROUPS).needs
    for rule in _behind(office.console, "POST"):
        if needs.get(rule.endpoint) not in ROLES[role]:
            assert browser.post(_path(rule)).status_code == 403, rule


def test_no_form_is_taken_without_its_token(administrator: Browser, office: Office) -> None:
    for rule in _behind(office.console, "POST"):
        assert administrator.client.post("/console" + _path(rule)).status_code in (400, 403), rule


def test_nothing_is_done_by_opening_an_address(administrator: Browser, office: Office) -> None:
    """A link, a picture's address or a browser that looks ahead must never change anything."""
    pages = {_path(rule) for rule in _behind(office.console, "GET")}
    for path in {_path(rule) for rule in _behind(office.console, "POST")} - pages:
        assert administrator.get(path).status_code in (403, 404, 405), path


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_no_other_method_gets_a_stranger_in(office: Office, method: str) -> None:
    stranger = office.browser()
    for rule in _behind(office.console, "GET"):
        assert stranger.client.open("/console" + _path(rule), method=method).status_code == 302, rule


def test_who_has_a_provisional_password_opens_nothing_but_the_page_to_change_it(office: Office) -> None:
    add(office.database, "qian@example.org", "Qian", *Role, provisional=True)
    browser = office.signed_in("qian@example.org")
    for rule in _behind(office.console, "GET"):
        if rule.endpoint not in ("security.change_password", "security.logout"):
            answer = browser.get(_path(rule))
            assert answer.headers.get("Location") == "/console/change", rule


def test_every_permission_is_somebodys() -> None:
    given = {permission for role in Role for permission in ROLES[role]}
    assert given == set(Permission)


def test_who_only_audits_may_change_nothing() -> None:
    assert not [need for need in ROLES[Role.AUDITOR] if need.value.endswith(("write", "sign", "publish", "erase"))]


def test_pages_carry_a_policy_that_lets_nothing_foreign_in(administrator: Browser) -> None:
    for path in ("/", "/account", "/audit", "/login"):
        policy = administrator.get(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy


def test_no_page_is_kept_by_a_browser_or_shown_in_a_frame(administrator: Browser) -> None:
    headers = administrator.get("/").headers
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_the_address_without_its_slash_leads_on(office: Office) -> None:
    answer = office.app.test_client().get("/console")
    assert answer.status_code in (302, 308)
    assert "/console/" in answer.headers["Location"]


def test_citizens_pages_get_no_session_of_the_console(office: Office) -> None:
    assert "Set-Cookie" not in office.app.test_client().get("/news").headers


def test_while_sql_is_down_a_page_says_so(office: Office) -> None:
    browser = office.at(Role.AUDITOR)
    office.runtime.database.close()
    office.runtime.database.engine = Database("sqlite:////nonexistent/wxbot.db", 1).engine
    answer = browser.get("/audit")
    assert answer.status_code == 503
    assert "Something does not answer" in answer.text or "服务暂时没有响应" in answer.text


def test_an_address_with_a_sign_that_no_database_keeps_leads_nowhere(administrator: Browser) -> None:
    for path in ("/letters/%00", "/items?after=%00", "/audit?actor=%00"):
        assert administrator.get(path).status_code in (400, 404), path
