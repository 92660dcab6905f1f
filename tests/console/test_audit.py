"""The audit in the browser: found, read, taken along, and proved."""

import csv
import datetime as dt
import io
import re
import sys
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select, text, update

from tests.console.conftest import Browser, Office
from wxbot.services.roles import Role
from wxbot.store import audit
from wxbot.store.audit import Line

NOON = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)  # Of Beijing.


def _write(office: Office, *lines: tuple[str, str, str], details: dict[str, Any] | None = None) -> None:
    """Each a day after the one before."""
    with office.database.write() as db:
        for day, (actor, action, subject) in enumerate(lines):
            audit.add(db, NOON + dt.timedelta(days=day), actor, action, subject, details or {})


LINES = (
    ("mu@example.org", "item.live", "news/visit.zh"),
    ("mu@example.org", "wording.added", "wording/1"),
    ("na@example.org", "item.live", "news/talks.zh"),
)


def _subjects(page: str) -> list[str]:
    return re.findall(r'<a class="mono"[^>]*>([^<]+)</a>', page)


def test_a_line_says_who_did_what_when_and_to_what(auditor: Browser, office: Office) -> None:
    _write(office, LINES[0])
    page = auditor.get("/audit?actor=mu%40example.org").text
    for words in ("mu@example.org", "Item put live", "news/visit.zh", "2026-11-22 12:00"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("actor=mu%40example.org", ["wording/1", "news/visit.zh"]),
        ("action=item.live&from=2026-11-01", ["news/talks.zh", "news/visit.zh"]),
        ("subject=news", ["news/talks.zh", "news/visit.zh"]),
        ("subject=news/visit.zh", ["news/visit.zh"]),
        ("subject=news&from=2026-11-23", ["news/talks.zh"]),
        ("subject=news&to=2026-11-22", ["news/visit.zh"]),
        ("subject=news&from=2026-11-22&to=2026-11-24", ["news/talks.zh", "news/visit.zh"]),
        ("subject=news&from=nonsense&to=9999-12-31", ["news/talks.zh", "news/visit.zh"]),
        ("actor=nobody", []),
    ],
)
def test_lines_are_filtered(auditor: Browser, office: Office, query: str, found: list[str]) -> None:
    _write(office, *LINES)
    assert _subjects(auditor.get(f"/audit?{query}").text) == found


def test_days_are_those_of_the_accounts_own_clock(auditor: Browser, office: Office) -> None:
    """Seven in the evening of UTC is the next day in Beijing."""
    with office.database.write() as db:
        audit.add(db, dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC), "mu", "item.live", "news/late.zh", {})
    assert _subjects(auditor.get("/audit?actor=mu&to=2026-11-22").text) == []
    assert _subjects(auditor.get("/audit?actor=mu&from=2026-11-23").text) == ["news/late.zh"]


def test_details_show_what_was_before_and_is_now(auditor: Browser, office: Office) -> None:
    details = {
        "preferred": {"before": "窗口", "after": "服务窗口"},
        "signatures": {"before": {}, "after": {"news": 2, "menu": 3}},
        "roles": ["editor", "agent"],
        "on": True,
        "none": "",
    }
    _write(office, ("mu", "wording.changed", "wording/1"), details=details)
    page = auditor.get("/audit?actor=mu").text
    assert "<del>窗口</del>" in page
    assert "<ins>服务窗口</ins>" in page
    assert "editor, agent" in page
    assert "<ins>News: 2\nMenu: 3</ins>" in page
    assert "<dd>yes</dd>" in page
    assert "<dd>–</dd>" in page


def test_details_are_shown_and_never_run(auditor: Browser, office: Office) -> None:
    _write(office, ("mu", "wording.added", "wording/1"), details={"<b>": "<script>alert(1)</script>"})
    page = auditor.get("/audit?actor=mu").text
    assert "<script>alert" not in page
    assert "<b>" not in page


def test_long_audit_goes_on_on_the_next_page_with_its_filters(auditor: Browser, office: Office) -> None:
    _write(office, *(("mu", "item.live", f"news/n-{number}.zh") for number in range(120)))
    seen: list[str] = []
    path = "/audit?actor=mu"
    while path:
        page = auditor.get(path).text
        seen += _subjects(page)
        following = re.search(r'rel="next" href="/console([^"]+)"', page)
        path = unescape(following[1]) if following else ""
    assert seen == [f"news/n-{number}.zh" for number in reversed(range(120))]


