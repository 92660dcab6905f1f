"""The wording check: what of a draft should not be said so, before anybody signs it.

Each finding has a stable code and what is to be filled in; the console puts it into words. Whether links answer is
asked apart, since that takes seconds.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from wxbot.client.links import Verdict
from wxbot.edition.kinds import Phrase
from wxbot.edition.texts import Text, texts
from wxbot.edition.wordlist import Entry, Wordlist
from wxbot.services import Db, limits, links, personal
from wxbot.services.findings import Code, Finding, around
from wxbot.services.items import Draft
from wxbot.services.links import Link
from wxbot.store import items, wordings
from wxbot.store.wordings import Rule

__all__ = ["Code", "Finding", "Level", "check", "check_links", "check_links_of_text", "check_text"]


class Level(StrEnum):
    """What follows from finding a wording; ALLOW is for what is right although something in it would be found."""

    BLOCK = "block"
    WARN = "warn"
    ALLOW = "allow"


_PLACE = re.compile(r"\{(\w+)\}")
_UNITS = {"characters": Code.TOO_LONG, "bytes": Code.TOO_MANY_BYTES, "messages": Code.MESSAGES}
_VERDICTS = {
    Verdict.DEAD: Code.LINK_DEAD,
    Verdict.PRIVATE: Code.LINK_PRIVATE,
    Verdict.UNKNOWN: Code.LINK_UNKNOWN,
}


def check(db: Db, draft: Draft, hosts: Collection[str] = ()) -> tuple[Finding, ...]:
    """Everything that can be told without asking other hosts; ``hosts`` are those that may be linked to.

    What must be mended comes first.
    """
    read = list(texts(draft.title, draft.body))
    rules = wordings.everything(db)
    found = [
        *(finding for text in read for finding in _wordings(text, rules, draft.language)),
        *personal.findings(db, read, _allowed(rules), draft.kind, hosts),
        *(finding for link in links.of_item(draft.title, draft.body) for finding in links.findings(link, hosts)),
        *_limits(draft),
        *_places(db, draft),
        *([Finding(False, "sample", Code.SAMPLE, {})] if draft.body.sample else []),
    ]
    return tuple(sorted(found, key=lambda finding: not finding.blocks))


def check_text(db: Db, words: str, language: str, hosts: Collection[str] = ()) -> tuple[Finding, ...]:
    """The same for a text that is no item's."""
    text, rules = Text("text", words), wordings.everything(db)
    found = [*_wordings(text, rules, language), *personal.findings(db, [text], _allowed(rules), None, hosts)]
    found += [finding for link in links.of_text(text) for finding in links.findings(link, hosts)]
    return tuple(sorted(found, key=lambda finding: not finding.blocks))


def check_links(draft: Draft, within: bool = False) -> tuple[Finding, ...]:
    """Asks every link whether it answers, which takes up to some seconds; never within a transaction.

    ``within`` allows addresses of this machine and its network, for an account at a simulator.
    """
    return _asked(links.of_item(draft.title, draft.body), within)


def check_links_of_text(words: str, within: bool = False) -> tuple[Finding, ...]:
    """The same for a text that is no item's."""
    return _asked(list(links.of_text(Text("text", words))), within)


def _asked(found: Sequence[Link], within: bool) -> tuple[Finding, ...]:
    whole = [link for link in found if link.parts is not None]
    verdicts = links.ask(whole, within)
    return tuple(
        Finding(False, link.field, _VERDICTS[verdict], {"url": link.url})
        for link in whole
        if (verdict := verdicts.get(link.url, Verdict.UNKNOWN)) in _VERDICTS
    )


def _allowed(rules: Sequence[Rule]) -> list[str]:
    return [rule.wrong for rule in rules if rule.level == Level.ALLOW]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The rules of a language and the automaton that finds them."""

    wrong: tuple[Rule, ...]
    list: Wordlist


@lru_cache(maxsize=8)
def _compiled(rules: tuple[Rule, ...], language: str) -> _Compiled:
    own = [rule for rule in rules if rule.language in ("", language)]
    wrong = tuple(rule for rule in own if rule.level != Level.ALLOW)
    entries = [Entry(rule.wrong, (rule.preferred,) if rule.preferred else ()) for rule in wrong]
    return _Compiled(wrong, Wordlist(entries, _allowed(own)))


def _wordings(text: Text, rules: tuple[Rule, ...], language: str) -> Iterator[Finding]:
    compiled = _compiled(rules, language)
    spans = compiled.list.find(links.without(text.words))
    times = Counter(span.entry for span in spans)
    for span in {span.entry: span for span in reversed(spans)}.values():  # The first place of each.
        rule = compiled.wrong[span.entry]
        words = {
            "found": text.words[span.begin : span.end],
            "preferred": rule.preferred,
            "note": rule.note,
            "times": str(times[span.entry]),
            "around": around(text.words, span.begin, span.end),
        }
        yield Finding(rule.level == Level.BLOCK, text.field, Code.WORDING, words)


def _limits(draft: Draft) -> Iterator[Finding]:
    for over in limits.excesses(draft.kind, draft.title, draft.body):
        words = {"count": str(over.count), "limit": str(over.limit)}
        yield Finding(over.blocks, over.field, _UNITS[over.unit], words)


def _places(db: Db, draft: Draft) -> Iterator[Finding]:
    """Places in braces: the machine fills those of the delivered phrase, and any other would be shown as it stands."""
    if not isinstance(draft.body, Phrase):
        return
    delivered = items.delivered_body(db, draft.kind, draft.slug, draft.language)
    if delivered is None:
        return
    known, used = _PLACE.findall(str(delivered.get("text", ""))), _PLACE.findall(draft.body.text)
    names = ", ".join(f"{{{name}}}" for name in dict.fromkeys(known))
    for name in dict.fromkeys(used):
        if name not in known:
            yield Finding(True, "text", Code.PLACE_UNKNOWN, {"place": f"{{{name}}}", "places": names})
    for name in dict.fromkeys(known):
        if name not in used:
            yield Finding(True, "text", Code.PLACE_MISSING, {"place": f"{{{name}}}"})
