"""The rules of staff: who may become what, and that somebody always stays who can let people in."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from tests.store.together import in_threads
from wxbot.errors import ContentError
from wxbot.services import staff
from wxbot.services.roles import Role
from wxbot.store import audit
from wxbot.store import staff as people
from wxbot.store.database import Database
from wxbot.store.staff import Staff

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
ZHAO = "zhao@example.org"


def hire(database: Database, email: str = "chen@example.org", *roles: Role, **changes: Any) -> int:
    given: dict[str, Any] = {"name": "Chen", "password_hash": "a hash", "provisional": False, "actor": ZHAO, "now": NOW}
    with database.write() as db:
        return staff.create(db, email=email, roles=roles or (Role.EDITOR,), **{**given, **changes}).id


def row(database: Database, number: int) -> Staff:
    with database.read() as db:
        found = people.of_id(db, number)
        assert found is not None
        return found


def lines(database: Database) -> list[tuple[str, str, str, dict[str, Any]]]:
    with database.read() as db:
        found = db.scalars(select(audit.Line).order_by(audit.Line.id)).all()
        return [(line.actor, line.action, line.subject, line.details) for line in found]


def change(database: Database, number: int, name: str, *roles: Role, actor: str = ZHAO) -> None:
    with database.write() as db:
        found = people.locked(db, number)
        assert found is not None
        staff.change(db, found, name, roles, actor, NOW)


def deactivate(database: Database, number: int, actor: str = ZHAO) -> None:
    with database.write() as db:
        found = people.locked(db, number)
        assert found is not None
        staff.deactivate(db, found, actor, NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "@example.org"}, "email"),
        ({"email": "chen li@example.org"}, "email"),
        ({"email": "a" * 120 + "@example.org"}, "email"),
        ({"email": "ZHAO@example.org "}, "email"),
        ({"name": "  "}, "name"),
        ({"name": "n" * 61}, "name"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(sqlite: Database, changes: dict[str, Any], field: str) -> None:
    hire(sqlite, ZHAO, Role.ADMINISTRATOR)
    with pytest.raises(ContentError, match=f"^{field}: "):
        hire(sqlite, **changes)


def test_nobody_works_here_without_a_role(sqlite: Database) -> None:
    with pytest.raises(ContentError, match=r"^roles: "), sqlite.write() as db:
        staff.create(
            db,
            email=ZHAO,
            name="Zhao",
            roles=(),
            password_hash="a hash",
            provisional=False,
            actor="command",
            now=NOW,
        )


def test_change_of_roles_is_written_down_with_what_they_were(database: Database) -> None:
    hire(database, ZHAO, Role.ADMINISTRATOR)
    number = hire(database)
    change(database, number, " Chen Yu ", Role.REVIEWER, Role.EDITOR)
    assert (row(database, number).name, row(database, number).role_names) == ("Chen Yu", ["editor", "reviewer"])
    details = {
        "name": {"before": "Chen", "after": "Chen Yu"},
        "roles": {"before": ["editor"], "after": ["editor", "reviewer"]},
    }
    assert lines(database)[-1] == (ZHAO, "staff.changed", f"staff/{number}", details)


def test_change_of_nothing_leaves_no_line(sqlite: Database) -> None:
    hire(sqlite, ZHAO, Role.ADMINISTRATOR)
    number = hire(sqlite)
    change(sqlite, number, "Chen", Role.EDITOR)
    assert lines(sqlite)[-1][1] == "staff.created"


def test_deactivated_account_is_out_at_once_and_can_come_back(database: Database) -> None:
    hire(database, ZHAO, Role.ADMINISTRATOR)
    number = hire(database)
    before = row(database, number).fs_uniquifier
    deactivate(database, number)
    assert not row(database, number).active
    assert row(database, number).fs_uniquifier != before
    with database.write() as db:
        found = people.locked(db, number)
        assert found is not None
        staff.reactivate(db, found, ZHAO, NOW)
    assert row(database, number).active
    assert [action for _, action, _, _ in lines(database)][-2:] == ["staff.deactivated", "staff.reactivated"]


def test_last_administrator_keeps_the_role(database: Database) -> None:
    number = hire(database, ZHAO, Role.ADMINISTRATOR)
    away = hire(database, "qian@example.org", Role.ADMINISTRATOR)
    deactivate(database, away)
    with pytest.raises(ContentError, match=r"^roles: somebody must stay"):
        change(database, number, "Zhao", Role.EDITOR)
    assert row(database, number).role_names == ["administrator"]


def test_last_administrator_stays_active(database: Database) -> None:
    number = hire(database, ZHAO, Role.ADMINISTRATOR)
    with pytest.raises(ContentError, match=r"^roles: somebody must stay"):
        deactivate(database, number, actor="li@example.org")
    assert row(database, number).active


def test_one_of_two_administrators_may_give_the_role_away(database: Database) -> None:
    number = hire(database, ZHAO, Role.ADMINISTRATOR)
    hire(database, "qian@example.org", Role.ADMINISTRATOR, Role.EDITOR)
    change(database, number, "Zhao", Role.EDITOR)
    assert row(database, number).role_names == ["editor"]


def test_two_administrators_who_remove_each_other_at_once_are_not_both_gone(database: Database) -> None:
    both = [hire(database, f"admin{number}@example.org", Role.ADMINISTRATOR) for number in range(2)]

    def remove_the_other(number: int) -> bool:
        try:
            deactivate(database, both[1 - number], actor=f"admin{number}@example.org")
        except ContentError:
            return False
        return True

    assert sorted(in_threads(2, remove_the_other)) == [False, True]
    assert [row(database, number).active for number in both].count(True) == 1


def test_new_password_is_provisional_and_ends_every_session(database: Database) -> None:
    hire(database, ZHAO, Role.ADMINISTRATOR)
    number = hire(database)
    before = row(database, number).fs_uniquifier
    with database.write() as db:
        found = people.locked(db, number)
        assert found is not None
        staff.reset_password(db, found, "another hash", ZHAO, NOW)
    after = row(database, number)
    assert (after.password, after.provisional) == ("another hash", True)
    assert after.fs_uniquifier != before
    assert lines(database)[-1] == (ZHAO, "staff.password-reset", f"staff/{number}", {})


def test_reset_second_factor_leaves_nothing_of_it(sqlite: Database) -> None:
    hire(sqlite, ZHAO, Role.ADMINISTRATOR)
    number = hire(sqlite)
    with sqlite.write() as db:
        people.change(db, number, {"tf_primary_method": "authenticator", "tf_totp_secret": "s", "totp_counter": 7})
        people.change(db, number, {"mf_recovery_codes": ["a", "b"]})
    with sqlite.write() as db:
        found = people.locked(db, number)
        assert found is not None
        staff.reset_second_factor(db, found, ZHAO, NOW)
    after = row(sqlite, number)
    assert (after.tf_primary_method, after.tf_totp_secret, after.mf_recovery_codes) == (None, None, None)
    assert after.totp_counter == -1


@pytest.mark.parametrize("what", ["deactivate", "reset_password", "reset_second_factor"])
def test_nobody_does_this_to_his_own_account(sqlite: Database, what: str) -> None:
    """On his own page he would be asked for his password."""
    hire(sqlite, ZHAO, Role.ADMINISTRATOR)
    number = hire(sqlite, "qian@example.org", Role.ADMINISTRATOR)
    given = ("a hash",) if what == "reset_password" else ()
    with pytest.raises(ContentError, match=r"^own: "), sqlite.write() as db:
        getattr(staff, what)(db, people.locked(db, number), *given, "qian@example.org", NOW)
