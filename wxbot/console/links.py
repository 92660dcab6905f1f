"""Whether the links of an item lead anywhere, asked when somebody wants to know."""

from collections.abc import Sequence

from flask import abort
from flask.typing import ResponseReturnValue

from wxbot.console.desk import desk
from wxbot.console.groups import Group
from wxbot.console.responses import render
from wxbot.errors import ContentError
from wxbot.services import items, wording
from wxbot.services import links as rules
from wxbot.services.items import Draft
from wxbot.services.roles import Permission
from wxbot.services.wording import Code, Finding
from wxbot.store import items as rows

links = Group("links")


@links.action("/revisions/<int:revision_id>/links", Permission.ITEMS_READ)
def ask(revision_id: int) -> ResponseReturnValue:
    """Changes nothing; a POST because other hosts are asked, which no robot shall start."""
    our = desk()
    with our.database.read() as db:
        revision = rows.revision(db, revision_id) or abort(404)
        item = rows.of_id(db, revision.item_id) or abort(404)
    try:
        draft = items.draft_of(item, revision)
    except ContentError:
        abort(404)
    shown = _judged(draft, wording.check_links(draft, our.runtime.settings.simulated))
    return render("console/links.html", our=our, item=item, revision=revision, shown=shown)


def _judged(draft: Draft, asked: Sequence[Finding]) -> dict[str, Finding | None]:
    """Each address with what is wrong with it; what is no address can be neither asked nor opened."""
    found = {finding.words["url"]: finding for finding in asked}
    for link in rules.of_item(draft.title, draft.body):
        if link.parts is None:
            found[link.url] = Finding(False, link.field, Code.LINK_MALFORMED, {"url": link.url})
    return {link.url: found.get(link.url) for link in rules.of_item(draft.title, draft.body)}
