"""Items: the lists of everything that citizens see or will see, the page of one, and who keeps it."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from wxbot.console import dossiers, kinds, numbers
from wxbot.console.desk import Desk, desk
from wxbot.console.dossiers import ExpireForm, Forms, KeepForm
from wxbot.console.groups import Group
from wxbot.console.names import Names, asked_revision
from wxbot.console.paging import SIZE, asked_key, asked_number, page
from wxbot.console.responses import render
from wxbot.console.steps import carry_out
from wxbot.edition.edition import LANGUAGES
from wxbot.services import Db, releases, schedules, upkeep
from wxbot.services.roles import Permission
from wxbot.store import catalogue, staff
from wxbot.store import items as rows
from wxbot.store import revisions as store
from wxbot.store.catalogue import Filter
from wxbot.store.items import Item

items = Group("items")

_MOST_WORDS = 100
_MOST_DIGITS = 17


@dataclass(frozen=True, slots=True)
class View:
    """One of the lists. ``find`` gives a row more than a page has; ``key`` is that after which the next page begins."""

    label: object
    find: Callable[[Db, Desk], Sequence[Item]]
    key: Callable[[Item], str] = lambda item: str(item.id)


def _filtered(db: Db, _our: Desk) -> Sequence[Item]:
    asked = {each.name: _asked(each.name) for each in fields(Filter)}
    return catalogue.find(db, Filter(**asked), SIZE + 1, _instant_key(asked_key()))


def _asked(name: str) -> str:
    return request.args.get(name, "").strip()[:_MOST_WORDS]


def _key_of_instant(item: Item) -> str:
    return f"{(item.changed_at - rows.BEGINNING) // dt.timedelta(microseconds=1)}/{item.id}"


def _instant_key(key: str) -> tuple[dt.datetime, int] | None:
    instant, _sign, number = key.partition("/")
    row = numbers.one(number)
    if row is None or not (instant.isascii() and instant.isdecimal()) or len(instant) > _MOST_DIGITS:
        return None
    return rows.BEGINNING + dt.timedelta(microseconds=int(instant)), row


def _stale(db: Db, our: Desk) -> Sequence[Item]:
    today = our.now.astimezone(our.zone).date()
    return catalogue.stale(db, today, SIZE + 1, _day_key(asked_key()), _asked("owner"))


def _day_key(key: str) -> tuple[dt.date, int] | None:
    day, _sign, number = key.partition("/")
    row = numbers.one(number)
    try:
        return (dt.date.fromisoformat(day), row) if row is not None else None
    except ValueError:
        return None


VIEWS: Mapping[str, View] = {
    "all": View(lazy_gettext("All"), _filtered, _key_of_instant),
    "to-sign": View(
        lazy_gettext("To sign"), lambda db, our: catalogue.to_sign(db, our.actor, SIZE + 1, asked_number())
    ),
    "stale": View(lazy_gettext("To read again"), _stale, lambda item: f"{item.review_by}/{item.id}"),
    "behind": View(lazy_gettext("Old translations"), lambda db, _our: catalogue.behind(db, SIZE + 1, asked_number())),
    "untranslated": View(
        lazy_gettext("Not translated"),
        lambda db, _our: catalogue.untranslated(db, LANGUAGES[1], SIZE + 1, asked_number()),
    ),
}


@items.page("/items", Permission.ITEMS_READ)
def browse() -> ResponseReturnValue:
    our, name = desk(), request.args.get("view", "all")
    view = VIEWS.get(name) or abort(404)
    with our.database.read() as db:
        found = view.find(db, our)
        waiting = catalogue.waiting_for(db, our.actor, our.now.astimezone(our.zone).date())
        people = {person.email: person.name for person in staff.everybody(db)}
    return render(
        "console/items/browse.html",
        our=our,
        page=page(found, view.key),
        view=name,
        views=VIEWS,
        waiting=waiting,
        people=people,
        kinds=kinds,
        today=our.now.astimezone(our.zone).date(),
    )


@items.page("/items/<kind>/<slug>/<language>", Permission.ITEMS_READ)
def one(kind: str, slug: str, language: str) -> ResponseReturnValue:
    """``revision`` asks for an earlier one by its number."""
    our, names, number = desk(), Names.of(kind, slug, language), asked_revision()
    with our.database.read() as db:
        item = names.item(db)
        asked = store.numbered(db, item.id, number) if number is not None else None
    return dossiers.page(our, item.id, asked.id if asked is not None else None)


@items.action("/items/<int:item_id>/down", Permission.ITEMS_SIGN)
def take_down(item_id: int) -> ResponseReturnValue:
    our = desk()
    carry_out(our, lambda db: releases.take_down(db, item_id, our.actor, our.now), _("Citizens no longer see it."))
    return _back(our, item_id)


@items.action("/items/<int:item_id>/expire", Permission.ITEMS_SIGN)
def expire(item_id: int) -> ResponseReturnValue:
    our, form = desk(), ExpireForm()
    if not form.validate():
        return dossiers.page(our, item_id, forms=Forms(expire=form), status=422)
    at = form.expires_at.data
    done = _("It will be taken down at that time.") if at else _("It stays until somebody takes it down.")
    carry_out(our, lambda db: schedules.expire(db, item_id, at, our.actor, our.now), done)
    return _back(our, item_id)


@items.action("/items/<int:item_id>/keep", Permission.ITEMS_WRITE)
def keep(item_id: int) -> ResponseReturnValue:
    our, form = desk(), KeepForm()
    if not form.validate():
        return dossiers.page(our, item_id, forms=Forms(keep=form), status=422)
    owner, day = form.owner.data or "", form.review_by.data
    carry_out(our, lambda db: upkeep.assign(db, item_id, owner, day, our.actor, our.now), _("Noted."))
    return _back(our, item_id)


@items.action("/items/<int:item_id>/confirm", Permission.ITEMS_WRITE)
def confirm(item_id: int) -> ResponseReturnValue:
    our = desk()
    carry_out(our, lambda db: upkeep.confirm(db, item_id, our.actor, our.now), _("Noted: it still says the same."))
    return _back(our, item_id)


def _back(our: Desk, item_id: int) -> ResponseReturnValue:
    with our.database.read() as db:
        item = rows.of_id(db, item_id) or abort(404)
    return redirect(url_for("items.one", kind=item.kind, slug=item.slug, language=item.language))
