"""Everybody walks through all that the console shows him: whatever is offered can be opened, and may be done."""

import datetime as dt
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter
from werkzeug.test import TestResponse

from tests.console.conftest import Browser, Office, _opened
from tests.console.diary import follower, say
from tests.console.people import hire
from tests.console.test_broadcasts import drafted, submitted
from tests.services.broadcasting import composition
from tests.services.drafts import news
from tests.services.photos import jpeg
from tests.services.signing import approved, published, save, submit
from tests.services.writing import written
from wxbot.console import GROUPS
from wxbot.console.wall import OPEN, Wall
from wxbot.services import broadcasts, canned, freezing, groups, letters, pictures, revisions, wordings
from wxbot.services.roles import ROLES, Role
from wxbot.services.wordings import Given
from wxbot.store import calls, chunks, datacube, sends, submissions
from wxbot.store import published as existing
from wxbot.store.broadcasts import RUNNING, Kind
from wxbot.store.broadcasts import State as Life
from wxbot.store.calls import State as CallState
from wxbot.store.calls import Way
from wxbot.store.database import Database
from wxbot.store.submissions import State

_MANY = {"broadcast.one": 20}  # Which looks different in every state.
_OFTEN = 2  # Times that one page is opened with other arguments.


@dataclass
class Page(HTMLParser):
    """What one page offers, and what of it somebody who cannot see it would miss."""

    links: list[str] = field(default_factory=list)
    forms: list[tuple[str, str]] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    labelled: set[str] = field(default_factory=set)
    fields: list[tuple[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _in_label: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given.get("id"):
            self.ids[given["id"]] += 1
        self.faults += [f"{tag} has {name}" for name in given if name == "style" or name.startswith("on")]
        self.links += [
            value for name, value in given.items() if name.startswith("data-") and value.startswith("/")
        ]  # What a script would ask.
        self._note(tag, given)

    def handle_endtag(self, tag: str) -> None:
        self._in_label -= tag == "label"

    def _note(self, tag: str, given: dict[str, str]) -> None:
        match tag:
            case "a" if "href" in given:
                self.links.append(given["href"])
            case "form":
                self.forms.append((given.get("method", "get").upper(), given.get("action", "")))
            case "label":
                self._in_label += 1
                self.labelled.add(given.get("for", ""))
            case "iframe":
                self.links.append(given.get("src", ""))
            case "img" | "video":
                self.links.append(given.get("src", ""))
                self.faults += [f"{given.get('src')} has no alt"] if tag == "img" and "alt" not in given else []
            case "script" if not given.get("src") and given.get("type") != "application/json":
                self.faults.append("a script stands in the page")
            case "input" | "select" | "textarea" if given.get("type") not in ("hidden", "submit"):
                named = self._in_label or given.get("aria-label") or given.get("aria-labelledby")
                self.fields += [] if named else [(given.get("id", ""), given.get("name", ""))]

    def troubles(self) -> list[str]:
        twice = [f"two have the id {name}" for name, times in self.ids.items() if times > 1]
        nameless = [f"{name} has no label" for own, name in self.fields if own not in self.labelled]
        return self.faults + twice + nameless


@dataclass
class Walk:
    """From the first page through every link, each kind of page a few times."""

    browser: Browser
    role: Role
    routes: MapAdapter
    opened: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    queue: list[tuple[str, str]] = field(default_factory=lambda: [("/console/", "")])

    def __post_init__(self) -> None:
        self._needs = Wall(GROUPS).needs
        self._seen: set[str] = set()

    def go(self) -> "Walk":
        while self.queue:
            path, came_from = self.queue.pop(0)
            self._open(path, came_from)
        return self

    def _open(self, path: str, came_from: str) -> None:
        endpoint = self._endpoint(path, "GET")
        names = endpoint + "?" + ",".join(sorted(re.findall(r"[?&](\w+)=", path)))
        if path in self._seen or self.opened[names] >= _MANY.get(endpoint, _OFTEN) or endpoint in OPEN:
            return
        self._seen.add(path)
        self.opened[names] += 1
        answer = self.browser.client.get(path, buffered=True)
        if answer.status_code not in (200, 302):
            self.troubles.append(f"{came_from} leads to {path}: {answer.status_code}")
        elif answer.mimetype == "text/html" and answer.status_code == 200 and not _alone(answer):
            self._read(path, answer.text)

    def _read(self, path: str, html: str) -> None:
        page = Page()
        page.feed(html)
        self.troubles += [f"{path}: {trouble}" for trouble in page.troubles()]
        for method, action in page.forms:
            need = self._needs.get(self._endpoint(urljoin(path, action or path), method))
            if need is not None and need not in ROLES[self.role]:
                self.troubles.append(f"{path} offers {method} {action}, which {self.role} may not do")
        self.queue += [(target, path) for link in page.links if (target := _ours(path, link))]

    def _endpoint(self, path: str, method: str) -> str:
        inner = urlsplit(path).path.removeprefix("/console") or "/"
        try:
            return str(self.routes.match(inner, method=method)[0])
        except HTTPException:
            return f"nothing at {inner}"


def _alone(answer: TestResponse) -> bool:
    """Whether it is an article as WeChat takes it, which stands in a frame with a policy of its own."""
    return "sandbox" in answer.headers["Content-Security-Policy"]


def _ours(path: str, link: str) -> str:
    """The address within the console; empty for what leads elsewhere."""
    parts = urlsplit(urljoin(path, link))
    inside = not parts.netloc and parts.path.startswith("/console/")
    return parts._replace(fragment="").geturl() if inside else ""


@pytest.fixture(scope="session")
def busy_file(tmp_path_factory: pytest.TempPathFactory, loaded_sqlite: Path) -> Path:
    path = tmp_path_factory.mktemp("busy") / "wxbot.db"
    shutil.copy(loaded_sqlite, path)
    database = Database(f"sqlite:///{path}", 5)
    hire(database)
    database.close()
    return path


@pytest.fixture
def busy_office(busy_file: Path, tmp_path: Path, redis_url: str) -> Iterator[Office]:
    """With the delivered content, and a little of everything that citizens and staff add to it."""
    shutil.copy(busy_file, tmp_path / "wxbot.db")
    for office in _opened(f"sqlite:///{tmp_path}/wxbot.db", redis_url, tmp_path, STAFF_SECOND_FACTOR="optional"):
        _fill(office)
        yield office


def _fill(office: Office) -> None:
    runtime = office.runtime
    now = runtime.clock.instant()
    follower(office, "oAlice", language="en", remark="Alice")
    say(office, "护照", "unanswered", hit="fallback.unknown")
    file = pictures.keep(runtime.media_folder, pictures.redrawn(jpeg()), "jpg")
    shared = {"media_id": "m", "kind": "image", "caption": runtime.vault.seal("塔"), "file": file, "decided_by": ""}
    office.at(Role.REVIEWER).post("/menus/publish")  # WeChat does not answer: it stays as one that failed.
    office.at(Role.EDITOR).post("/media", file=(BytesIO(jpeg((90, 60))), "photo.jpg"), title="A bridge")
    _publish_menus(office)
    _broadcast(office, now)
    save(office.database, news("own-draft"))
    submit(office.database, save(office.database, news("waits")))
    approved(office.database, now + dt.timedelta(days=1), news("waits-for-its-time"))
    published(office.database, news("signed"))
    _told_by_wechat(office, now)
    with office.database.write() as db:
        times: dict[str, Any] = {"sent_at": now, "due_at": now, "state": State.FETCHED}
        submissions.add(db, origin="f1", position=0, openid="oAlice", **shared, **times)
        letters.open_letter(db, runtime.vault, written(), "oAlice", now, runtime.zone)
        canned.add(db, canned.Draft("Thanks", "zh", "", "来信 {number} 收悉。"), "wu@example.org", now)
        wordings.add(db, Given("领事馆柜台", "领事服务窗口"), "chen@example.org", now)
        revisions.save(db, news(), 0, "chen@example.org", now)
        revisions.save(db, news(summary="Another summary."), 1, "chen@example.org", now)


def _broadcast(office: Office, now: dt.datetime) -> None:
    """In each of the states that have buttons of their own."""
    published(office.database, news("sent"))
    content = {"layout": "news", "language": "zh", "items": [{"kind": "news", "slug": "sent"}], "intro": ""}
    articles = composition(Kind.ARTICLE, title="Articles", content=content)
    drafted(office, composition(title="Draft", content={"text": "早"}))
    submitted(office, articles)
    for state in (*RUNNING, Life.SCHEDULED, Life.ASKING, Life.REFUSED, Life.FINISHED):
        number = submitted(office, articles).id
        with office.database.write() as db:
            row = broadcasts.hold(db, number)
            row.state, row.due_at = state, now
            row.started_at = now if state in (*RUNNING, Life.FINISHED) else None
            if row.started_at:
                calls.write(db, number, 0, Way.ALL, now)
                (call,) = calls.of_broadcast(db, number)
                call.state, call.message_id = CallState.UNKNOWN, "1000"
    _push(office, now)
    with office.database.write() as db:
        groups.add(db, groups.Kind.TESTERS, "Colleagues", ["oAlice"], "chen@example.org", now)
        freezing.add(db, now, now + dt.timedelta(days=1), "A day of mourning", "li@example.org", now)


def _push(office: Office, now: dt.datetime) -> None:
    """To one follower, of whom nobody knows whether he got it."""
    number = submitted(office).id
    with office.database.write() as db:
        row = broadcasts.hold(db, number)
        row.kind, row.state, row.started_at, row.frozen = Kind.TEMPLATE, Life.FINISHED, now, 1
        row.payload = {"template_id": "t", "data": {"thing1": "您好"}, "url": ""}
        sends.add_all(db, number, [(0, "oAlice")])
        chunks.add(db, number, 0, 1)
        sends.page(db, number, (-1, 0), 1)[0].state = sends.State.UNKNOWN
        chunks.recount(db, number, [0])


def _told_by_wechat(office: Office, now: dt.datetime) -> None:
    """A day's figures, and an article that it has."""
    with office.database.write() as db:
        datacube.put_day(db, "2026-11-24", [datacube.Told(datacube.Measure.READS, "1_1", 7, "会见")])
        article = {
            "article_id": "A1",
            "position": 1,
            "title": "会见",
            "digest": "",
            "url": "https://mp.weixin.qq.com/s/1",
        }
        existing.put(db, existing.Published(**article, updated_at=now, seen_at=now))


def _publish_menus(office: Office) -> None:
    """As somebody would; WeChat does not answer here, which is written down as well."""
    reviewer = office.at(Role.REVIEWER)
    digest = re.search(r'name="digest" value="([^"]+)"', reviewer.get("/menus").text)
    assert digest is not None
    reviewer.post("/menus/publish", digest=digest[1])


@pytest.mark.parametrize("role", list(Role))
def test_whatever_the_console_offers_can_be_opened_and_may_be_done(busy_office: Office, role: Role) -> None:
    walk = Walk(busy_office.at(role), role, busy_office.console.url_map.bind("localhost")).go()
    assert not walk.troubles, "\n".join(walk.troubles)


def test_in_chinese_everything_opens_as_well(busy_office: Office) -> None:
    browser = busy_office.at(Role.ADMINISTRATOR)
    browser.post("/language", language="zh")
    walk = Walk(browser, Role.ADMINISTRATOR, busy_office.console.url_map.bind("localhost")).go()
    assert not walk.troubles, "\n".join(walk.troubles)


def test_an_administrator_reaches_every_page(busy_office: Office) -> None:
    """No page is without a way to it."""
    routes = busy_office.console.url_map.bind("localhost")
    walk = Walk(busy_office.at(Role.ADMINISTRATOR), Role.ADMINISTRATOR, routes).go()
    reached = {names.partition("?")[0] for names in walk.opened}
    rules = busy_office.console.url_map.iter_rules()
    pages = {rule.endpoint for rule in rules if "GET" in (rule.methods or ()) and rule.endpoint in Wall(GROUPS).needs}
    missed = {page for page in pages if not page.startswith("security.")} - reached
    assert not missed, sorted(missed)
