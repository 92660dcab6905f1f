"""What the form of an item begins with: what is kept, what the address brings along, what is only a suggestion."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from flask import request
from wtforms import URLField

from wxbot.console.bodies import form_of
from wxbot.console.desk import Desk
from wxbot.console.fields import ChoiceField, TextField, WordsField
from wxbot.console.names import Names
from wxbot.edition.edition import LANGUAGES
from wxbot.edition.kinds import Kind
from wxbot.errors import ContentError
from wxbot.services import Db, items
from wxbot.services.items import Draft
from wxbot.store import items as rows
from wxbot.store.items import Item, Revision

_WORDS = re.compile(r"[a-z0-9]+")
_MOST_WORDS = 6  # Of a title, in a short name.


def given(db: Db, our: Desk, names: Names) -> dict[str, Any]:
    """What the address brings along, or the item in another language as something to begin from."""
    source = request.args.get("like", "")
    like = rows.find(db, names.kind, names.slug, source) if source in LANGUAGES else None
    copied = values_of(like, items.shown_revision(db, like)) if like is not None else {}
    asked = {name: value for name, value in request.args.items() if _is_text(names.kind, name, value)}
    first = {"answers": [{"type": "text"}], "date": our.now.astimezone(our.zone).date()}
    return {**first, **copied, **asked, "slug": names.slug or _suggested(our, names.kind)}


def _suggested(our: Desk, kind: Kind) -> str:
    """A short name of the title's Latin words, or one that nobody has: the kind and the minute."""
    found = _WORDS.findall(request.args.get("title", "").casefold())
    spoken = [word for word in found if len(word) > 1][:_MOST_WORDS]
    if len(spoken) > 1:
        return "-".join(spoken)[: items.SLUG_MAX].strip("-")
    return f"{kind}-{our.now.astimezone(our.zone):%Y%m%d-%H%M}"


def values_of(item: Item, revision: Revision | None) -> dict[str, Any]:
    """A revision as the form's fields take it. Of one that fits its kind no more only plain texts are left."""
    if revision is None:
        return {}
    try:
        return values(items.draft_of(item, revision))
    except ContentError:
        return {"title": revision.title, **{k: v for k, v in revision.body.items() if _is_text(Kind(item.kind), k, v)}}


def values(draft: Draft) -> dict[str, Any]:
    """A draft as the form's fields take it."""
    return {"title": draft.title, **{name: _plain(value) for name, value in draft.body.model_dump().items()}}


def _is_text(kind: Kind, name: str, value: object) -> bool:
    """Whether the form has a field of this name that takes words."""
    field = getattr(form_of(kind), name, None)
    takes = getattr(field, "field_class", None)
    return isinstance(value, str) and takes in (WordsField, TextField, URLField, ChoiceField)


def _plain(value: object) -> object:
    """Addresses as text; everything else as it is."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return tuple(_plain(each) for each in value)
    return value if value is None or isinstance(value, str | int | float | dt.date) else str(value)
