"""One broadcast: what goes out word for word, to whom and when, who signed it, and what can be done with it now."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, SelectField, TextAreaField

from wxbot.console import broadcast_labels as labels
from wxbot.console import kinds, phones, questions
from wxbot.console.broadcasts import Stop, finished, named, people, stopped
from wxbot.console.desk import Desk, desk
from wxbot.console.forms import Form, InstantField, required, shorter
from wxbot.console.groups import Group
from wxbot.console.phones import Phone
from wxbot.console.progress import Course, course
from wxbot.console.questions import Changed
from wxbot.console.responses import render
from wxbot.errors import ContentError
from wxbot.services import (
    Db,
    alarms,
    audiences,
    compositions,
    contents,
    groups,
    occurrences,
    preferences,
    progress,
    reaching,
    starting,
    uploading,
)
from wxbot.services import broadcasts as life
from wxbot.services.closings import Closing
from wxbot.services.findings import Finding, kept
from wxbot.services.occurrences import Past
from wxbot.services.roles import Permission
from wxbot.services.starting import Asked
from wxbot.store import audiences as groups_store
from wxbot.store import broadcasts as rows
from wxbot.store.broadcasts import Broadcast, BroadcastSignature, Kind, State
from wxbot.store.freezes import Freeze

broadcast = Group("broadcast")

_READ = Permission.BROADCASTS_READ
_OCCURRENCES = 20
_NEXT = 5  # Times of a recurring one that are told.
MOST_WORDS = 500  # Of a reason.


class SubmitForm(Form):
    heeded = BooleanField(lazy_gettext("I have read these warnings"))


class RefuseForm(Form):
    reason = TextAreaField(lazy_gettext("Reason"), [required(), shorter(MOST_WORDS)], render_kw={"rows": 2})


class EmergencyForm(Form):
    why = TextAreaField(lazy_gettext("Why it cannot wait"), [required(), shorter(MOST_WORDS)], render_kw={"rows": 2})


class DecideForm(Form):
    due_at = InstantField(lazy_gettext("Send at"), [required()])


class TestersForm(Form):
    group = SelectField(lazy_gettext("Testers"), coerce=int, validate_choice=False)


FORMS: Mapping[str, type[Form]] = {
    "submitting": SubmitForm,
    "refusing": RefuseForm,
    "emergency": EmergencyForm,
    "deciding": DecideForm,
    "testing": TestersForm,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """``findings`` are those of a draft, or what was accepted with it when it was submitted; ``since`` is what has come
    up after that. ``trouble`` says why a draft cannot be composed; ``count`` is whom it goes to by what we know."""

    row: Broadcast
    payload: Mapping[str, Any]
    findings: tuple[Finding, ...]
    since: tuple[Finding, ...]
    trouble: str
    seen: Phone
    sha256: str  # Of what is signed.
    signatures: Sequence[BroadcastSignature]
    needed: int
    count: int
    open_to: int | None  # How many of them can be reached, where not all can.
    times: Sequence[dt.datetime]  # The next ones of a recurring one.
    past: Sequence[Past]  # What its former times led to.
    against: Sequence[Asked]  # Why it would be asked about if it began now, of one that can be resumed.
    closings: Mapping[int, Closing]  # Of itself, or of those.
    changed: Sequence[Changed]
    freeze: Freeze | None  # That holds it back.
    course: Course
    listed: bool  # Whether it is known who of them got it.
    stop: Stop | None
    ringing: frozenset[str]  # The nouns of its alarms.

    @property
    def blocked(self) -> bool:
        return bool(self.trouble) or any(finding.blocks for finding in self.findings)

    def own(self, email: str) -> bool:
        return email in (self.row.author, self.row.submitted_by)

    def signed_by(self, email: str) -> bool:
        return any(signature.signer == email for signature in self.signatures)


def read(our: Desk, db: Db, number: int) -> Sheet:
    row = rows.of_id(db, number) or abort(404)
    payload, findings, trouble = composed(our, db, row)
    past = occurrences.past(db, number, _OCCURRENCES) if row.cron else []
    foreseen = _foreseen(our, db, row)
    against = starting.against(db, row, uploading.current, our.now) if row.state in rows.HALTED else ()
    return Sheet(
        row=row,
        payload=payload,
        findings=findings if row.payload else (*foreseen, *findings),
        since=_new(foreseen, findings) if row.state == State.SUBMITTED else (),
        trouble=trouble,
        seen=phones.phone(db, row.kind, payload),
        sha256=_sha256(row),
        signatures=rows.signatures(db, number),
        needed=preferences.load(db).broadcast_signatures,
        count=count(db, row.audience) if row.started_at is None else 0,
        open_to=open_to(our, db, row.kind, row.audience, row.content) if row.started_at is None else None,
        times=times(our, row.cron),
        past=past,
        against=against,
        closings=finished(db, [row, *(each.row for each in past if each.row is not None)]),
        changed=questions.changed(db, row, our.now),
        freeze=questions.freeze(db, row, against, our.now),
        course=course(our, db, row),
        listed=bool(progress.rows(db, number, limit=1)),
        stop=stopped(db),
        ringing=frozenset(alarm.noun for alarm in alarms.ringing(db) if alarm.about == str(number)),
    )


def _sha256(row: Broadcast) -> str:
    """Of what is shown, as long as it is to be signed; then what was signed, since its time is written down after."""
    waits = row.sha256 and row.state == State.SUBMITTED
    return compositions.digest(row, row.payload) if waits else row.sha256


def composed(our: Desk, db: Db, row: Broadcast) -> tuple[Mapping[str, Any], tuple[Finding, ...], str]:
    """What was submitted; of a draft, what would be."""
    if row.payload or row.state not in (State.DRAFT, State.REFUSED):
        return row.payload, kept(row.findings), ""
    return attempt(our, db, row.kind, row.content)


def _foreseen(our: Desk, db: Db, row: Broadcast) -> tuple[Finding, ...]:
    """What stands against it besides its words, as long as something can be done about it."""
    try:
        return our.runtime.foresee(db, row) if row.state in rows.OPEN else ()
    except ContentError:
        return ()


def _new(foreseen: Sequence[Finding], accepted: Sequence[Finding]) -> tuple[Finding, ...]:
    """What was not known yet when it was submitted; whoever signs decides whether it matters."""
    mild = (replace(finding, blocks=False) for finding in foreseen)
    return tuple(finding for finding in mild if finding not in accepted)


def attempt(
    our: Desk, db: Db, kind: str, content: Mapping[str, Any]
) -> tuple[Mapping[str, Any], tuple[Finding, ...], str]:
    try:
        made = our.runtime.compose(db, Kind(kind), content)
    except ContentError as error:
        return {}, (), said(error)
    return made.payload, made.findings, ""


def said(error: ContentError) -> str:
    """Without the field's name, before which it begins."""
    _field, _colon, reason = str(error).partition(": ")
    return str(_(reason or str(error)))