def test_every_line_is_exported_with_its_hash(
    auditor: Browser, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["wxbot.console.audit"], "_AT_ONCE", 7)
    _write(office, *(("mu", "item.live", f"news/n-{number}.zh") for number in range(20)), details={"revision": 3})
    answer = auditor.get("/audit.csv?actor=mu")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["subject"] for row in rows] == [f"news/n-{number}.zh" for number in reversed(range(20))]
    assert {row["details"] for row in rows} == {'{"revision": 3}'}
    assert all(re.fullmatch("[0-9a-f]{64}", row["hash"]) for row in rows)


def test_whole_chain_is_told_with_its_newest_hash(auditor: Browser, office: Office) -> None:
    _write(office, *LINES)
    page = auditor.post("/audit/chain").text
    with office.database.read() as db:
        proof = audit.prove(db)
    assert "The chain is whole" in page
    assert proof.hash in page
    assert f"<dd>{proof.count}</dd>" in page
    assert "2026-11-24 12:00" in page


def _unlock(office: Office) -> None:
    with office.database.write() as db:
        db.execute(text("DROP TRIGGER audit_unchanged"))


def test_changed_line_is_named(auditor: Browser, office: Office) -> None:
    _write(office, *LINES)
    _unlock(office)
    with office.database.write() as db:
        number = audit.newest(db, 2)[1].id
        db.execute(update(Line).where(Line.id == number).values(actor="nobody@example.org"))
    page = auditor.post("/audit/chain").text
    assert f"Line {number} does not follow" in page
    assert "The chain is whole" not in page


def test_hash_that_was_noted_is_found_again(auditor: Browser, office: Office) -> None:
    _write(office, *LINES)
    with office.database.read() as db:
        line = audit.newest(db, 1)[0]
    assert f"is that of line {line.id}" in auditor.post("/audit/chain", noted=f" {line.hash.upper()} ").text


def test_rewritten_chain_does_not_have_the_noted_hash(auditor: Browser, office: Office) -> None:
    """Somebody who owns the database has put a whole chain in the place of ours."""
    _write(office, *LINES)
    with office.database.read() as db:
        noted = audit.newest(db, 1)[0].hash
    _unlock(office)
    with office.database.write() as db:
        previous = "0" * 64
        for line in db.scalars(select(Line).order_by(Line.id)).all():
            line.actor, line.previous = "nobody", previous
            line.hash = previous = audit._hash(line)
        db.execute(update(audit.Head).values(hash=previous))
    page = auditor.post("/audit/chain", noted=noted).text
    assert "The chain is whole" in page
    assert "No line has the noted hash" in page


@pytest.mark.parametrize("path", ["/audit", "/audit.csv", "/audit/chain"])
@pytest.mark.parametrize("role", list(Role))
def test_the_audit_is_read_by_auditors_and_administrators(office: Office, role: Role, path: str) -> None:
    allowed = role in (Role.AUDITOR, Role.ADMINISTRATOR)
    assert office.at(role).get(path).status_code == (200 if allowed else 403)


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        ("news/visit.zh", "/console/items/news/visit/zh"),
        ("staff/1", "/console/staff/1"),
        ("wording/7", "/console/wordings/7"),
        ("follower/0123456789ab", ""),
        ("preferences", ""),
        ("staff/nobody", ""),
        ("news/", ""),
    ],
)
def test_line_leads_to_what_it_was_about(administrator: Browser, office: Office, subject: str, path: str) -> None:
    _write(office, ("mu", "item.live", subject))
    opened = re.findall(r'href="([^"]+)" title="Open"', administrator.get("/audit?actor=mu").text)
    assert opened == ([path] if path else [])


def test_line_leads_nobody_to_what_he_may_not_open(auditor: Browser, office: Office) -> None:
    _write(office, ("mu", "staff.created", "staff/1"))
    assert 'title="Open"' not in auditor.get("/audit?actor=mu").text


@pytest.mark.parametrize("words", ["endpoint=x", "_anchor=x", "_scheme=x&_external=1", "_method=POST", "values=1"])
def test_no_word_of_an_address_breaks_the_way_to_the_next_page(auditor: Browser, office: Office, words: str) -> None:
    _write(office, *(LINES[0],) * 60)
    page = auditor.get(f"/audit?{words}")
    assert page.status_code == 200
    assert re.search(r'rel="next" href="/console/audit\?[^"]*after=', page.text)
