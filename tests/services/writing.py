"""Letters as their writers hand them in, and what is then kept of them."""

import datetime as dt
import os
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.engine import make_url

from tests.services.drafts import NOON
from tests.store.together import PATIENCE
from wxbot.services import letters
from wxbot.services.effects import AddToLetter, LetterView, OpenLetter, Receipt
from wxbot.store import letters as rows
from wxbot.store import schema
from wxbot.store.database import Database
from wxbot.store.letters import EntryKind, State
from wxbot.store.vault import Vault

FERNET_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
VAULT = Vault(FERNET_KEY, "i" * 32)
SHANGHAI = ZoneInfo("Asia/Shanghai")
ALICE, BOB = "oAlice0000000000000000000001", "oBob000000000000000000000002"
WORDS = ("希望使馆周六也开门", "li@example.com", "李明\n巴黎某街一号")


def written(origin: str = "form 1", **fields: Any) -> OpenLetter:
    text, contact, address = WORDS
    plain = {"kind": "advice", "subject": "", "language": "zh", "later": "编号是 {number}。"}
    return OpenLetter(**{**plain, "origin": origin, "text": text, "contact": contact, "address": address, **fields})


def open_letter(
    database: Database, given: OpenLetter, openid: str = ALICE, now: dt.datetime = NOON, zone: ZoneInfo = SHANGHAI
) -> Receipt:
    with database.write() as db:
        return letters.open_letter(db, VAULT, given, openid, now, zone)


def add(database: Database, number: str, text: str, origin: str = "more", openid: str = ALICE) -> Receipt:
    with database.write() as db:
        return letters.add(db, VAULT, AddToLetter(origin, number, text), openid, NOON + dt.timedelta(hours=1))


def read(database: Database, number: str = "", openid: str = ALICE) -> tuple[LetterView, ...]:
    with database.read() as db:
        return letters.read(db, VAULT, openid, number).letters


def set_state(database: Database, number: str, state: State) -> None:
    with database.write() as db:
        letter = db.scalars(select(rows.Letter).where(rows.Letter.number == number)).one()
        letter.state = state


def answer(database: Database, number: str, text: str) -> None:
    """As staff do."""
    with database.write() as db:
        letter = db.scalars(select(rows.Letter).where(rows.Letter.number == number)).one()
        letter.state = State.ANSWERED
        rows.add_entry(db, letter.id, f"answer to {number}", "chen", VAULT.seal(text), NOON, EntryKind.ANSWER)


def open_many(gate: Barrier, url: str, times: int) -> None:
    """By one of several processes that began together; each letter is handed in twice."""
    database = Database(url, PATIENCE)
    gate.wait()
    for number in range(times):
        origin = f"form {number} of process {os.getpid()}"
        for _ in range(2):
            open_letter(database, written(origin))
    database.close()


def everything(database: Database) -> bytes:
    """All that a thief of the database would see: every row of every table, and the file where there is one."""
    with database.read() as db:
        rows = [str(tuple(row)) for table in schema.METADATA.tables.values() for row in db.execute(select(table))]
    found = "\n".join(rows).encode()
    url = make_url(str(database.engine.url))
    files = sorted(Path(url.database).parent.glob("*.db*")) if url.database and url.drivername == "sqlite" else []
    return found + b"".join(path.read_bytes() for path in files)
