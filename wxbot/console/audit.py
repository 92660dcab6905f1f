"""Who did what when."""

from flask.typing import ResponseReturnValue

from wxbot.console.desk import desk
from wxbot.console.groups import Group
from wxbot.console.paging import SIZE, asked_number, page
from wxbot.console.responses import render
from wxbot.services.roles import Permission
from wxbot.store import audit as lines

audit = Group("audit")


@audit.page("/audit", Permission.AUDIT_READ)
def show() -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        found = lines.newest(db, SIZE + 1, asked_number())
    return render("console/audit/show.html", our=our, page=page(found, lambda line: line.id))