def open_to(our: Desk, db: Db, kind: str, audience: Mapping[str, Any], content: Mapping[str, Any]) -> int | None:
    """How many can be reached by a notice whose template is chosen, or by a customer-service message."""
    template_id = str(content.get("template_id", ""))
    if kind == Kind.NOTICE and template_id:
        return reaching.agreed(db, audience, template_id)
    return reaching.heard(db, audience, our.now) if kind == Kind.CUSTOM else None


def times(our: Desk, cron: str) -> Sequence[dt.datetime]:
    """The next ones of a recurring one; none where its rule cannot be read."""
    try:
        return occurrences.upcoming(cron, our.now, our.zone, _NEXT) if cron else ()
    except ContentError:
        return ()


def count(db: Db, audience: Mapping[str, Any]) -> int:
    """Nobody where the audience is not whole yet."""
    try:
        return audiences.count(db, audiences.parse(audience))
    except ContentError:
        return 0


@broadcast.page("/broadcasts/<int:number>", _READ)
def one(number: int) -> ResponseReturnValue:
    return show_one(desk(), number)


def show_one(our: Desk, number: int, status: int = 200, **used: Form) -> Response:
    """``used``: the form that came back with an error, by its name; all others are empty."""
    with our.database.read() as db:
        sheet = read(our, db, number)
        forms = {name: used.get(name) or made(formdata=None) for name, made in FORMS.items()}
        testers = [(group.id, group.name) for group in groups_store.groups(db, groups.Kind.TESTERS)]
        forms["testing"]["group"].choices = testers
        places = {"people": people(db), "whom": labels.audience(db, our.language)}
    return render(
        "console/broadcasts/one.html",
        status,
        our=our,
        own=sheet,
        row=sheet.row,
        stop=sheet.stop,
        forms=forms,
        testers=testers,
        recurring=_recurring(sheet.row),
        kinds=kinds,
        blocked=life.BLOCKED,
        words_of=_words_of,
        picture_of=phones.address_of,
        article_of=lambda place: url_for("broadcast.article", number=number, place=place),
        **places,
        **named(),
    )


def _words_of(payload: Mapping[str, Any]) -> str:
    """All of it, as it is kept; a browser shows it as text."""
    return json.dumps(payload, ensure_ascii=False, indent=2, sort_keys=True)


def _recurring(row: Broadcast) -> contents.Recurring | None:
    """What a digest gathers each time."""
    try:
        content = contents.parse(Kind(row.kind), row.content)
    except ContentError:
        return None
    return content.recurring if isinstance(content, contents.Articles) else None


@broadcast.page("/broadcasts/<int:number>/articles/<int:place>", _READ)
def article(number: int, place: int) -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        row = rows.of_id(db, number) or abort(404)
        payload, _findings, _trouble = composed(our, db, row)
    found = payload.get("articles", ())
    if place >= len(found):
        abort(404)
    return phones.frame(found[place])


@broadcast.page("/broadcasts/files/<path:file>", _READ)
def file(file: str) -> ResponseReturnValue:
    return phones.picture(desk(), file)
