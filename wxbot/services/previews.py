"""What a broadcast looks like before it goes out: on the composer's screen, and on the phones of named testers."""

import datetime as dt
import secrets
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from wxbot.client import mass
from wxbot.client.api import Api
from wxbot.errors import RuleError, WechatError
from wxbot.services import Db, markup, sending, templates, uploading
from wxbot.services.audiences import EACH
from wxbot.store import audit, uploads
from wxbot.store import templates as template_rows
from wxbot.store.broadcasts import Kind
from wxbot.store.database import Database
from wxbot.store.uploads import Use

TESTERS_MAX = 100
SEVERAL = f"a preview goes to 1 to {TESTERS_MAX} testers"
REASONS = (SEVERAL,)

_AT_ONCE = 8

Show = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """A template message or notice as the phone shows it; ``url`` is what a tap opens."""

    title: str
    lines: tuple[Line, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Whether a tester got it; without an error WeChat took it."""

    openid: str
    error: WechatError | None


def html(article: Mapping[str, Any], address_of: Callable[[str], str]) -> Markup:
    """An article of a payload with addresses in its files' place, as WeChat's are once it is sent."""
    text = markup.placed(article["html"], article["files"], lambda file: Markup.escape(address_of(file)))
    return Markup(text)  # noqa: S704 - it was composed by a layout, which escapes all it is filled with


def card(db: Db, kind: Kind, payload: Mapping[str, Any]) -> Card:
    """Of a template or notice; one that the account has no more is shown by its fields' names."""
    template = templates.find(db, template_rows.Kind(kind.value), str(payload["template_id"]))
    labels = {field.name: field.label for field in templates.fields(template)} if template is not None else {}
    lines = tuple(Line(labels.get(name, name), str(words)) for name, words in payload["data"].items())
    return Card(
        template.title if template is not None else "", lines, str(payload.get("url") or payload.get("page") or "")
    )


def send(
    database: Database,
    api: Api,
    folder: Path,
    broadcast_id: int,
    kind: Kind,
    payload: Mapping[str, Any],
    openids: Sequence[str],
    actor: str,
    now: dt.datetime,
) -> tuple[Shown, ...]:
    """Shows it to each tester now, which counts for no quota but a notice's consent; tells what became of each.

    Raises RuleError, ContentError, StateUnavailable, or WechatError when a file or a draft is not taken.
    """
    if not 1 <= len(openids) <= TESTERS_MAX:
        raise RuleError(SEVERAL)
    with database.write() as db:
        details = {"kind": kind.value, "testers": len(openids)}
        audit.add(db, now, actor, "broadcast.previewed", f"broadcast/{broadcast_id}", details)
    return _to_all(_way(database, api, folder, broadcast_id, kind, payload), openids)


def _way(database: Database, api: Api, folder: Path, broadcast_id: int, kind: Kind, payload: Mapping[str, Any]) -> Show:
    if kind in EACH:
        return lambda openid: sending.send(api, kind, payload, openid, secrets.token_hex(16))
    message = _message(database, api, folder, broadcast_id, kind, payload)
    return lambda openid: mass.preview(api, openid, message)


def _message(
    database: Database, api: Api, folder: Path, broadcast_id: int, kind: Kind, payload: Mapping[str, Any]
) -> mass.Message:
    ready = uploading.ready(database, api, folder, kind, payload)
    media_id = ""
    if kind in uploading.DRAFTED:
        media_id = uploading.add_draft(api, ready)
        uploading.discard_preview(database, api, broadcast_id)
        with database.write() as db:
            uploads.add(db, uploading.preview_of(broadcast_id), Use.PREVIEW, media_id)
    return uploading.message(kind, ready, media_id)


def _to_all(show: Show, openids: Sequence[str]) -> tuple[Shown, ...]:
    """The first one alone: what the account itself may not do need not be tried for everybody."""
    first = _shown(show, openids[0])
    if first.error is not None and first.error.account_wide:
        return tuple(Shown(openid, first.error) for openid in openids)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return (first, *pool.map(lambda openid: _shown(show, openid), openids[1:]))


def _shown(show: Show, openid: str) -> Shown:
    try:
        show(openid)
    except WechatError as error:
        return Shown(openid, error)
    return Shown(openid, None)
