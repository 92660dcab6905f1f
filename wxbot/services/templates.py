"""The account's templates: fetched from WeChat, and what may be filled in where.

A field's name tells its type: ``thing1`` takes anything of twenty characters, ``date2`` a date. For a single field that
does not keep to it WeChat refuses the message, or cuts it short without a word.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wxbot.client import notices, templates
from wxbot.client.api import Api
from wxbot.errors import ErrorClass, WechatError
from wxbot.services import Db, syncs
from wxbot.services.findings import Code, Finding
from wxbot.services.syncs import END
from wxbot.store import templates as rows
from wxbot.store.database import Database
from wxbot.store.templates import Kind, Template

NAME = "templates"
_EVERY = dt.timedelta(hours=6)

_PLACE = re.compile(r"\{\{\s*(\w+)\.DATA\s*\}\}")
_NUMBERED = re.compile(r"\d+$")
_LABEL_ENDS = ":： \t"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a type takes: so many characters at the most, in this form; ``example`` shows it."""

    limit: int
    form: re.Pattern[str] = re.compile(r"(?s:.*)")
    example: str = ""


_DAY = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日)"
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
_MOMENT = rf"(?:{_DAY}\s?)?{_CLOCK}"

RULES: Mapping[str, Rule] = {
    "thing": Rule(20),
    "const": Rule(20),
    "phrase": Rule(5, re.compile(r"[\u3400-\u9fff]+"), "已受理"),
    "character_string": Rule(32, re.compile(r"[\x20-\x7e]+"), "A-2026-118"),
    "number": Rule(32, re.compile(r"-?\d+(\.\d+)?", re.ASCII), "118"),
    "letter": Rule(32, re.compile(r"[A-Za-z]+"), "ABC"),
    "symbol": Rule(5, re.compile(r"[^\w\s]+"), "※"),
    "time": Rule(40, re.compile(rf"{_MOMENT}(?:\s?[~～至-]\s?{_MOMENT})?", re.ASCII), "2026年11月23日 15:01"),
    "date": Rule(40, re.compile(rf"{_DAY}(?:\s?{_CLOCK})?", re.ASCII), "2026年11月23日"),
    "amount": Rule(20, re.compile(r"[¥￥$€£]?\d{1,10}(\.\d{1,2})?元?", re.ASCII), "¥100.00"),
    "phone_number": Rule(17, re.compile(r"[\d+\-() ]+", re.ASCII), "+86-10-66668888"),
    "car_number": Rule(8, re.compile(r"[\u3400-\u9fff]?[A-Za-z0-9]+[\u3400-\u9fff]?"), "京A12345"),
    "name": Rule(10, re.compile(r"\D+"), "张三"),
}
_LISTED = "const"  # Which words it takes stands at WeChat alone; of them only the example's is told.
_FREE = Rule(200)  # Of a field whose name tells no type, as older templates have them.


@dataclass(frozen=True, slots=True)
class Field:
    """One place of a template; ``label`` is what stands before it."""

    name: str
    label: str
    type: str
    rule: Rule


def fields(template: Template) -> tuple[Field, ...]:
    """In the order in which they are shown."""
    examples = dict(enumerate(template.example.splitlines()))
    return tuple(
        _field(match[1], line[: match.start()], examples.get(number, ""))
        for number, line in enumerate(template.content.splitlines())
        for match in _PLACE.finditer(line)
    )


def _field(name: str, before: str, example: str) -> Field:
    """``example`` is the line of WeChat's example in which it stands."""
    kind = _NUMBERED.sub("", name)
    label = _PLACE.sub("", before).strip(_LABEL_ENDS) or name
    rule = RULES.get(kind, _FREE)
    if kind == _LISTED and example.startswith(before):
        rule = replace(rule, example=example.removeprefix(before).strip())
    return Field(name, label, kind, rule)


def check(template: Template, values: Mapping[str, str]) -> list[Finding]:
    """What WeChat would refuse or cut short; ``values`` are what is filled in, by the names of fields."""
    known = fields(template)
    found = [finding for field in known for finding in _check(field, values.get(field.name, "").strip())]
    strange = sorted(values.keys() - {field.name for field in known})
    return found + [_finding(name, Code.FIELD_UNKNOWN, name=name) for name in strange]


def _check(field: Field, value: str) -> list[Finding]:
    if not value:
        return [_finding(field.name, Code.FIELD_EMPTY, label=field.label)]
    if len(value) > field.rule.limit:
        return [_finding(field.name, Code.TOO_LONG, count=str(len(value)), limit=str(field.rule.limit))]
    if not field.rule.form.fullmatch(value):
        form = {"label": field.label, "type": field.type, "example": field.rule.example}
        return [_finding(field.name, Code.FIELD_FORM, **form)]
    if field.type == _LISTED and value != field.rule.example:
        return [Finding(False, f"values.{field.name}", Code.FIELD_LISTED, {"label": field.label})]
    return []


def _finding(name: str, code: Code, /, **words: str) -> Finding:
    return Finding(True, f"values.{name}", code, words)


def of_kind(db: Db, kind: Kind) -> Sequence[Template]:
    """Those that the account has now, by title."""
    return rows.of_kind(db, kind)


def sync(database: Database, api: Api, now: dt.datetime) -> bool:
    """Fetches them if it is time; returns whether it was."""

    def step(_cursor: str) -> str:
        fetch(database, api, now)
        return END

    return syncs.advance(database, NAME, step, now + _EVERY, now)


def find(db: Db, kind: Kind, template_id: str) -> Template | None:
    """Also one that WeChat has no more, which then has a ``gone_at``."""
    return rows.find(db, kind, template_id)


def fetch(database: Database, api: Api, now: dt.datetime) -> int:
    """Takes over WeChat's lists of both kinds; returns how many templates there are.

    An account that may have neither has none. Raises WechatError or StateUnavailable.
    """
    return sum(_fetch(database, api, kind, now) for kind in Kind)


def _fetch(database: Database, api: Api, kind: Kind, now: dt.datetime) -> int:
    try:
        found = _listed(api, kind)
    except WechatError as error:
        if error.kind is not ErrorClass.PERMISSION:
            raise
        found = {}
    with database.write() as db:
        for template_id, (title, content, example, lasting) in sorted(found.items()):
            title = title[: rows.TITLE_MAX]
            rows.put(db, kind, template_id, title=title, content=content, example=example, lasting=lasting)
        rows.mark_gone(db, kind, found.keys(), now)
    return len(found)


def _listed(api: Api, kind: Kind) -> dict[str, tuple[str, str, str, bool]]:
    if kind is Kind.TEMPLATE:
        return {each.id: (each.title, each.content, each.example, False) for each in templates.all_templates(api)}
    return {each.id: (each.title, each.content, each.example, each.lasting) for each in notices.all_templates(api)}
