"""The composer: a new broadcast or the next version of one. Nothing that somebody typed is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime
from flask_babel import gettext as _

from wxbot.console import broadcast_labels as labels
from wxbot.console import kinds, offers, phones, versions
from wxbot.console.broadcast import attempt, count, open_to, said, times
from wxbot.console.broadcasts import named, people, stopped
from wxbot.console.compositions import CompositionForm, values_of
from wxbot.console.desk import Desk, desk
from wxbot.console.forms import complain
from wxbot.console.groups import Group
from wxbot.console.numbers import one as row_number
from wxbot.console.phones import Phone
from wxbot.console.responses import render
from wxbot.edition.edition import LANGUAGES
from wxbot.errors import ConflictError, ContentError, RuleError
from wxbot.services import Db, audiences, compositions, contents, diffs, layouts, occurrences, prospects
from wxbot.services import broadcasts as life
from wxbot.services.compositions import Composition
from wxbot.services.contents import MOST
from wxbot.services.diffs import Row
from wxbot.services.findings import Finding
from wxbot.services.roles import Permission
from wxbot.store import broadcasts as rows
from wxbot.store.broadcasts import Broadcast, Kind, State

composer = Group("composer")

_WRITE = Permission.BROADCASTS_WRITE
_MOMENTS = {"zh": "y年M月d日 EEEE HH:mm", "en": "EEEE, d MMMM y, HH:mm"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What was asked for beside the form: a preview, how many followers, the next times, items that were found."""

    seen: Phone | None = None
    findings: tuple[Finding, ...] = ()
    trouble: str = ""
    count: int | None = None
    open_to: int | None = None
    found: Sequence[offers.Offered] | None = None
    conflict: tuple[Row, ...] | None = None
    by: str = ""  # Who saved the version that the conflict is with.
    errors: Mapping[str, str] = field(default_factory=dict)  # Beside what is no field of the form.


@composer.page("/broadcasts/new", _WRITE)
def new() -> ResponseReturnValue:
    our, kind = desk(), request.args.get("kind", "")
    offered = audiences.offered(our.runtime.settings.wechat_account_kind)
    if kind not in offered:
        with our.database.read() as db:
            stop, who = stopped(db), people(db)
        return render("console/composer/choose.html", our=our, offered=offered, stop=stop, people=who, **named())
    form = CompositionForm(Kind(kind), _digest(kind), formdata=None, data=_start(our))
    return _page(our, form, None)


def _digest(kind: str) -> bool:
    return kind == Kind.ARTICLE and request.args.get("digest") == "1"


def _start(our: Desk) -> Mapping[str, Any]:
    """A digest recurs; anything else goes out once."""
    recurring = request.args.get("digest") == "1"
    return {"language": "zh", **({"when": "cron", "cron": "0 8 * * 1-5"} if recurring else {})}


@composer.action("/broadcasts/new", _WRITE)
def create() -> ResponseReturnValue:
    our, kind = desk(), request.args.get("kind", "")
    if kind not in audiences.offered(our.runtime.settings.wechat_account_kind):
        abort(404)
    return _handled(our, CompositionForm(Kind(kind), _digest(kind)), None)


@composer.page("/broadcasts/<int:number>/edit", _WRITE)
def edit(number: int) -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        row = rows.of_id(db, number) or abort(404)
    if row.state not in (State.DRAFT, State.REFUSED):
        flash(_("It can be changed once it is taken back."), "warning")
        return redirect(url_for("broadcast.one", number=number))
    form = CompositionForm(Kind(row.kind), "digest" in row.content, formdata=None, data=values_of(row))
    return _page(our, form, row)


@composer.action("/broadcasts/<int:number>/edit", _WRITE)
def save(number: int) -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        row = rows.of_id(db, number) or abort(404)
    return _handled(our, CompositionForm(Kind(row.kind), "digest" in row.content), row)


def _handled(our: Desk, form: CompositionForm, row: Broadcast | None) -> ResponseReturnValue:
    wish, _dash, what = request.form.get("do", "save").partition(":")
    offers.offer(form, our)
    match wish:
        case "article":
            return _article(our, form, what)
        case "save":
            return _saved(our, form, row)
        case "add" | "up" | "down" | "drop" | "about":
            _change(form, wish, what)
    with our.database.read() as db:
        shown = _asked(our, db, form, row, wish)
        if wish == "search" or "searched" in request.form:  # What was found stays, so that the next can be chosen.
            shown = replace(shown, found=offers.found(db, form.words.data or "", _languages(form)))
    return _page(our, form, row, shown=shown)


def _asked(our: Desk, db: Db, form: CompositionForm, row: Broadcast | None, wish: str) -> Shown:
    match wish:
        case "count":
            audience = form.raw_audience()
            return Shown(count=count(db, audience), open_to=open_to(our, db, form.kind, audience, form.content()))
        case "preview":
            payload, findings, trouble = attempt(our, db, form.kind, form.content())
            found = (*_foreseen(our, db, form, row), *findings)
            return Shown(phones.phone(db, form.kind, payload), found, trouble)
    return Shown()


