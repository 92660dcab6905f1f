"""An account after four months of a busy life, made up from one seed: what the console's lists are measured on."""

import datetime as dt
import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from wxbot.services.figures import Said, count, question
from wxbot.services.items import bump
from wxbot.store import figures
from wxbot.store.audit import Head, Line
from wxbot.store.columns import Table, fingerprint
from wxbot.store.database import Database
from wxbot.store.figures import Measure
from wxbot.store.followers import Follower
from wxbot.store.items import Item, Revision, Signature
from wxbot.store.items import State as ItemState
from wxbot.store.journal import Entry
from wxbot.store.letters import Entry as LetterEntry
from wxbot.store.letters import EntryKind, Fate, Letter
from wxbot.store.letters import State as LetterState
from wxbot.store.reads import Reads
from wxbot.store.submissions import State as ShareState
from wxbot.store.submissions import Submission
from wxbot.store.tags import Tag, Tagging
from wxbot.store.vault import Vault

Row = dict[str, Any]

DAYS = 120
_BATCH = 10_000
_DAY = dt.timedelta(days=1)
_STAFF = ("chen@example.org", "li@example.org", "wu@example.org", "zhao@example.org")

_SUBJECTS = (
    *("护照", "签证", "旅行证", "领事认证", "结婚登记", "海外留学", "使馆开放日", "外交部发言人", "双边关系", "文化节"),
    *("公证", "回国证明", "紧急求助", "中国公民", "安全提醒", "签证中心", "预约", "补办", "换发", "无犯罪证明"),
    *("visa", "passport", "embassy", "consulate", "appointment", "scholarship", "notarisation", "emergency"),
)
_ASKED = (
    "{}怎么办",
    "{}需要什么材料",
    "请问{}的电话是多少",
    "{}要多长时间",
    "{}和{}有什么区别",
    "{}在哪里",
    "how to get a {}",
)
_HITS = (
    *("consular.by_key", "search.related", "news.latest", "missions.named", "autoreply/hours", "speeches.latest"),
    *("countries.named", "emergency/lost-passport", "knowledge.latest", "guide.help_", "language.english"),
)
_KEYS = (
    "news",
    "speeches",
    "embassies",
    "knowledge",
    "events",
    "hotline",
    "consular",
    "notices",
    "missions",
    "letters",
)
_PLACES = ("巴黎", "东京", "伦敦", "纽约", "开罗", "曼谷", "柏林", "悉尼", "莫斯科", "内罗毕", "利马", "首尔")


@dataclass(frozen=True, slots=True)
class Size:
    items: int = 100_000
    followers: int = 100_000
    journal: int = 1_000_000
    letters: int = 40_000
    audit: int = 200_000
    submissions: int = 20_000


def fill(database: Database, vault: Vault, size: Size, now: dt.datetime, zone: dt.tzinfo) -> None:
    random = Random(20_261_125)
    _put(database, Follower, _followers(size, random, now))
    _put(database, Tag, ({"id": 100 + n, "name": f"标签{n}", "count": 10} for n in range(60)))
    _put(database, Tagging, _taggings(size, random))
    _items(database, size, random, now)
    _put(database, Letter, _letters(size, random, now))
    sealed = vault.seal("我在国外遇到一件事，想请使馆帮忙看一看。" * 5)
    _put(database, LetterEntry, _letter_entries(size, sealed, now))
    _audit(database, size, random, now)
    _put(database, Submission, _submissions(size, random, vault, now))
    _put(database, Reads, _reads(size, random, now))
    _words(database, random, now)
    _journal(database, size, random, now, zone)


def _put(database: Database, table: type[Table], rows: Iterable[Row]) -> None:
    """In batches, each a transaction of its own."""
    insert = table.__table__.insert()  # type: ignore[attr-defined]
    iterator = iter(rows)
    while batch := list(itertools.islice(iterator, _BATCH)):
        with database.write() as db:
            db.connection().execute(insert, batch)


def _at(random: Random, now: dt.datetime) -> dt.datetime:
    return now - random.random() * DAYS * _DAY


def _openid(number: int) -> str:
    return f"oFollower{number:019d}"


def _followers(size: Size, random: Random, now: dt.datetime) -> Iterator[Row]:
    for number in range(1, size.followers + 1):
        seen = _at(random, now)
        yield {
            "id": number,
            "openid": _openid(number),
            "language": random.choice(("zh", "zh", "zh", "en", "")),
            "subscribed": True,
            "blocked": number % 997 == 0,
            "tagged": "",
            "quiet": "",
            "remark": f"记者{number}" if number % 50 == 0 else "",
            "scene": "exhibition-7" if number % 9 == 0 else "",
            "followed_at": seen - 30 * _DAY,
            "last_seen_at": seen,
            "last_message_at": seen,
        }


def _taggings(size: Size, random: Random) -> Iterator[Row]:
    for number in range(1, size.followers + 1):
        for tag in random.sample(range(100, 160), random.randint(0, 2)):
            yield {"follower_id": number, "tag_id": tag}


