"""The form of each kind's body: one field for each field of the kind, in the words of those who write.

Which fields there are, and which must be filled in, is the kind's own rule; here is how they are asked for.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, cast

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FieldList, FormField, URLField
from wtforms import Form as Rows
from wtforms.fields.core import UnboundField
from wtforms.validators import Regexp

from wxbot.console.fields import (
    ChoiceField,
    DayField,
    DegreesField,
    MomentField,
    PlaceTimeField,
    TextField,
    WholeField,
    WordsField,
)
from wxbot.console.forms import Form, LinesField, required, shorter
from wxbot.edition.kinds import BODIES, Kind
from wxbot.services import items

MATCHES = (
    ("contains", _("The message contains one of these words")),
    ("exact", _("The message is exactly one of these")),
    ("regex", _("Pattern (regular expression)")),
)
ANSWERS = (
    ("", _("No answer")),
    ("text", _("Text")),
    ("news", _("Card with a link")),
    ("image", _("Picture")),
    ("voice", _("Voice")),
    ("video", _("Video")),
    ("music", _("Music")),
    ("transfer", _("Hand over to a person")),
)
ANSWER_FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": ("text",),
    "news": ("title", "description", "picture_url", "url"),
    "image": ("media_id",),
    "voice": ("media_id",),
    "video": ("media_id", "thumb_media_id", "title", "description"),
    "music": ("thumb_media_id", "title", "description", "url", "hq_url"),
    "transfer": ("account",),
}
MORE_ROWS = 1  # Empty rows below those that are filled in.


class ConditionRow(Rows):
    match = ChoiceField(_("How it matches"), choices=MATCHES)
    words = LinesField(_("Words, one on each line"), render_kw={"rows": 3, "spellcheck": "false"})


class AnswerRow(Rows):
    type = ChoiceField(_("Kind of answer"), choices=ANSWERS)
    text = TextField(_("Text"), render_kw={"rows": 5})
    title = WordsField(_("Title"))
    description = WordsField(_("Description"))
    url = URLField(_("Link"))
    hq_url = URLField(_("Link for good connections"))
    picture_url = URLField(_("Address of the picture"))
    media_id = WordsField(_("Media id"), description=_("As WeChat gave it when the file was uploaded."))
    thumb_media_id = WordsField(_("Media id of the small picture"))
    account = WordsField(_("Account of the person"), description=_("Empty: whoever is free."))


def _long(label: object, rows: int, **more: Any) -> UnboundField:
    return cast("UnboundField", TextField(label, render_kw={"rows": rows}, **more))


_MARKDOWN = _("Markdown: a blank line begins a paragraph, ## a heading, - a list, **bold**, [words](https://…) a link.")
_PLAIN = _("Plain text; a link is written [words](https://…).")

# In the order in which a form has them.
FIELDS: Mapping[str, Any] = {
    "level": ChoiceField(
        _("Level"),
        choices=(
            ("take-care", _("Take care")),
            ("go-with-caution", _("Go with caution")),
            ("do-not-go", _("Do not go")),
        ),
    ),
    "category": ChoiceField(_("Category")),
    "answer": _long(_("Answer"), 12, description=_PLAIN),
    "variants": LinesField(
        _("How people ask it"), description=_("One on each line; each finds this answer."), render_kw={"rows": 6}
    ),
    "conditions": FieldList(FormField(ConditionRow), _("When it answers"), min_entries=1),
    "answers": FieldList(FormField(AnswerRow), _("What it answers"), min_entries=1),
    "choose": ChoiceField(
        _("Of several answers"),
        choices=(("first", _("always the first")), ("random", _("one of them, by chance")), ("all", _("all of them"))),
    ),
    "steps": FieldList(TextField(render_kw={"rows": 2}), _("The first three steps"), min_entries=3, max_entries=3),
    "faq": ChoiceField(_("Question that says more")),
    "speaker": WordsField(_("Speaker")),
    "office": WordsField(_("Office"), description=_("The one that the speaker held on that day.")),
    "occasion": WordsField(_("Occasion")),
    "mission": WordsField(_("Embassy or consulate")),
    "country": ChoiceField(_("Country")),
    "region": ChoiceField(
        _("Region"),
        choices=(
            ("asia", _("Asia")),
            ("europe", _("Europe")),
            ("africa", _("Africa")),
            ("americas", _("Americas")),
            ("oceania", _("Oceania")),
        ),
    ),
    "city": WordsField(_("City")),
    "names": LinesField(
        _("Other names"),
        description=_("What else people call the city or the mission, one on each line."),
        render_kw={"rows": 3},
    ),
    "latitude": DegreesField(_("Latitude"), description=_("In degrees, north positive.")),
    "longitude": DegreesField(_("Longitude"), description=_("In degrees, east positive.")),
    "spot": ChoiceField(
        _("The coordinates are of"), choices=(("building", _("the building")), ("city", _("the city's centre")))
    ),
    "address": WordsField(_("Address")),
    "phone": WordsField(_("Phone"), description=_("Empty: the hotline is given.")),
    "website": URLField(_("Website")),
    "date": DayField(_("Date")),
    "opens": PlaceTimeField(_("Begins"), description=_("By the clocks of the place.")),
    "closes": PlaceTimeField(_("Ends"), description=_("From then on it is not shown any more.")),
    "place": WordsField(_("Place")),
    "getting_there": _long(_("How to get there"), 3),
    "admission": WordsField(_("Admission")),
    "summary": _long(
        _("Summary"), 2, validators=[shorter(120)], description=_("For lists and cards, 120 characters at the most.")
    ),
    "text": _long(_("Full text"), 18, description=_MARKDOWN),
    "topics": LinesField(_("Topics"), description=_("One on each line."), render_kw={"rows": 2}),
    "countries": LinesField(_("Countries"), description=_("Their names, one on each line."), render_kw={"rows": 2}),
    "source_name": WordsField(_("Source")),
    "source_url": URLField(_("Link to the source")),
    "tag": WordsField(_("Tag")),
    "order": WholeField(_("Order"), description=_("Smaller numbers come first.")),
    "priority": WholeField(_("Priority"), description=_("Larger numbers are tried first.")),
    "valid_from": MomentField(_("Shown from"), render_kw={"step": "any"}),
    "valid_to": MomentField(_("Shown until"), render_kw={"step": "any"}),
    "sample": BooleanField(_("Only a sample, to be replaced")),
}

# Where a field means something else in one kind than in the others.
_OF_KIND: Mapping[tuple[Kind, str], Any] = {
    (Kind.PHRASE, "text"): _long(
        _("Words"), 6, description=_("Words in braces such as {number} are filled in and must stay as they are.")
    ),
    (Kind.CALL, "closes"): PlaceTimeField(_("Open until")),
}

TITLES: Mapping[Kind, object] = {
    Kind.FAQ: _("Question"),
    Kind.MISSION: _("Full name"),
    Kind.EMERGENCY: _("Name of the emergency"),
    Kind.AUTOREPLY: _("Name of the rule"),
    Kind.PHRASE: _("Name of the phrase"),
}

_REST = ("order", "priority", "valid_from", "valid_to", "sample", "source_name", "source_url")  # Rarely needed.


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
        for field in self._body:
            rule = BODIES[self.kind].model_fields[field.short_name]
            field.flags.required = rule.is_required()
        self.title.label.text = TITLES.get(self.kind, self.title.label.text)

    @property
    def first(self) -> Iterator[Any]:
        return (field for field in self._body if field.short_name not in _REST)

    @property
    def rest(self) -> Iterator[Any]:
        return (field for field in self._body if field.short_name in _REST)

    @property
    def _body(self) -> Iterable[Any]:
        return [self[name] for name in FIELDS if name in BODIES[self.kind].model_fields]

    def body(self) -> dict[str, object]:
        """The fields as the kind's rules take them; what was left empty is left out."""
        found = {field.short_name: _value(field) for field in self._body}
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
    fields = {name: _OF_KIND.get((kind, name), FIELDS[name]) for name in BODIES[kind].model_fields if name in FIELDS}
    return cast("type[DraftForm]", type("DraftForm", (DraftForm,), {**fields, "kind": kind}))
