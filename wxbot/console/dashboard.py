"""The first page after signing in."""

from flask.typing import ResponseReturnValue

from wxbot.console.desk import desk
from wxbot.console.groups import Group
from wxbot.console.responses import render
from wxbot.services import alarms
from wxbot.services.roles import Permission

dashboard = Group("dashboard")


@dashboard.page("/", Permission.SIGNED_IN)
def show() -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        ringing = alarms.ringing(db)
    return render("console/dashboard/show.html", our=our, ringing=ringing)
