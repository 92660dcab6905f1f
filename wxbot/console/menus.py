"""Menus: what phones show against what is signed, publishing, and everything that was ever sent to WeChat."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from wxbot.console import keys, kinds, sketches
from wxbot.console.desk import Desk, desk
from wxbot.console.groups import Group
from wxbot.console.paging import SIZE, asked_number, page
from wxbot.console.responses import render
from wxbot.edition.kinds import Kind
from wxbot.errors import ContentError, RuleError, StateUnavailable, WechatError
from wxbot.services import Db, alarms, drift, preferences
from wxbot.services import menus as signed_menus
from wxbot.services import publications as rules
from wxbot.services import sketches as limits
from wxbot.services.drift import Row
from wxbot.services.menus import Buttons, Parcels, Shown, Signed
from wxbot.services.publications import Why
from wxbot.services.roles import Permission
from wxbot.store import catalogue
from wxbot.store import publications as store
from wxbot.store.catalogue import Filter
from wxbot.store.publications import Publication, State

menus = Group("menus")

_MOST_MENUS = 30

_SENTENCES: Mapping[str, object] = {
    Why.BUSY: lazy_gettext("%(who)s is publishing the menu just now. Wait a moment."),
    Why.GONE: lazy_gettext("There is no such publication."),
    Why.CHANGED: lazy_gettext("Other menus were signed meanwhile. Look at them before you publish."),
    Why.NOWHERE: lazy_gettext("The button %(button)s has the key %(key)s, which no section answers any more."),
}


@dataclass(frozen=True, slots=True)
class Side:
    """The menu of one tag: as phones show it, as it is signed, and line by line."""

    tag: str
    source: Signed | None
    shown: Buttons | None
    signed: Buttons | None
    rows: Sequence[Row]

    @property
    def differs(self) -> bool:
        return any(row.differs for row in self.rows)


@menus.page("/menus", Permission.ITEMS_READ)
def show() -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        found, complaints = _signed(db, our)
        ringing = {alarm.name: alarm for alarm in alarms.ringing(db)}
        last, before = store.newest(db), drift.published(db)
        history = store.page(db, asked_number(), SIZE + 1)
        items = catalogue.find(db, Filter(kind=Kind.MENU), _MOST_MENUS)
        automatic = preferences.load(db).menus_automatic
    looked, failed = _looked(our) if request.args.get("look") else (None, "")
    drifted = ringing.get(rules.DRIFT)
    seen = looked if looked is not None else _kept(drifted.details if drifted else {}, before)
    parcels = signed_menus.parcels(found, our.runtime.menu_account)
    return render(
        "console/menus/show.html",
        our=our,
        sides=_sides(seen, found, parcels),
        digest=signed_menus.digest(parcels),
        complaints=complaints,
        last=last,
        ringing=ringing,
        looked=looked is not None,
        failed=failed,
        unknown=looked is None and before is None,
        items=items,
        kinds=kinds,
        automatic=automatic,
        page=page(history, lambda row: row.id),
        State=State,
        types=sketches.TYPES,
        called=_called(our),
    )


def _called(our: Desk) -> Callable[[str], str]:
    return lambda key: keys.label(our, key)


def _signed(db: Db, our: Desk) -> tuple[list[Signed], list[str]]:
    """The menus that are live here, and what keeps them from being published."""
    try:
        found = signed_menus.signed(db, our.now)
    except ContentError as error:
        return [], [str(error)]
    return found, [*_together(found), *_each(found, our)]


def _together(found: Sequence[Signed]) -> list[str]:
    labels = [each.body.tag for each in found]
    said = [_("No menu for everyone is live.")] if found and "" not in labels else []
    for tag in sorted({tag for tag in labels if labels.count(tag) > 1}):
        said.append(
            _("More than one menu for the tag %(tag)s is live.", tag=tag)
            if tag
            else _("More than one menu for everyone is live.")
        )
    return said


def _each(found: Sequence[Signed], our: Desk) -> list[str]:
    return [
        f"{each.title}: {finding.name} – {sketches.sentence(finding)}"
        for each in found
        for finding in limits.findings(limits.sketch(each.body), our.runtime.menu_account, each.body.tag)
    ]


def _looked(our: Desk) -> tuple[Shown | None, str]:
    """What phones show at this moment, or why that cannot be told."""
    try:
        return drift.shown(our.runtime.api), ""
    except (WechatError, StateUnavailable) as error:
        return None, str(error)


def _kept(details: Mapping[str, object], before: Publication | None) -> Shown:
    """What was seen when somebody's change was noticed; else what was published last."""
    seen = details.get("seen")
    if isinstance(seen, dict):
        return seen
    return signed_menus.buttons_of(before.menus) if before is not None else {}


