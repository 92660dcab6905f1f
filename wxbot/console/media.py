"""The account's own pictures and videos: added here, shown in articles, answered with by auto-replies."""

from flask import Response, abort, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField

from wxbot.console.desk import desk
from wxbot.console.forms import Form, complain, shorter
from wxbot.console.groups import Group
from wxbot.console.paging import asked_number, page
from wxbot.console.responses import render
from wxbot.errors import ContentError, RuleError
from wxbot.services import media as library
from wxbot.services.roles import Permission
from wxbot.store import media as rows

SIZE = 24

media = Group("media")


class AddForm(Form):
    file = FileField(validators=[FileRequired(lazy_gettext("Choose a file."))])
    title = StringField(validators=[shorter(library.TITLE_MAX)])


@media.page("/media", Permission.ITEMS_READ)
def show() -> ResponseReturnValue:
    return _list(AddForm())


def _list(form: AddForm, status: int = 200) -> Response:
    our = desk()
    with our.database.read() as db:
        found = rows.newest(db, SIZE + 1, asked_number())
    return render("console/media/show.html", status, our=our, form=form, page=page(found, lambda row: row.id, SIZE))


@media.action("/media", Permission.ITEMS_WRITE)
def add() -> ResponseReturnValue:
    our, form = desk(), AddForm()
    if not form.validate():
        return _list(form, 422)
    content = form.file.data.read()
    try:
        with our.database.write() as db:
            library.add(db, our.runtime.media_folder, content, form.title.data or "", our.actor, our.now)
    except ContentError:
        complain(form.file, _("This is no picture (JPEG, PNG, GIF, WebP) and no MP4 video of at most 10 MB."))
        return _list(form, 422)
    flash(_("Added. WeChat gets it within seconds."), "success")
    return redirect(url_for("media.show"))


@media.action("/media/<int:medium_id>/rename", Permission.ITEMS_WRITE)
def rename(medium_id: int) -> ResponseReturnValue:
    our = desk()
    try:
        with our.database.write() as db:
            library.rename(db, medium_id, request.form.get("title", ""), our.actor, our.now)
    except RuleError:
        abort(404)
    except ContentError:
        flash(_("A name has 1 to %(max)d characters.", max=library.TITLE_MAX), "error")
    return redirect(url_for("media.show"))


@media.action("/media/<int:medium_id>/again", Permission.ITEMS_WRITE)
def send_again(medium_id: int) -> ResponseReturnValue:
    our = desk()
    try:
        with our.database.write() as db:
            library.send_again(db, medium_id, our.actor, our.now)
    except RuleError:
        abort(404)
    return redirect(url_for("media.show"))


@media.page("/media/<int:medium_id>/file", Permission.ITEMS_READ)
def file(medium_id: int) -> ResponseReturnValue:
    """The file itself, also before anything that is live shows it."""
    our = desk()
    with our.database.read() as db:
        row = rows.of_id(db, medium_id)
    path = our.runtime.media_folder.resolve() / row.file if row is not None else None
    if path is None or not path.is_file():
        abort(404)
    return send_file(path, "video/mp4" if path.suffix == ".mp4" else "image/jpeg", conditional=True)
