"""The HTTP faces of the simulator: the platform's API, the phone, the articles, and the control page."""

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from wxbot.simulator import guard, phone, reading
from wxbot.simulator.actions import Actions
from wxbot.simulator.api.call import Call, Upload
from wxbot.simulator.api.dispatch import Sent, answer
from wxbot.simulator.control import blueprint as control
from wxbot.simulator.transport import CUT_OFF
from wxbot.simulator.world import World


def create_app(world: World, actions: Actions) -> Flask:
    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    guard.install(app)
    app.register_blueprint(phone.blueprint(world, actions))
    app.register_blueprint(reading.blueprint(world))
    app.register_blueprint(control.blueprint(world, actions))
    app.register_error_handler(HTTPException, _explain)
    for root in ("cgi-bin", "customservice", "wxaapi", "datacube"):
        app.add_url_rule(f"/{root}/<path:rest>", root, lambda rest: _api(world), methods=["GET", "POST"])
    return app


def _api(world: World) -> Response:
    cut = world.faults.take_cut(request.path)
    if cut.before or world.faults.take_reset():
        return _cut_off()
    files = {name: Upload(file.filename or "", file.read()) for name, file in request.files.items()}
    call = Call(
        world=world,
        state=world.state,
        path=request.path,
        query=request.args.to_dict(),
        body=request.get_data() if not files else b"",
        form=request.form.to_dict(),
        files=files,
        ip=request.remote_addr or "",
    )
    sent = answer(call, request.method)
    return _cut_off() if cut.after else _response(sent)


def _cut_off() -> Response:
    request.environ[CUT_OFF].append(True)
    return Response()


def _response(sent: Sent) -> Response:
    response = Response(sent.content, content_type=sent.mimetype)
    if sent.name:
        # A header can carry no other letters; the name is only a courtesy.
        response.headers.set(
            "Content-Disposition", "attachment", filename=sent.name.encode("ascii", "replace").decode()
        )
    return response


def _explain(error: HTTPException) -> tuple[Response, int]:
    return jsonify({"error": error.description}), error.code or 500