def _foreseen(our: Desk, db: Db, form: CompositionForm, row: Broadcast | None) -> tuple[Finding, ...]:
    """What stands against it besides its words, once it is said to whom it goes."""
    try:
        new = form.composition()
    except ContentError:
        return ()
    account = our.runtime.settings.wechat_account_kind
    return prospects.foresee(db, new, account, our.zone, our.now, row.id if row is not None else 0)


def _languages(form: CompositionForm) -> Sequence[str]:
    """In which items are looked for. Without English there is Chinese."""
    return list(dict.fromkeys((str(form.language.data), *LANGUAGES[:1]))) if "language" in form else LANGUAGES


def _change(form: CompositionForm, wish: str, what: str) -> None:
    """Something about the items: one more, another order, one fewer, or which one a template is about."""
    if wish == "about" and "about" in form:
        form.about.data = form.about.raw_data = what
    elif "items" in form:
        chosen = form["items"].data
        place = row_number(what)
        if wish == "add" and len(chosen) < MOST:
            kind, _slash, slug = what.partition("/")
            chosen.append({"kind": kind, "slug": slug, "title": "", "digest": ""})
        elif place is None or place >= len(chosen):
            return
        elif wish == "drop":
            chosen.pop(place)
        elif wish in ("up", "down"):
            chosen.insert(max(0, place + (-1 if wish == "up" else 1)), chosen.pop(place))


def _article(our: Desk, form: CompositionForm, what: str) -> ResponseReturnValue:
    """One of the articles, into the frame beside the form."""
    with our.database.read() as db:
        payload, _findings, _trouble = attempt(our, db, form.kind, form.content())
    found, place = payload.get("articles", ()), row_number(what)
    return phones.frame(found[place]) if place is not None and place < len(found) else abort(404)


def _saved(our: Desk, form: CompositionForm, row: Broadcast | None) -> ResponseReturnValue:
    fits, account = form.validate(), our.runtime.settings.wechat_account_kind
    try:
        new = form.composition()
        if not fits:
            return _page(our, form, row, 422)
        with our.database.write() as db:
            # What is wrong with it as such is said now; what the check makes of its words, where they are shown.
            _check(our, new, account)
            kept = (
                life.add(db, new, account, our.actor, our.now)
                if row is None
                else life.save(db, row.id, new, account, row_number(form.base.data or "") or 0, our.actor, our.now)
            )
            number = kept.id
    except ContentError as error:
        return _page(our, form, row, 422, Shown(errors=_told(form, error)))
    except ConflictError:
        return _conflict(our, form, row)
    except RuleError:
        flash(_("It can be changed once it is taken back."), "warning")
        return redirect(url_for("broadcast.one", number=row.id if row is not None else 0))
    flash(_("Kept. Nothing is sent before it is submitted and signed."), "success")
    return redirect(url_for("broadcast.one", number=number))


def _check(our: Desk, new: Composition, account: str) -> None:
    compositions.check(new, account)
    contents.parse(new.kind, new.content)
    if new.cron:
        occurrences.check(new.cron, our.zone, our.now)


def _told(form: CompositionForm, error: ContentError) -> dict[str, str]:
    """Beside the field with which the sentence begins; what has no field of its own is returned."""
    name = str(error).partition(": ")[0].replace(".", "_").replace("audience", "who")
    if name in form and name not in ("items", "about", "file"):
        complain(form[name], said(error))
        return {}
    return {name: said(error)}


def _conflict(our: Desk, form: CompositionForm, row: Broadcast | None) -> ResponseReturnValue:
    """The second of two who changed it sees what the first one did, and may save over it knowingly."""
    assert row is not None
    with our.database.read() as db:
        newest = rows.of_id(db, row.id) or abort(404)
        names = people(db)
        theirs, mine = (versions.text(our, db, each) for each in (compositions.of(newest), form.composition()))
    form.base.data = form.base.raw_data = newest.number
    shown = Shown(conflict=diffs.side_by_side(theirs, mine), by=names.get(newest.author, newest.author))
    return _page(our, form, newest, 409, shown)


def _page(
    our: Desk, form: CompositionForm, row: Broadcast | None, status: int = 200, shown: Shown | None = None
) -> ResponseReturnValue:
    offers.offer(form, our)
    kind = form.kind
    with our.database.read() as db:
        places = {
            "picked": offers.named_items(db, form) if "items" in form else (),
            "layouts": list(layouts.everything().values()) if "layout" in form else (),
            "gallery": offers.pictures(db) if "file" in form else (),
            "filling": offers.template(db, form) if "template_id" in form else None,
            "about": offers.about(db, form) if "about" in form else None,
            "stop": stopped(db),
            "people": people(db),
        }
    return render(
        "console/composer/edit.html",
        status,
        our=our,
        form=form,
        row=row,
        shown=shown or Shown(),
        kind=kind,
        label=labels.KINDS[kind],
        most=MOST,
        times=times(our, form.cron.data or "") if form.when.data == "cron" else (),
        picture_of=phones.address_of,
        day_said=lambda at: format_datetime(at, _MOMENTS[our.language]),
        kinds=kinds,
        action=url_for("composer.save", number=row.id) if row else _new_address(form),
        **places,
        **named(),
    )


def _new_address(form: CompositionForm) -> str:
    return url_for("composer.create", kind=form.kind.value, digest=1 if form.digest else None)
