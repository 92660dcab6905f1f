"""The console's commands: the first person who can sign in."""

import re

from click.testing import Result

from tests.console.conftest import Office
from wxbot.store import staff


def _run(office: Office, *words: str) -> Result:
    return office.app.test_cli_runner().invoke(args=list(words))


def _works(office: Office, email: str, password: str) -> bool:
    return office.signed_in(email, password).get("/account").status_code == 200


def test_who_is_created_can_sign_in_with_the_password_that_was_printed(office: Office) -> None:
    made = _run(office, "create-staff", "Qian@example.org", "--role", "editor", "--keep-password")
    assert made.exit_code == 0, made.output
    assert _works(office, "qian@example.org", made.output.split()[-1])


def test_without_a_role_an_administrator_is_created(office: Office) -> None:
    _run(office, "create-staff", "qian@example.org")
    with office.database.read() as db:
        row = staff.find(db, "qian@example.org")
        assert row is not None
        assert row.role_names == ["administrator"]


def test_an_address_that_somebody_has_is_refused_with_a_sentence(office: Office) -> None:
    made = _run(office, "create-staff", "CHEN@example.org", "--role", "editor")
    assert made.exit_code == 1
    assert "somebody has this address already" in made.output


def test_an_unknown_role_is_refused(office: Office) -> None:
    made = _run(office, "create-staff", "qian@example.org", "--role", "king")
    assert made.exit_code == 2
    assert "'administrator', 'editor'" in made.output


def test_samples_are_created_where_nobody_works_yet_and_told_once(empty_office: Office) -> None:
    first, second = _run(empty_office, "sample-staff"), _run(empty_office, "sample-staff")
    people = re.findall(r"(\w+@example\.org) +(\S+)", first.output)
    assert [email for email, _ in people] == [f"{role}@example.org" for role in ("administrator", "editor", "reviewer")]
    assert all(_works(empty_office, *person) for person in people)
    assert second.output == ""
