"""Every push carries a way out of it: what it says to tap or to send leads to what is followed, and away from it."""

import re
from pathlib import Path

import pytest

from tests.dispatch.asking import Desk
from tests.services.composed import compose
from wxbot.services.effects import Receipt
from wxbot.store.broadcasts import Kind
from wxbot.store.database import Database

FOLLOWED = [Receipt(subscriptions=(("notices", "JP"),))]


WAY_OUT = "msgmenuid=unsubscribe/notices/JP"


@pytest.mark.parametrize("text", ["明天闭馆。", "Closed tomorrow."])
def test_tap_on_the_last_line_leads_to_unsubscribing(desk: Desk, sqlite: Database, tmp_path: Path, text: str) -> None:
    said = compose(sqlite, tmp_path, Kind.CUSTOM, {"text": text}).payload["message"]["text"]["content"]
    link = re.search(r"msgmenucontent=([^&]+)&msgmenuid=([^\"]+)", said)
    assert link is not None
    desk.receipts = FOLLOWED
    assert WAY_OUT in desk.tap_line(link[2])
    assert WAY_OUT in desk.say(link[1])  # An account of the sandbox is told the words alone.


@pytest.mark.parametrize("words", ["退订", "unsubscribe"])
def test_words_that_a_push_asks_for_lead_to_unsubscribing(desk: Desk, words: str) -> None:
    desk.receipts = FOLLOWED
    assert WAY_OUT in desk.say(words)
