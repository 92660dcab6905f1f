"""Who carries which tag: put on several followers at once, or on one, taken off, and learned from WeChat."""

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wxbot.console import labels, numbers, wechat
from wxbot.console.desk import Desk, desk
from wxbot.console.groups import Group
from wxbot.console.paging import SIZE
from wxbot.console.wall import came_from
from wxbot.errors import StateUnavailable, WechatError
from wxbot.services import taggings as rules
from wxbot.services import tags
from wxbot.services.roles import Permission
from wxbot.store import tags as rows
from wxbot.store.tags import Tag

taggings = Group("taggings")


def given(our: Desk, known: Sequence[Tag]) -> list[Tag]:
    """The tags that staff hand out: those that a menu goes by follow the follower's language."""
    used = labels.menu_tags(our.runtime.edition)
    return [tag for tag in known if not tags.is_fixed(tag.name, used)]


@taggings.action("/followers/tags", Permission.FOLLOWERS_WRITE)
def change() -> ResponseReturnValue:
    """Puts a tag on several followers or takes it off."""
    our = desk()
    chosen, on = numbers.several(request.form.getlist("follower"), SIZE), request.form.get("on") != "0"
    tag = _asked_tag(our)
    if not chosen or tag is None:
        flash(_("Choose at least one follower, and a tag that no menu goes by."), "warning")
        return _to_list()
    changed = rules.change(our.database, our.runtime.api, tag, chosen, on, our.runtime.alias, our.actor, our.now)
    _tell(changed, len(chosen), on)
    return _to_list()


def _asked_tag(our: Desk) -> int | None:
    """The number of the tag that was chosen, if staff may hand it out."""
    asked = numbers.one(request.form.get("tag", ""))
    with our.database.read() as db:
        known = given(our, rows.all_tags(db))
    return asked if asked in [tag.id for tag in known] else None


def _tell(changed: rules.Changed, asked: int, on: bool) -> None:
    done = len(changed.done)
    if done:
        told = _("%(count)d followers carry the tag now.", count=done)
        flash(told if on else _("%(count)d followers carry the tag no more.", count=done), "success")
    if changed.error is not None:
        left = _("%(count)d followers stay as they were.", count=asked - done)
        flash(f"{wechat.sentence(changed.error)} {left}", "error")


@taggings.action("/followers/<int:number>/learn", Permission.FOLLOWERS_WRITE)
def learn(number: int) -> ResponseReturnValue:
    """Asks WeChat which tags he carries."""
    our = desk()
    try:
        found = rules.learn(our.database, our.runtime.api, number)
    except (WechatError, StateUnavailable) as error:
        flash(wechat.sentence(error), "error")
        return redirect(url_for("followers.one", number=number))
    if not found:
        flash(_("This follower has left, and nothing is kept any more."), "warning")
        return redirect(url_for("followers.show"))
    flash(_("These are the tags that WeChat has."), "success")
    return redirect(url_for("followers.one", number=number))


def _to_list() -> ResponseReturnValue:
    """To the page of the list on which the button was pressed, or to one follower's page."""
    one_of = numbers.one(request.form.get("back", ""))
    if one_of is not None:
        return redirect(url_for("followers.one", number=one_of))
    return redirect(came_from() or url_for("followers.show"))
