"""A console with nothing in it but people, and each of them signed in at a browser of his own."""

import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from tests.console.people import PASSWORD, PEOPLE, hire
from tests.rig.account import environment, settings_of
from tests.rig.house import house
from wxbot.console.wall import SINCE
from wxbot.runtime import Runtime
from wxbot.services.roles import Role
from wxbot.simulator import settings as wechat_settings
from wxbot.simulator.server import Simulator
from wxbot.store import staff
from wxbot.store.database import Database


@dataclass
class Browser:
    """One person's browser: it keeps his session, and sends the form's token along as a page's form does."""

    client: FlaskClient
    token: str = ""

    def get(self, path: str, **options: object) -> TestResponse:
        return self.client.get(f"/console{path}", buffered=True, **options)

    def post(self, path: str, **fields: object) -> TestResponse:
        """Sends a form. Lists become several values of the same name; a ``Path``-like pair becomes a file."""
        if not self.token:
            self.token = self._token()
        return self.client.post(f"/console{path}", data={"csrf_token": self.token, **fields})

    def follow(self, path: str, **fields: object) -> TestResponse:
        """Sends a form, and gives the page that it leads to."""
        answer = self.post(path, **fields)
        assert answer.status_code in (302, 303), answer.text
        return self.client.get(answer.headers["Location"])

    def _token(self) -> str:
        return self.client.get("/console/account").text.split('name="csrf_token" value="')[1].split('"')[0]


@dataclass
class Office:
    """The console of one account."""

    app: Flask
    database: Database
    browsers: dict[str, Browser] = field(default_factory=dict)

    @property
    def runtime(self) -> Runtime:
        runtime: Runtime = self.app.extensions["wxbot"]
        return runtime

    @property
    def console(self) -> Flask:
        console: Flask = self.app.extensions["wxbot.console"]
        return console

    def browser(self) -> Browser:
        """One in which nobody is signed in."""
        return Browser(self.app.test_client())

    def signed_in(self, email: str, password: str = PASSWORD) -> Browser:
        """English pages, as tests read them."""
        browser = self.browser()
        page = browser.client.get("/console/login").text
        token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        browser.client.post("/console/language", data={"csrf_token": token, "language": "en"})
        browser.client.post("/console/login", data={"csrf_token": token, "email": email, "password": password})
        return browser

    def at(self, role: Role) -> Browser:
        """Somebody with this role alone, at his browser."""
        person = PEOPLE[role]
        if person.email not in self.browsers:
            self.browsers[person.email] = self._admitted(person.email)
        return self.browsers[person.email]

    def _admitted(self, email: str) -> Browser:
        """A browser as signing in leaves it, without the pages on the way, which most tests are not about."""
        with self.database.read() as db:
            row = staff.find(db, email)
            assert row is not None
        now, raw = time.time(), secrets.token_hex(20)
        session = {"_user_id": row.fs_uniquifier, "_fresh": True, "_permanent": True, "fs_cc": "set", "fs_paa": now}
        session |= {SINCE: now, "language": "en", "csrf_token": raw}
        interface = SecureCookieSessionInterface().get_signing_serializer(self.console)
        assert interface is not None
        browser = self.browser()
        browser.client.set_cookie("wxbot_staff", interface.dumps(session), domain="localhost", path="/console")
        tokens = URLSafeTimedSerializer(self.console.secret_key or "", salt="wtf-csrf-token")
        browser.token = str(tokens.dumps(raw))
        return browser


@pytest.fixture(scope="session")
def staffed_file(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Path:
    """A database file with one person for each role, to be copied."""
    path = tmp_path_factory.mktemp("staffed") / "wxbot.db"
    shutil.copy(empty_sqlite, path)
    database = Database(f"sqlite:///{path}", 5)
    hire(database)
    database.close()
    return path


@pytest.fixture
def office(staffed_file: Path, tmp_path: Path, redis_url: str) -> Iterator[Office]:
    """On SQLite, with a real Redis; WeChat's API does not answer."""
    shutil.copy(staffed_file, tmp_path / "wxbot.db")
    yield from _opened(f"sqlite:///{tmp_path}/wxbot.db", redis_url, tmp_path, STAFF_SECOND_FACTOR="optional")


@pytest.fixture
def empty_office(sqlite_url: str, tmp_path: Path, redis_url: str) -> Iterator[Office]:
    """Nobody works here yet."""
    yield from _opened(sqlite_url, redis_url, tmp_path, STAFF_SECOND_FACTOR="optional")


@pytest.fixture
def strict_office(staffed_file: Path, tmp_path: Path, redis_url: str) -> Iterator[Office]:
    """As in production: nobody gets in without a second factor."""
    shutil.copy(staffed_file, tmp_path / "strict.db")
    yield from _opened(f"sqlite:///{tmp_path}/strict.db", redis_url, tmp_path, PUBLIC_URL="https://account.example")


@pytest.fixture(scope="session")
def box() -> Iterator[Simulator]:
    with Simulator(wechat_settings.Settings(port=0)) as wechat:
        yield wechat


@pytest.fixture
def wechat(box: Simulator) -> Simulator:
    """The platform with nothing in it."""
    box.reset()
    return box


@pytest.fixture
def connected(staffed_file: Path, tmp_path: Path, redis_url: str, wechat: Simulator) -> Iterator[Office]:
    """As ``office``, and WeChat's API answers."""
    shutil.copy(staffed_file, tmp_path / "connected.db")
    own = wechat.settings
    account = {"WECHAT_APP_ID": own.app_id, "WECHAT_APP_SECRET": own.app_secret, "WECHAT_API_BASE_URL": wechat.url}
    url = f"sqlite:///{tmp_path}/connected.db"
    yield from _opened(url, redis_url, tmp_path, STAFF_SECOND_FACTOR="optional", **account)


def _opened(url: str, redis_url: str, folder: Path, **changes: str) -> Iterator[Office]:
    database = Database(url, 5)
    own = {"MEDIA_DIR": str(folder / "media"), "PUBLIC_URL": "http://localhost", **changes}
    office = Office(house(settings_of(environment(redis_url, url, **own))), database)
    office.runtime.refresh_edition()
    yield office
    office.runtime.stop()
    database.close()


@pytest.fixture
def editor(office: Office) -> Browser:
    """Chen, who writes."""
    return office.at(Role.EDITOR)


@pytest.fixture
def reviewer(office: Office) -> Browser:
    """Director Li, who signs."""
    return office.at(Role.REVIEWER)


@pytest.fixture
def administrator(office: Office) -> Browser:
    return office.at(Role.ADMINISTRATOR)


@pytest.fixture
def agent(office: Office) -> Browser:
    """Wu, who answers letters."""
    return office.at(Role.AGENT)


@pytest.fixture
def auditor(office: Office) -> Browser:
    return office.at(Role.AUDITOR)
