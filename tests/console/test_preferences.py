"""Preferences in the browser."""

import re
import time

import pytest

from tests.console.conftest import Browser, Office
from wxbot.edition.kinds import Kind
from wxbot.services import preferences
from wxbot.services.preferences import Preferences
from wxbot.services.roles import Role

SIGNATURES = {f"signatures-{kind.value}": "1" for kind in Kind}


def _kept(office: Office) -> Preferences:
    with office.database.read() as db:
        return preferences.load(db)


def _seen(browser: Browser) -> str:
    return str(re.findall(r'name="seen"[^>]*value="([^"]+)"', browser.get("/preferences").text)[0])


def _fields(browser: Browser, **changes: str) -> dict[str, str]:
    """The form as it stands, with some fields filled in otherwise."""
    return {
        **SIGNATURES,
        "letter_days": "5",
        "broadcast_signatures": "1",
        "pushes_a_day": "3",
        "office_hours": "",
        "trusted_hosts": "",
        "seen": _seen(browser),
        **changes,
    }


def test_what_is_set_is_shown(administrator: Browser) -> None:
    administrator.post("/preferences", **_fields(administrator, letter_days="9", **{"signatures-news": "2"}))
    page = administrator.get("/preferences").text
    assert 'value="9"' in page
    assert re.search(r'id="signatures-news".*?<option selected value="2">', page, re.DOTALL)


def test_everything_can_be_set(administrator: Browser, office: Office) -> None:
    changes = {
        "signatures-news": "2",
        "second_reader": "y",
        "menus_automatic": "y",
        "letter_days": "9",
        "broadcast_signatures": "2",
        "pushes_a_day": "4",
        "office_hours": "Mon-Thu 08:30-18:00",
        "trusted_hosts": "https://www.un.org/en\n\nxinhuanet.com",
    }
    page = administrator.follow("/preferences", **_fields(administrator, **changes)).text
    assert "The preferences are saved" in page
    assert _kept(office) == Preferences(
        signatures={"news": 2},
        second_reader=True,
        menus_automatic=True,
        broadcast_signatures=2,
        pushes_a_day=4,
        letter_days=9,
        office_hours="Mon-Thu 08:30-18:00",
        trusted_hosts=("www.un.org", "xinhuanet.com"),
    )


def test_change_counts_in_the_running_process(administrator: Browser, office: Office) -> None:
    administrator.post("/preferences", **_fields(administrator, trusted_hosts="www.un.org"))
    office.runtime.start()
    until = time.monotonic() + 10
    while "www.un.org" not in office.runtime.trusted_hosts:
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"letter_days": "0"}, "From 1 to 60."),
        ({"letter_days": "five"}, "letter_days-error"),
        ({"letter_days": ""}, "This must be filled in."),
        ({"office_hours": "always"}, "must be like Mon-Fri 09:00-17:30"),
        ({"trusted_hosts": "www.un.org\ncn"}, "Line 2: must be the name of a host"),
        ({"signatures-news": "7"}, "valid choice"),
    ],
)
def test_what_does_not_fit_is_told_beside_its_field_and_stays_typed(
    administrator: Browser, office: Office, changes: dict[str, str], sentence: str
) -> None:
    answer = administrator.post("/preferences", **_fields(administrator, second_reader="y", **changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert re.search(r'<input checked[^>]*id="second_reader"', answer.text)
    assert _kept(office) == Preferences()


def test_who_did_not_see_anothers_change_is_told_and_may_save_again(administrator: Browser, office: Office) -> None:
    stale = _fields(administrator, letter_days="9")
    administrator.post("/preferences", **_fields(administrator, letter_days="7"))
    answer = administrator.post("/preferences", **stale)
    assert answer.status_code == 409
    assert "Somebody else changed the preferences meanwhile" in answer.text
    assert 'value="9"' in answer.text
    assert _kept(office).letter_days == 7
    administrator.post("/preferences", **_fields(administrator, letter_days="9"))
    assert _kept(office).letter_days == 9


def test_saving_nothing_new_says_so(administrator: Browser) -> None:
    assert "Nothing was changed" in administrator.follow("/preferences", **_fields(administrator)).text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_preferences_are_for_administrators_only(office: Office, role: Role) -> None:
    assert office.at(role).get("/preferences").status_code == 403
    assert office.at(role).post("/preferences", **SIGNATURES).status_code == 403


def test_saving_leaves_the_stop_switch_as_it_is(administrator: Browser, office: Office) -> None:
    with office.database.write() as db:
        preferences.save(db, Preferences(sending_stopped=True), "li", office.runtime.clock.instant())
    administrator.post("/preferences", **_fields(administrator, letter_days="9"))
    assert (_kept(office).letter_days, _kept(office).sending_stopped) == (9, True)
