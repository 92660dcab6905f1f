"""Staff at the console of a running account, each with a browser of his own, over HTTP."""

import re
from dataclasses import dataclass, field
from html import unescape

import requests

from tests.console.people import PASSWORD, PEOPLE, hire
from tests.console.typing_in import filled_in
from tests.scenarios.conftest import Stack
from wxbot.services.roles import Role

# What a stack needs for people to sign in over plain HTTP, without their phones.
SETTINGS = {"PUBLIC_URL": "http://localhost", "STAFF_SECOND_FACTOR": "optional"}


@dataclass
class Clerk:
    """One person, signed in."""

    url: str
    session: requests.Session = field(default_factory=requests.Session)

    def open(self, path: str) -> str:
        answer = self.session.get(f"{self.url}{path}", timeout=10)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def send(self, path: str, **fields: object) -> str:
        """Sends a form with the token of the page before, and gives the page that it leads to."""
        token = _value(self.open("/account"), "csrf_token")
        answer = self.session.post(f"{self.url}{path}", data={"csrf_token": token, **fields}, timeout=10)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return answer.text

    def write(self, path: str, **changes: object) -> str:
        """Opens the form of an item, changes something in it, and saves it."""
        return self.send(path, **{**filled_in(self.open(path)), **changes})

    def press(self, page: str, step: str, **fields: object) -> str:
        """Presses a button of a page that takes a step with a revision."""
        found = re.search(rf'action="/console(/revisions/\d+/{step})"', page)
        assert found is not None, step
        return self.send(found[1], **fields)


def hire_everybody(stack: Stack) -> None:
    with stack.store() as database:
        hire(database)


def sign_in(stack: Stack, role: Role) -> Clerk:
    clerk = Clerk(f"{stack.web.url}/console")
    token = _value(clerk.open("/login"), "csrf_token")
    clerk.session.post(f"{clerk.url}/language", data={"csrf_token": token, "language": "en"}, timeout=10)
    given = {"csrf_token": token, "email": PEOPLE[role].email, "password": PASSWORD}
    answer = clerk.session.post(f"{clerk.url}/login", data=given, timeout=10)
    assert "Sign out" in answer.text
    return clerk


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None, name
    return unescape(found[1])


def hash_shown(page: str) -> str:
    """What the page asks to be signed."""
    return _value(page, "sha256")
