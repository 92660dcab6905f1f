"""A broadcast as lines with labels, one for each thing that staff choose, so that two versions can be compared."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from wxbot.console import broadcast_labels as labels
from wxbot.console import kinds
from wxbot.console.desk import Desk
from wxbot.console.labels import LANGUAGE_NAMES
from wxbot.console.offers import title_of
from wxbot.edition import countries
from wxbot.services import Db, layouts, templates
from wxbot.services.compositions import Composition
from wxbot.store import media
from wxbot.store import templates as template_rows

Line = tuple[object, object]


def text(our: Desk, db: Db, new: Composition) -> str:
    """What is empty has no line."""
    lines = [(_("Title"), new.title), *_content(our, db, new), *_when_and_whom(our, db, new)]
    said = ((label, str(words).strip()) for label, words in lines)
    return "\n".join(f"{label}: {words}" for label, words in said if words)


def _content(our: Desk, db: Db, new: Composition) -> Iterator[Line]:
    content = new.content
    if "layout" in content:
        yield from _articles(our, db, content)
    if "text" in content:
        yield _("Text"), content["text"]
    if "file" in content:
        picture = media.of_file(db, content["file"])
        yield _("Picture"), picture.title if picture is not None else content["file"]
    if "template_id" in content:
        yield from _filled(db, new)


def _articles(our: Desk, db: Db, content: Mapping[str, Any]) -> Iterator[Line]:
    layout, language = layouts.everything().get(content["layout"]), str(content.get("language", ""))
    yield _("Layout"), layout.names[our.language] if layout is not None else content["layout"]
    yield _("Language"), LANGUAGE_NAMES.get(language, language)
    yield _("Words before the first article"), content.get("intro", "")
    for number, item in enumerate(content.get("items") or (), 1):
        yield _("Article %(number)d", number=number), title_of(db, item, language) or f"{item['kind']}/{item['slug']}"
        yield _("Title on its card"), item.get("title", "")
        yield _("Digest on its card"), item.get("digest", "")
    if "digest" in content:
        yield from _digest(our, content["digest"])


def _digest(our: Desk, digest: Mapping[str, Any]) -> Iterator[Line]:
    yield _("Sections that are gathered"), ", ".join(str(kinds.NAMES.get(kind, kind)) for kind in digest["kinds"])
    country = digest.get("country", "")
    yield _("Only of one country"), countries.name(country, our.language) if country in countries.CODES else country
    yield _("Of the last days"), digest["days"]
    yield _("At the most"), digest["most"]


def _filled(db: Db, new: Composition) -> Iterator[Line]:
    content = new.content
    row = templates.find(db, template_rows.Kind(new.kind.value), content["template_id"])
    yield _("Template"), row.title if row is not None else content["template_id"]
    about = content.get("about")
    yield _("What it is about"), title_of(db, about, about["language"]) or about["slug"] if about else ""
    called = {field.name: field.label for field in templates.fields(row)} if row is not None else {}
    for name, words in content.get("values", {}).items():
        yield called.get(name, name), words
    yield _("Page that a tap opens"), content.get("url", "")


def _when_and_whom(our: Desk, db: Db, new: Composition) -> Iterator[Line]:
    yield _("To whom"), labels.audience(db, our.language)(new.audience.as_json())
    yield _("When"), _time(our, new)
    yield _("Grace in minutes"), new.grace


def _time(our: Desk, new: Composition) -> str:
    if new.cron:
        return new.cron
    if new.due_at is None:
        return str(_("As soon as it is signed"))
    return new.due_at.astimezone(our.zone).strftime("%Y-%m-%d %H:%M")