_KINDS = ("news", "news", "news", "report", "knowledge", "knowledge", "faq", "faq", "notice")
_RULES = 2_000  # Auto-replies among the items.


def _items(database: Database, size: Size, random: Random, now: dt.datetime) -> None:
    """One live revision each; of some a newer one is worked on."""
    items, revisions, signatures = [], [], []
    numbers = itertools.count(1)
    for number in range(1, size.items + 1):
        kind = "autoreply" if number <= min(_RULES, size.items // 10) else random.choice(_KINDS)
        kind = "faq" if number == size.items else kind  # One whose name is known.
        at, title = _at(random, now), _title(random, number)
        state = random.choices(("live", "draft", "submitted", "refused", "former"), (90, 4, 2, 1, 3))[0]
        live, live_id, body = state != "former", next(numbers), _body(kind, title, number, at)
        first = ItemState.LIVE if live else ItemState.FORMER
        revisions.append(_revision(live_id, number, 1, title, body, at, first))
        signatures.append({"revision_id": live_id, "signer": "li@example.org", "sha256": "0" * 64, "signed_at": at})
        if state in ("draft", "submitted", "refused"):
            revisions.append(_revision(next(numbers), number, 2, title, body, at, ItemState(state)))
        items.append(_item(number, kind, title, at, state, live_id if live else None, random))
    _put(database, Item, items)
    _put(database, Revision, revisions)
    _put(database, Signature, signatures)
    with database.write() as db:
        bump(db)


def _body(kind: str, title: str, number: int, at: dt.datetime) -> Row:
    if kind == "faq":
        return {"category": "passports", "answer": f"{title}。" * 5, "variants": [f"第{number}个问题"]}
    if kind == "autoreply":
        conditions = [{"match": ("exact", "contains")[number % 2], "words": [f"规则{number}问题"]}]
        return {"conditions": conditions, "answers": [{"type": "text", "text": title}]}
    article = {"date": at.date().isoformat(), "summary": title, "text": f"{title}。" * 5}
    more: Mapping[str, Row] = {
        "report": {"mission": "驻法国使馆"},
        "notice": {"level": "take-care", "countries": ["法国"]},
    }
    return {**article, **more.get(kind, {})}


def _title(random: Random, number: int) -> str:
    return f"{random.choice(_PLACES)}{random.choice(_SUBJECTS)}：{random.choice(_SUBJECTS)}的最新通知（{number}）"


def _item(number: int, kind: str, title: str, at: dt.datetime, state: str, live_id: int | None, random: Random) -> Row:
    return {
        "id": number,
        "kind": kind,
        "slug": f"item-{number}",
        "language": "en" if number % 4 == 0 else "zh",
        "live_id": live_id,
        "title": title,
        "state": state,
        "changed_at": at,
        "live_at": at if live_id else None,
        "confirmed_at": None,
        "owner": random.choice(_STAFF),
        "review_by": at.date() + 90 * _DAY if number % 3 == 0 else None,
        "expires_at": at + 300 * _DAY if number % 10 == 0 else None,
    }


def _revision(row_id: int, item_id: int, number: int, title: str, body: Row, at: dt.datetime, state: ItemState) -> Row:
    return {
        "id": row_id,
        "item_id": item_id,
        "number": number,
        "title": title,
        "body": body,
        "sha256": hashlib.sha256(title.encode()).hexdigest(),
        "author": "chen@example.org",
        "created_at": at,
        "live_at": at if state is ItemState.LIVE else None,
        "state": state.value,
        "submitted_by": "chen@example.org",
        "submitted_at": at,
        "note": "",
        "due_at": None,
        "refused_by": "",
        "refused_at": None,
        "reason": "",
    }


def _letters(size: Size, random: Random, now: dt.datetime) -> Iterator[Row]:
    states = random.choices(list(LetterState), (3, 3, 74, 5, 15), k=size.letters)
    for number, (back, state) in enumerate(zip(_backwards(size.letters), states, strict=True), 1):
        at = now - back
        waits = state in (LetterState.RECEIVED, LetterState.WORKING)
        yield {
            "id": number,
            "number": f"{at:%Y%m%d}-{number:05d}",
            "origin": f"form-{number}",
            "kind": random.choice(("advice", "question", "complaint", "brochure", "event")),
            "subject": "",
            "openid": _openid(random.randint(1, size.followers)) if waits else "",
            "language": "zh",
            "state": state.value,
            "contact": "",
            "contact_index": "",
            "address": "",
            "opened_at": at,
            "changed_at": at,
            "version": 1,
            "assignee": random.choice((*_STAFF, "", "")),
            "waiting_since": at if waits else None,
            "reading_since": at if waits and number % 40 == 0 else None,
        }


def _backwards(count: int) -> Iterator[dt.timedelta]:
    """How long ago each of so many happened, the oldest first, spread over all days."""
    return ((count - number) / count * DAYS * _DAY for number in range(count))


def _letter_entries(size: Size, sealed: str, now: dt.datetime) -> Iterator[Row]:
    for number, back in enumerate(_backwards(size.letters), 1):
        yield {
            "letter_id": number,
            "origin": f"entry-{number}",
            "author": "writer",
            "text": sealed,
            "at": now - back,
            "kind": EntryKind.TEXT.value,
            "fate": Fate.NONE.value,
            "route": "",
            "reader": "",
            "told_at": None,
            "due_at": None,
            "trouble": "",
        }


_ACTIONS = ("item.live", "item.submitted", "item.signed", "letter.answered", "follower.blocked", "submission.approved")


def _audit(database: Database, size: Size, random: Random, now: dt.datetime) -> None:
    """A chain that is whole."""
    previous, rows = "0" * 64, []
    for number, back in enumerate(_backwards(size.audit), 1):
        at, actor, action = now - back, random.choice(_STAFF), random.choice(_ACTIONS)
        subject, details = f"news/item-{random.randint(1, size.items)}.zh", {"revision": number % 9}
        line = [previous, at.astimezone(dt.UTC).isoformat(), actor, action, subject, details]
        digest = hashlib.sha256(json.dumps(line, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        fields = {"actor": actor, "action": action, "subject": subject, "details": details}
        rows.append({"at": at, **fields, "previous": previous, "hash": digest})
        previous = digest
    _put(database, Line, rows)
    _put(database, Head, [{"id": 1, "hash": previous}])


def _submissions(size: Size, random: Random, vault: Vault, now: dt.datetime) -> Iterator[Row]:
    caption = vault.seal("埃菲尔铁塔前的合影")
    states = random.choices(list(ShareState), (1, 9, 70, 18, 2), k=size.submissions)
    for number, (back, state) in enumerate(zip(_backwards(size.submissions), states, strict=True), 1):
        yield {
            "id": number,
            "origin": f"share-{number}",
            "position": 0,
            "openid": _openid(random.randint(1, size.followers)),
            "media_id": f"m{number}",
            "kind": "image",
            "caption": caption,
            "state": state.value,
            "file": f"{hashlib.sha256(str(number).encode()).hexdigest()}.jpg",
            "sent_at": now - back,
            "due_at": now - back,
            "decided_at": None,
            "decided_by": "",
        }


def _reads(size: Size, random: Random, now: dt.datetime) -> Iterator[Row]:
    for back in range(DAYS):
        day = (now - back * _DAY).date().isoformat()
        for number in random.sample(range(1, size.items + 1), min(800, size.items)):
            yield {"day": day, "page": f"news/item-{number}", "count": random.randint(1, 90)}


def _words(database: Database, random: Random, now: dt.datetime) -> None:
    """Beside those of the made-up messages, as many different words as are kept of each day."""
    for back in range(DAYS):
        day = (now - back * _DAY).date().isoformat()
        counts = {(day, Measure.WORD, f"词{random.randint(1, 3000)}"): random.randint(2, 40) for _ in range(200)}
        with database.write() as db:
            figures.add(db, counts)


def _journal(database: Database, size: Size, random: Random, now: dt.datetime, zone: dt.tzinfo) -> None:
    """Lines, and the figures that draining them would have counted; the words of many are not cut up anew."""
    rows: list[Row] = []
    told: list[Said] = []
    for number, back in enumerate(_backwards(size.journal), 1):
        said = _said(random, now - back)
        rows.append(_entry(number, said, _openid(1 + int(random.paretovariate(0.8)) % size.followers), random))
        told.append(said)
        if len(rows) == _BATCH:
            _put(database, Entry, rows)
            with database.write() as db:
                count(db, told, zone)
            rows, told = [], []
    _put(database, Entry, rows)


def _said(random: Random, at: dt.datetime) -> Said:
    chance = random.random()
    if chance < 0.03:
        return Said(at, "follow", "exhibition-7", "welcome.followed", "")
    if chance < 0.05:
        return Said(at, "unfollow", "", "welcome.left", "")
    if chance < 0.35:
        key = random.choice(_KEYS)
        return Said(at, "menu", key, f"{key}.latest", key)
    asked = random.choice(_ASKED).format(random.choice(_SUBJECTS), random.choice(_SUBJECTS))
    if random.random() < 0.15:
        return Said(at, "text", f"{random.choice(_PLACES)}{asked}？", "fallback.unknown", "")
    return Said(at, "voice" if chance > 0.95 else "text", asked, random.choice(_HITS), "")


_WHY: Mapping[str, Any] = {
    "why": "the first section that could answer",
    "language": "zh",
    "took_ms": 1.92,
    "edition": 41,
}


def _entry(number: int, said: Said, openid: str, random: Random) -> Row:
    passed = [{"name": f"{name}.named", "why": "passes it on"} for name in ("news", "speeches", "topics", "countries")]
    return {
        "id": number,
        "delivery": fingerprint(f"d{number}"),
        "openid": openid,
        "at": said.at,
        "source": said.source,
        "asked": said.asked,
        "hit": said.hit,
        "question": question(said),
        "decision": {**_WHY, "hit": said.hit, "candidates": [*passed, {"name": said.hit, "why": "answers"}]},
        "reply": "TextReply",
    }
