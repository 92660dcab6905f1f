"""The form of each kind: one field for each field of its body, and of these the body as the kind's rules take it.

Which fields there are, and which must be filled in, is the kind's own rule.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, cast

from flask_babel import lazy_gettext as _
from wtforms.validators import Regexp

from wxbot.console.blanks import ANSWER_FIELDS, FIELDS, OF_KIND, REST, TITLES, AnswerRow, ConditionRow
from wxbot.console.fields import WholeField, WordsField
from wxbot.console.forms import Form, required, shorter
from wxbot.edition.kinds import BODIES, Kind
from wxbot.services import items


class DraftForm(Form):
    """What every kind has; ``base`` is the number of the newest revision that its author knew of."""

    title = WordsField(_("Title"), [required(), shorter(items.TITLE_MAX)])
    slug = WordsField(
        _("Short name"),
        [
            required(),
            shorter(items.SLUG_MAX),
            Regexp(items.SLUG, message=_("Small letters, digits and single hyphens.")),
        ],
        description=_("For addresses and buttons: small letters, digits and hyphens. It cannot be changed later."),
        render_kw={"spellcheck": "false", "autocapitalize": "off"},
    )
    base = WholeField(default=0)

    kind: Kind

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        for field in self.fields:
            rule = BODIES[self.kind].model_fields[field.short_name]
            field.flags.required = rule.is_required()
        self.title.label.text = TITLES.get(self.kind, self.title.label.text)

    @property
    def first(self) -> Iterator[Any]:
        return (field for field in self.fields if field.short_name not in REST)

    @property
    def rest(self) -> Iterator[Any]:
        return (field for field in self.fields if field.short_name in REST)

    @property
    def fields(self) -> Iterable[Any]:
        return [self[name] for name in FIELDS if name in BODIES[self.kind].model_fields]

    def body(self) -> dict[str, object]:
        """The fields as the kind's rules take them; what was left empty is left out."""
        found = {field.short_name: _value(field) for field in self.fields}
        return {name: value for name, value in found.items() if not _is_empty(value)}


def _is_empty(value: object) -> bool:
    return value is None or value is False or value in ("", ())


def _value(field: Any) -> object:
    match field.short_name:
        case "conditions":
            return tuple(_condition(row.form) for row in filled(field))
        case "answers":
            return tuple(_answer(row.form) for row in filled(field))
        case "steps":
            return tuple(field.data) if any(field.data) else ()
    return field.data


def filled(field: Any) -> list[Any]:
    """The rows in which something stands."""
    return [row for row in field.entries if _stands(row.form)]


def _stands(row: Any) -> bool:
    if isinstance(row, ConditionRow):
        return bool(row.words.data)
    return bool(row.type.data) or any(field.data for field in row if field.short_name != "type")


def _condition(row: ConditionRow) -> dict[str, object]:
    return {"match": row.match.data, "words": row.words.data}


def _answer(row: AnswerRow) -> dict[str, object]:
    """Only what belongs to the type: what was typed for another one is left behind."""
    wanted = ANSWER_FIELDS.get(row.type.data or "", ())
    given = {name: row[name].data for name in wanted if row[name].data}
    return {"type": row.type.data, **given}


@cache
def form_of(kind: Kind) -> type[DraftForm]:
    """The form's class for a kind."""
    fields = {name: OF_KIND.get((kind, name), FIELDS[name]) for name in BODIES[kind].model_fields if name in FIELDS}
    return cast("type[DraftForm]", type("DraftForm", (DraftForm,), {**fields, "kind": kind}))
