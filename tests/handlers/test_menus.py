"""Every button of every delivered menu leads somewhere, in both languages, within the platform's limits."""

import pytest

from tests.dispatch.asking import Desk
from tests.rig.account import ROOT
from wxbot.edition.kinds import Kind, Menu
from wxbot.services import files, menus
from wxbot.services.items import Draft
from wxbot.services.sketches import Account

MENUS = [draft for draft in files.read(ROOT) if draft.kind is Kind.MENU]
KEYS = [key for draft in MENUS if isinstance(draft.body, Menu) for key in menus.keys(draft.body)]


def test_the_default_menu_is_three_by_five() -> None:
    body = MENUS[0].body
    assert isinstance(body, Menu)
    assert [len(button.buttons) for button in body.buttons] == [5, 5, 5]


@pytest.mark.parametrize("draft", MENUS, ids=lambda draft: draft.slug)
def test_a_delivered_menu_keeps_the_platforms_limits_and_names_known_keys(desk: Desk, draft: Draft) -> None:
    assert isinstance(draft.body, Menu)
    menus.check(draft.body, Account("https://account.example", desk.decider.knows))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_answered_by_its_own_section(desk: Desk, key: str, language: str) -> None:
    desk.language = language
    assert desk.tap(key) is not None
    assert not desk.hit.startswith("fallback")
