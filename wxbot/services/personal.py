"""Personal numbers in what citizens read; those of offices are public, and are told apart here."""

import re
from collections.abc import Collection, Iterator, Sequence

from wxbot.edition.kinds import Kind
from wxbot.edition.personal import Found, Personal, covered, digits, find, narrow
from wxbot.edition.texts import Text
from wxbot.services import Db, links
from wxbot.services.findings import Code, Finding, around
from wxbot.store import items

_BLOCKING = (Code.ID_CARD, Code.BANK_CARD)
_PUBLIC = (Kind.MISSION, Kind.EMERGENCY, Kind.PHRASE)  # Kinds that are there to give out numbers of offices.


def findings(
    db: Db, read: Sequence[Text], allowed: Sequence[str], kind: Kind | None, hosts: Collection[str]
) -> Iterator[Finding]:
    found = [(text, number) for text in read for number in find(links.without(text.words))]
    phones = any(number.kind is Personal.PHONE for _, number in found) and kind not in _PUBLIC
    offices = {_subscriber(known) for known in (*allowed, *_offices(db))} if phones else set()
    for text, number in found:
        words = text.words[number.begin : number.end]
        if number.kind is Personal.PHONE and (kind in _PUBLIC or _subscriber(words) in offices):
            continue
        if number.kind is Personal.MAIL and _is_office_mail(words, allowed, hosts):
            continue
        yield _number(text, number)


def _number(text: Text, number: Found) -> Finding:
    code = Code(number.kind.value)
    words = {
        "found": covered(text.words[number.begin : number.end]),
        "around": around(text.words, number.begin, number.end),
    }
    return Finding(code in _BLOCKING, text.field, code, words)


def _is_office_mail(address: str, allowed: Sequence[str], hosts: Collection[str]) -> bool:
    usual = narrow(address).casefold()
    return links.is_trusted(usual.rpartition("@")[2], hosts) or usual in {word.casefold() for word in allowed}


def _subscriber(number: str) -> str:
    """The digits without what one dials from abroad or from another city."""
    return digits(number).removeprefix("00").removeprefix("86").removeprefix("0")


def _offices(db: Db) -> Iterator[str]:
    """Phones that the account gives out already: those of missions, and those in its standing phrases."""
    for row in items.live_of_kind(db, Kind.MISSION):
        yield from re.split(r"[,，;；、\n]| / ", str(row.body.get("phone", "")))
    for row in items.live_of_kind(db, Kind.PHRASE):
        text = str(row.body.get("text", ""))
        yield from (text[found.begin : found.end] for found in find(text) if found.kind is Personal.PHONE)
