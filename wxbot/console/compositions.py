"""The form in which a broadcast is composed: what goes out, to whom, and when, by its kind."""

import re
from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, SelectField, StringField

from wxbot.console.fields import ChoiceField, TextField, WholeField, WordsField
from wxbot.console.forms import Form, InstantField, MultiCheckboxField, complain, required, shorter
from wxbot.console.kinds import NAMES
from wxbot.console.labels import LANGUAGE_NAMES
from wxbot.console.numbers import one as row_number
from wxbot.services.audiences import Audience, Who, parse
from wxbot.services.compositions import GRACE, GRACE_MAX, TITLE_MAX, Composition
from wxbot.services.contents import INTRO_MAX, MOST, SENT
from wxbot.store.broadcasts import Broadcast, Kind

_VALUE = "value-"
_NAME = re.compile(r"\w{1,40}", re.ASCII)
_MOST_SIGNS = 20_000

NOW, AT, CRON = "now", "at", "cron"
WHEN = [
    (NOW, _("As soon as it is signed")),
    (AT, _("At a time")),
    (CRON, _("Again and again")),
]


class ItemsField(Field):
    """Items in their order, each ``kind/slug`` with staff's own title and digest; ``data`` is a list of mappings."""

    def process_data(self, value: Any) -> None:
        self.data: list[dict[str, str]] = list(value or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        titles, digests = (request.form.getlist(f"{self.name}-{what}") for what in ("title", "digest"))
        self.data = []
        for place, name in enumerate(valuelist[: 2 * MOST]):
            kind, _slash, slug = name.partition("/")
            row = {"kind": kind, "slug": slug}
            row |= {"title": titles[place].strip()} if place < len(titles) else {"title": ""}
            row |= {"digest": digests[place].strip()} if place < len(digests) else {"digest": ""}
            self.data.append(row)


class CompositionForm(Form):
    base = HiddenField(default="0")
    title = StringField(_("Title, for staff"), [required(), shorter(TITLE_MAX)])
    layout = ChoiceField(_("Layout"))
    language = SelectField(_("Language"), choices=list(LANGUAGE_NAMES.items()))
    intro = TextField(_("Words before the first article"), [shorter(INTRO_MAX)], render_kw={"rows": 2})
    items = ItemsField(_("Which articles"))
    digest_kinds = MultiCheckboxField(
        _("Sections that are gathered"), choices=[(kind.value, NAMES[kind]) for kind in SENT]
    )
    digest_country = ChoiceField(_("Only of one country"))
    digest_days = WholeField(
        _("Of the last days"),
        default=1,
        description=_("Whole days before the one on which it goes out, by the account's clock."),
    )
    digest_most = WholeField(_("At the most"), default=MOST)
    text = TextField(_("Text"), [shorter(_MOST_SIGNS)], render_kw={"rows": 8})
    file = HiddenField(_("Picture"))
    template_id = ChoiceField(_("Template"))
    about = HiddenField()
    url = WordsField(
        _("Page that a tap opens"), [shorter(500)], description=_("Empty: the item's page, or our first page.")
    )
    who = ChoiceField(_("To whom"))
    tag = ChoiceField(_("Tag"))
    section = ChoiceField(_("Section that they subscribed to"))
    country = ChoiceField(_("Country that they subscribed to"))
    group = ChoiceField(_("Group"))
    when = SelectField(_("When"), choices=WHEN, default=NOW)
    due_at = InstantField(_("Send at"))
    cron = WordsField(
        _("Rule (cron)"),
        [shorter(120)],
        description=_("Minute, hour, day, month, day of the week; 0 8 * * 1-5 is every weekday at 8."),
    )
    grace = WholeField(
        _("Grace in minutes"),
        default=GRACE,
        description=_(
            "So late it is still sent without a question; later somebody is asked. At most %(most)d.", most=GRACE_MAX
        ),
    )
    words = StringField(_("Search"), [shorter(100)])

    def __init__(self, kind: Kind, digest: bool, **options: Any) -> None:
        self.kind, self.digest = kind, digest
        super().__init__(**options)
        given = options.get("data") or {}
        self.values: dict[str, str] = dict(given.get("values", {})) if "formdata" in options else _typed_values()
        for name in _UNUSED[kind] + (_PICKED if digest else _GATHERED):
            if name in self:
                del self[name]
        if digest:
            self.when.choices = [choice for choice in WHEN if choice[0] == CRON]

    def validate(self, extra_validators: Any = None) -> bool:
        """Of the two ways to say when, the one that was chosen must be filled in."""
        fits = bool(super().validate(extra_validators))
        for when, field in ((AT, self.due_at), (CRON, self.cron)):
            if self.when.data == when and not field.data and not field.errors:
                complain(field, str(_("This must be filled in.")))
                fits = False
        return fits

    def audience(self) -> Audience:
        """Raises ContentError."""
        return parse(self.raw_audience())

    def raw_audience(self) -> dict[str, Any]:
        who = self.who.data or ""
        match who:
            case Who.TAG:
                return {"who": who, "tag": row_number(self.tag.data or "") or 0}
            case Who.GROUP:
                return {"who": who, "group": row_number(self.group.data or "") or 0}
            case Who.SUBSCRIBERS:
                return {"who": who, "section": self.section.data or "", "country": self.country.data or ""}
        return {"who": who} if who else {}

    def content(self) -> dict[str, Any]:
        match self.kind:
            case Kind.ARTICLE | Kind.PUBLISH:
                return self._articles()
            case Kind.TEXT | Kind.CUSTOM:
                return {"text": self.text.data or ""}
            case Kind.IMAGE:
                return {"file": self.file.data or ""}
        return {
            "template_id": self.template_id.data or "",
            "values": self.values,
            "about": name_of(self.about.data or ""),
            "url": self.url.data or "",
        }

    def _articles(self) -> dict[str, Any]:
        common = {"layout": self.layout.data, "language": self.language.data, "intro": self.intro.data or ""}
        if not self.digest:
            return {**common, "items": self["items"].data}
        gathered = {
            "kinds": self.digest_kinds.data or [],
            "country": self.digest_country.data or "",
            "days": self.digest_days.data,
            "most": self.digest_most.data,
        }
        return {**common, "digest": gathered}

    def composition(self) -> Composition:
        """Raises ContentError."""
        return Composition(
            kind=self.kind,
            title=self.title.data or "",
            content=self.content(),
            audience=self.audience(),
            due_at=self.due_at.data if self.when.data == AT else None,
            grace=self.grace.data if self.grace.data is not None else -1,
            cron=(self.cron.data or "") if self.when.data == CRON else "",
        )


_ARTICLE = ("layout", "language", "intro", "items", "digest_kinds", "digest_country", "digest_days", "digest_most")
_PICKED: tuple[str, ...] = ("items",)
_GATHERED: tuple[str, ...] = ("digest_kinds", "digest_country", "digest_days", "digest_most")
_FILLED = ("template_id", "about", "url")
_UNUSED: Mapping[Kind, tuple[str, ...]] = {
    Kind.ARTICLE: ("text", "file", *_FILLED),
    Kind.PUBLISH: ("text", "file", *_FILLED),
    Kind.TEXT: (*_ARTICLE, "file", *_FILLED),
    Kind.CUSTOM: (*_ARTICLE, "file", *_FILLED),
    Kind.IMAGE: (*_ARTICLE, "text", *_FILLED),
    Kind.TEMPLATE: (*_ARTICLE, "text", "file"),
    Kind.NOTICE: (*_ARTICLE, "text", "file"),
}


def _typed_values() -> dict[str, str]:
    """What was typed into a template's fields, whichever it has."""
    named = ((name.removeprefix(_VALUE), value) for name, value in request.form.items() if name.startswith(_VALUE))
    return {name: value.strip() for name, value in named if _NAME.fullmatch(name)}


def name_of(words: str) -> dict[str, str] | None:
    """An item's name as the form has it; None where there is none."""
    kind, _slash, rest = words.partition("/")
    slug, _slash, language = rest.rpartition("/")
    return {"kind": kind, "slug": slug, "language": language} if slug else None


def values_of(row: Broadcast) -> dict[str, Any]:
    """A broadcast as the form's fields have it."""
    content, audience = row.content, row.audience
    digest, about = content.get("digest") or {}, content.get("about")
    return {
        **{name: content.get(name) for name in ("layout", "language", "intro", "items", "text", "file", "template_id")},
        **{f"digest_{name}": value for name, value in digest.items()},
        "url": content.get("url", ""),
        "about": "/".join(about[name] for name in ("kind", "slug", "language")) if about else "",
        "values": content.get("values", {}),
        **{name: str(audience.get(name) or "") for name in ("who", "tag", "section", "country", "group")},
        "title": row.title,
        "when": CRON if row.cron or digest else AT if row.due_at else NOW,
        "due_at": row.due_at,
        "cron": row.cron,
        "grace": row.grace,
        "base": row.number,
    }
