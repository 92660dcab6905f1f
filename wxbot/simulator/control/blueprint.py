"""Every address below /control, and what answers it."""

from flask import Blueprint, Response, jsonify, render_template

from wxbot.simulator.actions import Actions
from wxbot.simulator.control.drills import Drills
from wxbot.simulator.control.levers import Levers
from wxbot.simulator.control.lists import Lists
from wxbot.simulator.control.people import People
from wxbot.simulator.control.sendings import Sendings
from wxbot.simulator.hostile import FORGED, KINDS, SEALED
from wxbot.simulator.masses import OUTCOMES as MASS_OUTCOMES
from wxbot.simulator.publishes import OUTCOMES as PUBLISH_OUTCOMES
from wxbot.simulator.world import World

_TAIL = 40  # As many calls and pushes as the page shows.


def blueprint(world: World, actions: Actions) -> Blueprint:
    pages = Blueprint("control", __name__, url_prefix="/control")
    levers, drills, lists, people = Levers(world), Drills(world, actions), Lists(world), People(world, actions)
    sendings = Sendings(world)
    sent_read = (sendings.arrivals, sendings.sendings, sendings.templates)
    lists_read = (lists.media, lists.codes, lists.menus, lists.followers, lists.agents, lists.tags)
    for read in (levers.clock, levers.faults, levers.account, levers.settings, drills.ledger, *sent_read, *lists_read):
        pages.add_url_rule(f"/{read.__name__}", read.__name__, read)
    changing = {
        "/clock": levers.set_clock,
        "/faults": levers.set_faults,
        "/account": levers.set_account,
        "/settings": levers.set_settings,
        "/key": levers.rotate_key,
        "/quotas": levers.set_quotas,
        "/tokens/revoke": levers.revoke_tokens,
        "/menus/website": levers.set_website_menu,
        "/reset": levers.reset,
        "/push": drills.push,
        "/hostile": drills.hostile,
        "/burst": drills.burst,
        "/codes": people.make_code,
        "/tags": people.make_tag,
        "/followers": people.change_follower,
        "/crowd": sendings.gather,
        "/templates": sendings.add_template,
        "/masses/confirm": sendings.confirm,
        "/agents/take": people.take,
        "/agents/answer": people.answer,
        "/agents/close": people.close,
    }
    for path, change in changing.items():
        pages.add_url_rule(path, change.__name__, change, methods=["POST"])
    pages.add_url_rule("/", "page", lambda: render_template("control.html", account=world.settings.account_name))
    pages.add_url_rule("/state", "state", lambda: _state(world, levers, lists, drills, sendings))
    return pages


def _state(world: World, levers: Levers, lists: Lists, drills: Drills, sendings: Sendings) -> Response:
    """All that the page shows, in one answer."""
    parts = (levers.clock, levers.faults, levers.account, levers.settings, lists.media, lists.codes, lists.menus)
    people = (lists.followers, lists.agents, lists.tags, sendings.sendings, sendings.templates)
    state = {part.__name__: part().get_json() for part in (*parts, *people)}
    outcomes = {"mass": MASS_OUTCOMES, "publish": PUBLISH_OUTCOMES}
    hostile = {"kinds": KINDS, "sealed": SEALED, "forged": FORGED}
    return jsonify({**state, "hostile": hostile, "outcomes": outcomes, "tail": drills.tail(_TAIL), "url": world.url})
