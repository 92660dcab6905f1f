"""Preferences: what they may hold, that changes are written down, and that nobody overwrites unseen."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from tests.store.together import in_threads
from wxbot.errors import ContentError, RuleError
from wxbot.services import editions, preferences
from wxbot.services.preferences import Preferences
from wxbot.store import audit
from wxbot.store.database import Database

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)


def save(database: Database, seen: str | None = None, **values: Any) -> list[str]:
    with database.write() as db:
        return preferences.save(db, Preferences(**values), "zhao", NOW, seen)


def kept(database: Database) -> Preferences:
    with database.read() as db:
        return preferences.load(db)


def test_where_nobody_set_anything_it_is_as_delivered(database: Database) -> None:
    assert kept(database) == Preferences()


def test_what_is_saved_is_kept(database: Database) -> None:
    values: dict[str, Any] = {
        "signatures": {"news": 2, "menu": 3},
        "second_reader": True,
        "office_hours": "Mon-Thu 08:30-18:00",
        "menus_automatic": True,
        "letter_days": 7,
        "trusted_hosts": ("www.un.org", "xinhuanet.com"),
    }
    assert set(save(database, **values)) == set(values)
    assert kept(database) == Preferences(**values)


def test_only_what_changes_is_written_down(database: Database) -> None:
    save(database, letter_days=7)
    assert save(database, letter_days=7, trusted_hosts=("www.un.org",)) == ["trusted_hosts"]
    with database.read() as db:
        line = db.scalars(select(audit.Line).order_by(audit.Line.id.desc()).limit(1)).one()
    assert (line.actor, line.action) == ("zhao", "preferences.changed")
    assert line.details == {"trusted_hosts": {"before": [], "after": ["www.un.org"]}}


def test_change_counts_with_the_next_edition(database: Database) -> None:
    with database.read() as db:
        before = editions.version(db)
    save(database, letter_days=7)
    assert save(database, letter_days=7) == []
    with database.read() as db:
        assert editions.version(db) == before + 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"signatures": {"news": 0}}, "signatures"),
        ({"signatures": {"news": 4}}, "signatures"),
        ({"signatures": {"poem": 2}}, "signatures"),
        ({"letter_days": 0}, "letter_days"),
        ({"letter_days": 61}, "letter_days"),
        ({"office_hours": "always"}, "office_hours"),
        ({"office_hours": "Mon-Fri 9-9"}, "office_hours"),
        ({"office_hours": "Mon-Fri 26:00-27:00"}, "office_hours"),
        ({"trusted_hosts": ("cn",)}, "trusted_hosts"),
        ({"trusted_hosts": ("www.un.org", "two words.cn")}, "trusted_hosts"),
        ({"trusted_hosts": ("-a.cn",)}, "trusted_hosts"),
        ({"trusted_hosts": ("*.cn",)}, "trusted_hosts"),
        ({"trusted_hosts": tuple(f"a{number}.cn" for number in range(201))}, "trusted_hosts"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(sqlite: Database, values: dict[str, Any], field: str) -> None:
    with pytest.raises(ContentError, match=f"^{field}: "):
        save(sqlite, **values)
    assert kept(sqlite) == Preferences()


@pytest.mark.parametrize(
    ("pasted", "host"),
    [
        ("www.un.org", "www.un.org"),
        (" WWW.UN.ORG. ", "www.un.org"),
        ("https://www.un.org/en/about?x=1", "www.un.org"),
        ("http://www.un.org:8080", "www.un.org"),
        ("*.un.org", "un.org"),
    ],
)
def test_host_is_read_out_of_what_was_pasted(pasted: str, host: str) -> None:
    assert preferences.host_of(pasted) == host


def test_change_that_did_not_see_anothers_is_refused(database: Database) -> None:
    seen = preferences.fingerprint(kept(database))
    save(database, letter_days=7)
    with pytest.raises(RuleError):
        save(database, seen, letter_days=9)
    assert kept(database).letter_days == 7


def test_of_two_who_save_at_once_one_is_told(database: Database) -> None:
    seen = preferences.fingerprint(kept(database))

    def attempt(number: int) -> bool:
        try:
            return bool(save(database, seen, letter_days=7 + number))
        except RuleError:
            return False

    assert sorted(in_threads(2, attempt)) == [False, True]