def _sides(seen: Shown, found: Sequence[Signed], parcels: Parcels) -> list[Side]:
    wanted = signed_menus.buttons_of(parcels)
    sources = {each.body.tag: each for each in found}
    return [
        Side(
            tag, sources.get(tag), seen.get(tag), wanted.get(tag), drift.compare(seen.get(tag, []), wanted.get(tag, []))
        )
        for tag in sorted(seen.keys() | wanted.keys())
    ]


@menus.page("/menus/publications/<int:number>", Permission.ITEMS_READ)
def publication(number: int) -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        row = store.of_id(db, number)
        found, _complaints = _signed(db, our)
    if row is None:
        abort(404)
    wanted = signed_menus.buttons_of(signed_menus.parcels(found, our.runtime.menu_account))
    compared = {parcel["tag"]: drift.compare(wanted.get(parcel["tag"], []), parcel["buttons"]) for parcel in row.menus}
    return render(
        "console/menus/publication.html",
        our=our,
        row=row,
        compared=compared,
        State=State,
        types=sketches.TYPES,
        called=_called(our),
    )


@menus.action("/menus/publish", Permission.MENUS_PUBLISH)
def publish() -> ResponseReturnValue:
    our, expected = desk(), request.form.get("digest", "")
    runtime = our.runtime
    return _published(
        lambda: rules.publish(our.database, runtime.api, runtime.menu_account, our.actor, our.now, expected)
    )


@menus.action("/menus/publications/<int:number>/repeat", Permission.MENUS_PUBLISH)
def repeat(number: int) -> ResponseReturnValue:
    our = desk()
    runtime = our.runtime
    return _published(lambda: rules.repeat(our.database, runtime.api, runtime.menu_account, number, our.actor, our.now))


@menus.action("/menus/look", Permission.ITEMS_READ)
def look() -> ResponseReturnValue:
    """Asks WeChat at once what phones show, and silences or rings the alarm."""
    our = desk()
    drift.watch(our.database, our.runtime.api, our.now)
    return redirect(url_for("menus.show", look=1))


@menus.action("/menus/automatic", Permission.MENUS_PUBLISH)
def automatic() -> ResponseReturnValue:
    our = desk()
    wanted = request.form.get("automatic") == "yes"
    with our.database.write() as db:
        kept = preferences.load(db)
        preferences.save(db, replace(kept, menus_automatic=wanted), our.actor, our.now)
    our.runtime.announce_edition()
    said = _("Menus are now published by themselves when they go live.")
    flash(said if wanted else _("Menus now wait for somebody to publish them."), "success")
    return redirect(url_for("menus.show"))


def _published(publish: Callable[[], Publication]) -> ResponseReturnValue:
    """What came of it, in a sentence on the page that shows the rest."""
    try:
        publish()
    except RuleError as error:
        flash(str(_SENTENCES.get(error.why, error.why)) % error.places, "error")
    except WechatError as error:
        said = _("WeChat refused: %(words)s (code %(code)s).", words=error.message, code=error.code)
        flash(
            said if error.code is not None else _("WeChat gave no clear answer. Look at what phones show now."), "error"
        )
    except (ContentError, StateUnavailable) as error:
        flash(_("The menu was not published: %(why)s", why=str(error)), "error")
    else:
        flash(_("The menu is published. Phones show it within five minutes, when the chat is opened again."), "success")
    return redirect(url_for("menus.show"))
