"""The editor in which a menu is put together: its pages belong to the group of menus."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, StringField
from wtforms.validators import Regexp

from wxbot.console import keys, sketches
from wxbot.console.desk import desk
from wxbot.console.forms import Form, InstantField, complain, required, shorter
from wxbot.console.menus import menus
from wxbot.console.responses import render
from wxbot.console.sketches import Buttons
from wxbot.edition.edition import LANGUAGES
from wxbot.edition.kinds import Kind, Menu, parse_body
from wxbot.errors import ConflictError, ContentError
from wxbot.services import items, revisions, tags
from wxbot.services import sketches as rules
from wxbot.services.items import Draft
from wxbot.services.roles import Permission
from wxbot.services.sketches import Finding, Sketch
from wxbot.store import items as rows
from wxbot.store.items import Revision

__all__ = ["menus"]  # The group, with the editor's pages.

_MOST_KEYS = 50
_SAVE = "save"


class MenuForm(Form):
    """What a menu is besides its buttons, which ``console/sketches.py`` reads."""

    slug = StringField(
        lazy_gettext("Short name"),
        [required(), Regexp(r"[a-z0-9]+(-[a-z0-9]+)*$", message=lazy_gettext("Small letters, digits and hyphens."))],
    )
    title = StringField(lazy_gettext("Title"), [required(), shorter(200)])
    tag = StringField(lazy_gettext("For followers with the tag"), [shorter(30)])
    valid_from = InstantField(lazy_gettext("Shown from"))
    valid_to = InstantField(lazy_gettext("Shown until"))
    base = HiddenField(default="0")

    @property
    def begun_from(self) -> int:
        """The number of the newest revision that was there when the page was opened."""
        number = self.base.data or ""
        return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0


@dataclass(frozen=True, slots=True)
class Opened:
    """The menu that is worked on; ``newest`` is None for one that does not exist yet."""

    slug: str
    language: str
    newest: Revision | None = None


@menus.page("/menus/keys", Permission.ITEMS_READ)
def find_keys() -> ResponseReturnValue:
    """What a button can lead to: a page to look it up on, or the same for the editor's script."""
    our = desk()
    found = keys.search(our, request.args.get("words", "")[:60], _MOST_KEYS)
    if request.accept_mimetypes.best == "application/json":
        return jsonify([{"key": choice.key, "label": choice.label} for choice in found])
    return render("console/menus/keys.html", our=our, found=found, most=_MOST_KEYS)


@menus.page("/menus/<language>/edit", Permission.ITEMS_WRITE)
def new(language: str) -> ResponseReturnValue:
    opened = Opened("", _known(language))
    return _shown(opened, MenuForm(formdata=None, title=""), (Sketch(type="click"),))


@menus.action("/menus/<language>/edit", Permission.ITEMS_WRITE)
def create(language: str) -> ResponseReturnValue:
    form = MenuForm()
    slug = (form.slug.data or "").strip()
    opened = Opened("", _known(language))
    if slug and _find(slug, language).newest is not None:
        complain(form.slug, _("There is a menu of this name already."))
        return _shown(opened, form, sketches.read(request.form), 422)
    return _handled(opened, form)


@menus.page("/menus/<language>/<slug>/edit", Permission.ITEMS_WRITE)
def edit(language: str, slug: str) -> ResponseReturnValue:
    opened = _existing(slug, language)
    assert opened.newest is not None
    body = _body(opened.newest)
    form = MenuForm(
        formdata=None,
        data={
            "slug": slug,
            "title": opened.newest.title,
            "tag": body.tag,
            "base": opened.newest.number,
            "valid_from": body.valid_from,
            "valid_to": body.valid_to,
        },
    )
    return _shown(opened, form, rules.sketch(body))


@menus.action("/menus/<language>/<slug>/edit", Permission.ITEMS_WRITE)
def save(language: str, slug: str) -> ResponseReturnValue:
    form = MenuForm()
    form.slug.data = slug
    return _handled(_existing(slug, language), form)


