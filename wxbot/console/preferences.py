"""Preferences: how the house works, each with what it means, changed as a whole."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, FormField, HiddenField, IntegerField, SelectField, StringField
from wtforms import Form as Part
from wtforms.validators import NumberRange

from wxbot.console.desk import desk
from wxbot.console.forms import Form, LinesField, complain, required, shorter, tell
from wxbot.console.groups import Group
from wxbot.console.kinds import NAMES
from wxbot.console.responses import render
from wxbot.edition.kinds import Kind
from wxbot.errors import ContentError, RuleError
from wxbot.services import preferences as rules
from wxbot.services.preferences import MOST_DAYS, MOST_PUSHES, MOST_SIGNATURES, Preferences
from wxbot.services.roles import Permission

preferences = Group("preferences")

_COUNTS = [(count, str(count)) for count in range(1, MOST_SIGNATURES + 1)]
_DAYS = NumberRange(1, MOST_DAYS, lazy_gettext("From 1 to %(most)d.", most=MOST_DAYS))

_PUSHES = NumberRange(1, MOST_PUSHES, lazy_gettext("From 1 to %(most)d.", most=MOST_PUSHES))


def _count(kind: Kind) -> SelectField:
    return SelectField(NAMES[kind], choices=_COUNTS, coerce=int)


# A field for each kind, named as the kind is.
SignaturesPart = type("SignaturesPart", (Part,), {kind.value: _count(kind) for kind in Kind})


class PreferencesForm(Form):
    seen = HiddenField()
    signatures = FormField(SignaturesPart, separator="-")
    broadcast_signatures = SelectField(lazy_gettext("Signatures for a broadcast"), choices=_COUNTS, coerce=int)
    menus_automatic = BooleanField(lazy_gettext("Publish menus as soon as they go live"))
    second_reader = BooleanField(lazy_gettext("An answer to a letter needs a second reader"))
    letter_days = IntegerField(lazy_gettext("Working days to answer a letter"), [required(), _DAYS])
    pushes_a_day = IntegerField(lazy_gettext("Pushes that one follower gets a day at most"), [required(), _PUSHES])
    office_hours = StringField(lazy_gettext("Office hours"), [shorter(60)])
    trusted_hosts = LinesField(lazy_gettext("Trusted hosts"))

    def chosen(self, kept: Preferences) -> Preferences:
        """Kinds with one signature are left out, as that is what holds where nobody set anything."""
        counts = {kind: count for kind, count in self.signatures.data.items() if count != 1}
        return replace(
            kept,
            signatures=counts,
            broadcast_signatures=int(self.broadcast_signatures.data or 1),
            pushes_a_day=self.pushes_a_day.data or 0,
            second_reader=bool(self.second_reader.data),
            office_hours=(self.office_hours.data or "").strip(),
            menus_automatic=bool(self.menus_automatic.data),
            letter_days=self.letter_days.data or 0,
            trusted_hosts=tuple(dict.fromkeys(map(rules.host_of, self.trusted_hosts.data or ()))),
        )


def _filled(kept: Preferences) -> PreferencesForm:
    values: dict[str, Any] = {name: getattr(kept, name) for name in Preferences.__dataclass_fields__}
    counts = {kind.value: kept.signatures_of(kind) for kind in Kind}
    return PreferencesForm(None, data={**values, "signatures": counts, "seen": rules.fingerprint(kept)})


@preferences.page("/preferences", Permission.PREFERENCES_WRITE)
def show() -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        kept = rules.load(db)
    return _shown(_filled(kept))


def _shown(form: PreferencesForm, status: int = 200) -> ResponseReturnValue:
    our = desk()
    return render("console/preferences.html", status, our=our, form=form, usual=our.runtime.settings.office_hours)


@preferences.action("/preferences", Permission.PREFERENCES_WRITE)
def save() -> ResponseReturnValue:
    our, form = desk(), PreferencesForm()
    if not form.validate():
        return _shown(form, 422)
    try:
        with our.database.write() as db:
            changed = rules.save(db, form.chosen(rules.load(db)), our.actor, our.now, form.seen.data)
    except ContentError as error:
        tell(form, error)
        return _shown(form, 422)
    except RuleError as error:
        return _overtaken(form, error)
    if changed:
        our.runtime.announce_edition()
    flash(_("The preferences are saved.") if changed else _("Nothing was changed."), "success" if changed else "info")
    return redirect(url_for("preferences.show"))


def _overtaken(form: PreferencesForm, error: RuleError) -> ResponseReturnValue:
    """What was typed stays; saved again it counts, now that it was seen that somebody else was faster."""
    with desk().database.read() as db:
        form.seen.data = form.seen.raw_data = rules.fingerprint(rules.load(db))
    complain(form.seen, _(error.why))
    return _shown(form, 409)
