"""What the composer offers: layouts, items that are live, pictures, templates with their fields, audiences."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from wtforms import Field

from wxbot.console import broadcast_labels as labels
from wxbot.console import choices
from wxbot.console import labels as sections
from wxbot.console.compositions import CompositionForm, name_of
from wxbot.console.desk import Desk
from wxbot.edition.edition import LANGUAGES
from wxbot.services import Db, audiences, layouts, templates
from wxbot.services.audiences import Who
from wxbot.services.contents import SENT
from wxbot.services.fillings import PLACES
from wxbot.store import audiences as groups
from wxbot.store import catalogue, media, tags
from wxbot.store import items as item_rows
from wxbot.store import templates as template_rows
from wxbot.store.broadcasts import Kind
from wxbot.store.catalogue import Filter
from wxbot.store.items import Item, State
from wxbot.store.media import Medium
from wxbot.store.templates import Template

_FOUND = 10  # Items that a search shows.
_PICTURES = 24
_SUBSCRIBED = ("notices", "news", "speeches", "embassies", "knowledge", "events")  # What followers can subscribe to.


@dataclass(frozen=True, slots=True)
class Offered:
    """An item as a list shows it; without ``title`` it is not live any more."""

    kind: str
    slug: str
    title: str = ""
    own_title: str = ""
    own_digest: str = ""
    language: str = ""

    @property
    def name(self) -> str:
        return f"{self.kind}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Filled:
    """A template, its fields with what is typed into them, and the places that may stand there."""

    row: Template
    fields: Sequence[tuple[templates.Field, str]]
    places: Sequence[str] = PLACES


def offer(form: CompositionForm, our: Desk) -> None:
    """Fills in what can be chosen, and keeps a value that is not on offer any more."""
    ways = audiences.offered(our.runtime.settings.wechat_account_kind).get(form.kind, {})
    _choose(form.who, [("", _("Choose")), *((who.value, str(labels.WHO[who])) for who in ways)])
    if list(ways) == [Who.NOBODY]:
        form.who.data = Who.NOBODY.value
    with our.database.read() as db:
        _choose(form.tag, [("", _("Choose")), *((str(tag.id), tag.name) for tag in tags.all_tags(db))])
        _choose(form.group, [("", _("Choose")), *((str(group.id), group.name) for group in groups.groups(db))])
        if "template_id" in form:
            known = templates.of_kind(db, template_rows.Kind(form.kind.value))
            _choose(form.template_id, [("", _("Choose")), *((each.template_id, each.title) for each in known)])
    _choose(form.section, [("", _("Any")), *((name, str(sections.section(name))) for name in _SUBSCRIBED)])
    for name, none in (("country", _("None: who wants all countries")), ("digest_country", _("Any"))):
        if name in form:
            _choose(form[name], [("", none), *choices.countries_of(our)[1:]])
    if "layout" in form:
        _choose(form.layout, [(each.name, each.names[our.language]) for each in layouts.everything().values()])


def _choose(field: Field, offered: Sequence[tuple[str, str]]) -> None:
    own = field.data
    field.choices = list(offered) if not own or own in dict(offered) else [(own, own), *offered]


def found(db: Db, words: str, languages: Sequence[str]) -> Sequence[Offered]:
    """Live items that can be sent, those of the first language first, and of each those first that changed last."""
    rows: list[Item] = []
    for language in languages:
        wanted = Filter(words=words.strip(), kinds=SENT, language=language, state=State.LIVE)
        rows += catalogue.find(db, wanted, _FOUND)
    return [_offered(row) for row in rows[:_FOUND]]


def _offered(row: Item) -> Offered:
    return Offered(row.kind, row.slug, row.title or row.slug, language=row.language)


def named_items(db: Db, form: CompositionForm) -> Sequence[Offered]:
    """Those that were picked, by their titles."""
    language = str(form.language.data)
    return [
        Offered(row["kind"], row["slug"], title_of(db, row, language), row.get("title", ""), row.get("digest", ""))
        for row in form["items"].data
    ]


def title_of(db: Db, name: dict[str, str], language: str) -> str:
    for spoken in dict.fromkeys((language, LANGUAGES[0])):
        row = item_rows.find(db, name["kind"], name["slug"], spoken)
        if row is not None and row.live_id is not None:
            return str(row.title)
    return ""


def about(db: Db, form: CompositionForm) -> Offered | None:
    name = name_of(form.about.data or "")
    if name is None:
        return None
    return Offered(name["kind"], name["slug"], title_of(db, name, name["language"]), language=name["language"])


def pictures(db: Db) -> Sequence[Medium]:
    return media.kept(db, "image", _PICTURES)


def template(db: Db, form: CompositionForm) -> Filled | None:
    row = templates.find(db, template_rows.Kind(Kind(form.kind).value), form.template_id.data or "")
    if row is None:
        return None
    return Filled(row, [(each, form.values.get(each.name, "")) for each in templates.fields(row)])