def _known(language: str) -> str:
    return language if language in LANGUAGES else abort(404)


def _find(slug: str, language: str) -> Opened:
    with desk().database.read() as db:
        item = rows.find(db, Kind.MENU, slug, _known(language))
        return Opened(slug, language, rows.newest(db, item) if item is not None else None)


def _existing(slug: str, language: str) -> Opened:
    opened = _find(slug, language)
    return opened if opened.newest is not None else abort(404)


def _body(revision: Revision) -> Menu:
    body = parse_body(Kind.MENU, revision.body, "the menu")
    assert isinstance(body, Menu)
    return body


def _handled(opened: Opened, form: MenuForm) -> ResponseReturnValue:
    """Saves, or shows the form again: after one of its own buttons moved something, or with what is wrong."""
    buttons = sketches.read(request.form)
    act = request.form.get("do", _SAVE)
    if act != _SAVE:
        form.errors.clear()
        return _shown(opened, form, sketches.moved(buttons, act))
    found = rules.findings(buttons, desk().runtime.menu_account, (form.tag.data or "").strip())
    if not form.validate_on_submit() or found:
        return _shown(opened, form, buttons, 422, found)
    try:
        return _saved(opened, form, buttons)
    except ConflictError as error:
        return _overtaken(opened, form, buttons, error.newest)
    except ContentError as error:
        complain(form.title, str(error))
        return _shown(opened, form, buttons, 422)


def _saved(opened: Opened, form: MenuForm, buttons: Buttons) -> ResponseReturnValue:
    our, draft = desk(), _draft(opened, form, buttons)
    with our.database.write() as db:
        revisions.save(db, draft, form.begun_from, our.actor, our.now)
    flash(_("The draft is saved. It is sent to WeChat once it is signed and published."), "success")
    return redirect(url_for("items.one", kind=Kind.MENU.value, slug=draft.slug, language=draft.language))


def _draft(opened: Opened, form: MenuForm, buttons: Buttons) -> Draft:
    """Raises ContentError."""
    times = {"valid_from": form.valid_from.data, "valid_to": form.valid_to.data}
    fields: dict[str, Any] = {name: at.isoformat() for name, at in times.items() if at is not None}
    fields |= {"tag": (form.tag.data or "").strip(), "buttons": [button.fields for button in buttons]}
    slug = opened.slug or (form.slug.data or "").strip()
    return items.draft(Kind.MENU, slug, opened.language, form.title.data or "", fields, "menu")


def _overtaken(opened: Opened, form: MenuForm, buttons: Buttons, newest: int) -> ResponseReturnValue:
    """Somebody saved meanwhile: nothing is lost, and saving once more is a decision."""
    said = _(
        "Somebody saved version %(number)d meanwhile. Yours is kept here: save again to put it on top.", number=newest
    )
    complain(form.title, said)
    form.base.data = str(newest)
    return _shown(_find(opened.slug, opened.language), form, buttons, 422)


def _shown(
    opened: Opened, form: MenuForm, buttons: Buttons, status: int = 200, found: Sequence[Finding] = ()
) -> ResponseReturnValue:
    our = desk()
    return render(
        "console/menus/edit.html",
        status,
        our=our,
        opened=opened,
        form=form,
        buttons=buttons,
        wrong=_by_place(found),
        limits=rules,
        types=sketches.TYPES,
        sections=keys.sections(our),
        called=lambda key: keys.label(our, key),
        known_tags=sorted(set(tags.OF_LANGUAGE.values())),
    )


def _by_place(found: Sequence[Finding]) -> Mapping[str, list[str]]:
    """The sentences for each button, by its place as the form writes it."""
    sentences: dict[str, list[str]] = {}
    for finding in found:
        sentences.setdefault("-".join(map(str, finding.place)), []).append(sketches.sentence(finding))
    return sentences
