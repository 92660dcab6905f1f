"""What this process is and serves, for load balancers and for people; and in simulation, why it answered as it did."""

import os

from flask import Blueprint, Response, current_app, jsonify, request

from wxbot.errors import Unavailable
from wxbot.protocol.messages import delivery_of
from wxbot.runtime import Runtime
from wxbot.services import journal

health = Blueprint("health", __name__)


def _runtime() -> Runtime:
    runtime: Runtime = current_app.extensions["wxbot"]
    return runtime


@health.get("/healthz")
def healthz() -> tuple[Response, int]:
    """503 until the first edition is there, since the process cannot answer anybody before."""
    edition = _runtime().edition.version
    ready = edition > 0
    return jsonify(
        status="ok" if ready else "no edition yet", process=os.getpid(), edition=edition
    ), 200 if ready else 503


@health.get("/trace")
def trace() -> tuple[Response, int]:
    """The decision behind one delivery, for the simulator's trace panel; nobody else may know what was asked."""
    runtime = _runtime()
    if not runtime.settings.simulated:
        return jsonify(error="only in simulation"), 404
    try:
        decision = journal.explain(runtime.redis, runtime.database, delivery_of(request.args.get("delivery", "")))
    except Unavailable as error:
        return jsonify(error=str(error)), 503
    return (jsonify(decision), 200) if decision else (jsonify(error="unknown delivery"), 404)
