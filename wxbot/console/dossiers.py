"""All that the page of an item shows: one of its revisions, what can be done with it, and what became of the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Response, abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, SelectField, TextAreaField

from wxbot.console import kinds
from wxbot.console.desk import Desk
from wxbot.console.fields import DayField
from wxbot.console.forms import Form, InstantField, required, shorter
from wxbot.console.previews import preview
from wxbot.console.readings import readings
from wxbot.console.responses import render
from wxbot.edition.edition import LANGUAGES
from wxbot.edition.kinds import Kind
from wxbot.errors import ContentError
from wxbot.services import Db, diffs, files, items, links, steps
from wxbot.services.diffs import Row
from wxbot.services.findings import Finding
from wxbot.services.items import Draft
from wxbot.store import items as rows
from wxbot.store import revisions as store
from wxbot.store import staff
from wxbot.store.items import OPEN, Item, Revision, Signature, State

_HISTORY = 50
MOST_WORDS = 500  # Of a note or a reason.


class SubmitForm(Form):
    due_at = InstantField(lazy_gettext("Go live at"), description=lazy_gettext("Empty: as soon as it is signed."))
    note = TextAreaField(lazy_gettext("Note for who signs"), [shorter(MOST_WORDS)], render_kw={"rows": 2})
    heeded = BooleanField(lazy_gettext("I have read these warnings"))


class RefuseForm(Form):
    reason = TextAreaField(lazy_gettext("Reason"), [shorter(MOST_WORDS)], render_kw={"rows": 2})


class ScheduleForm(Form):
    due_at = InstantField(lazy_gettext("Go live at"), [required()])


class ExpireForm(Form):
    expires_at = InstantField(
        lazy_gettext("Take down at"), description=lazy_gettext("Empty: it stays until somebody takes it down.")
    )


class KeepForm(Form):
    owner = SelectField(lazy_gettext("Kept by"), validate_choice=False)
    review_by = DayField(lazy_gettext("Read again by"), description=lazy_gettext("From the next day on it is listed."))


@dataclass(frozen=True)
class Forms:
    """Those of the page; one that came back with an error takes the place of the empty one."""

    submit: SubmitForm = field(default_factory=lambda: SubmitForm(formdata=None))
    refuse: RefuseForm = field(default_factory=lambda: RefuseForm(formdata=None))
    schedule: ScheduleForm | None = None
    expire: ExpireForm | None = None
    keep: KeepForm | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    item: Item
    revision: Revision
    draft: Draft | None  # None where the revision fits its kind no more.
    sha256: str  # Of the words that are shown, which is what is signed.
    live: Revision | None
    newest: Revision
    signatures: Sequence[Signature]
    needed: int
    history: Sequence[Revision]
    findings: tuple[Finding, ...]
    changes: tuple[Row, ...]  # From what is live to this revision.
    other: Item | None  # In the other language.

    @property
    def state(self) -> State:
        return State(self.revision.state)

    @property
    def blocked(self) -> bool:
        return any(finding.blocks for finding in self.findings)

    @property
    def links(self) -> int:
        """How many addresses it leads to."""
        return len({link.url for link in links.of_item(self.draft.title, self.draft.body)}) if self.draft else 0

    def own(self, email: str) -> bool:
        return email in (self.revision.author, self.revision.submitted_by)

    def signed_by(self, email: str) -> bool:
        return any(signature.signer == email for signature in self.signatures)

    @property
    def behind(self) -> bool:
        """Whether the text that this is a translation of is newer, and nobody said that it still fits."""
        source, own = self.other, self.item
        if own.language == LANGUAGES[0] or source is None or source.live_at is None or own.live_at is None:
            return False
        known = max(own.live_at, own.confirmed_at or own.live_at)
        return known < source.live_at


def read(db: Db, our: Desk, item: Item, revision: Revision | None) -> Dossier:
    shown, newest = revision or items.shown_revision(db, item), rows.newest(db, item)
    if shown is None or newest is None:
        abort(404)
    draft, live, hosts = _draft(item, shown), rows.revision(db, item.live_id), our.runtime.trusted_hosts
    return Dossier(
        item=item,
        revision=shown,
        draft=draft,
        sha256=items.digest(shown.title, shown.body),
        live=live,
        newest=newest,
        signatures=store.signatures(db, shown.id),
        needed=our.runtime.preferences.signatures_of(Kind(item.kind)),
        history=store.history(db, item.id, _HISTORY),
        findings=steps.findings(db, item, shown, hosts) if draft is not None and shown.state in OPEN else (),
        changes=_changes(item, live, draft) if live is not None and live.id != shown.id else (),
        other=rows.find(db, item.kind, item.slug, next(each for each in LANGUAGES if each != item.language)),
    )


def _draft(item: Item, revision: Revision) -> Draft | None:
    try:
        return items.draft_of(item, revision)
    except ContentError:
        return None


def _changes(item: Item, before: Revision, after: Draft | None) -> tuple[Row, ...]:
    former = _draft(item, before)
    return diffs.side_by_side(files.text_of(former), files.text_of(after)) if former and after else ()


def page(
    our: Desk, item_id: int, revision_id: int | None = None, forms: Forms | None = None, status: int = 200
) -> Response:
    """The page, with the form that came back in place of the empty one."""
    with our.database.read() as db:
        item = rows.of_id(db, item_id)
        if item is None:
            abort(404)
        dossier = read(db, our, item, rows.revision(db, revision_id))
        people = {person.email: person.name for person in staff.everybody(db)}
    shown = preview(our, dossier.draft) if dossier.draft is not None else None
    return render(
        "console/items/one.html",
        status,
        our=our,
        own=dossier,
        forms=_filled(forms or Forms(), dossier, people),
        people=people,
        shown=shown,
        facts=readings(our, dossier.draft, bool(shown and shown.page)) if dossier.draft is not None else [],
        kinds=kinds,
        today=our.now.astimezone(our.zone).date(),
    )


def _filled(forms: Forms, dossier: Dossier, people: Mapping[str, str]) -> Forms:
    item, revision = dossier.item, dossier.revision
    keep = forms.keep or KeepForm(formdata=None, data={"owner": item.owner, "review_by": item.review_by})
    known = {"": _("Nobody in particular"), **people}
    keep.owner.choices = [*known.items()] if item.owner in known else [*known.items(), (item.owner, item.owner)]
    return Forms(
        submit=forms.submit,
        refuse=forms.refuse,
        schedule=forms.schedule or ScheduleForm(formdata=None, data={"due_at": revision.due_at}),
        expire=forms.expire or ExpireForm(formdata=None, data={"expires_at": item.expires_at}),
        keep=keep,
    )
