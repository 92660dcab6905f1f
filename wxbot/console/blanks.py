"""How each field of a body is asked for, in the words of those who write."""

from collections.abc import Mapping
from typing import Any, cast

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FieldList, FormField, URLField
from wtforms import Form as Rows
from wtforms.fields.core import UnboundField

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
from wxbot.console.forms import LinesField, shorter
from wxbot.edition.kinds import Kind

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
OF_KIND: Mapping[tuple[Kind, str], Any] = {
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

REST = ("order", "priority", "valid_from", "valid_to", "sample", "source_name", "source_url")  # Rarely needed.
