"""The door WeChat knocks on. Nothing is decided here: who is there is checked, and what is answered is passed on."""

import logging

from flask import Blueprint, Response, current_app, request

from wxbot.errors import MalformedError, ProtocolError
from wxbot.protocol.envelope import close_envelope, guard, open_envelope
from wxbot.protocol.parsing import parse
from wxbot.protocol.replies import SUCCESS
from wxbot.runtime import Runtime

log = logging.getLogger(__name__)

LARGEST_BODY = 64 * 1024  # Bytes; the largest message in compatible mode has a few thousand.

webhook = Blueprint("webhook", __name__)


def _runtime() -> Runtime:
    runtime: Runtime = current_app.extensions["wxbot"]
    return runtime


def _plain(body: bytes | str, status: int = 200, kind: str = "text/plain") -> Response:
    response = Response(body, status, content_type=f"{kind}; charset=utf-8")
    response.headers["X-Content-Type-Options"] = "nosniff"  # An echo is somebody else's words; it must stay text.
    return response


@webhook.errorhandler(ProtocolError)
def _refuse(error: ProtocolError) -> Response:
    status = 400 if isinstance(error, MalformedError) else 403
    log.warning("A request to the webhook was refused: %s", error)
    return _plain("refused", status)


@webhook.get("/wechat")
def verify() -> Response:
    """WeChat asks once, when the address is entered: the answer is its own echo, if it was WeChat that asked."""
    runtime = _runtime()
    guard(request.args, runtime.credentials, runtime.clock.now())
    return _plain(request.args.get("echostr", ""))


@webhook.post("/wechat")
def receive() -> Response:
    """A message or an event; the answer is a reply, or "success", or none at all so that WeChat delivers again."""
    runtime = _runtime()
    credentials = runtime.credentials
    if (request.content_length or 0) > LARGEST_BODY:
        return _plain("too large", 413)
    guard(request.args, credentials, runtime.clock.now())
    opened = open_envelope(request.stream.read(LARGEST_BODY), request.args, credentials)
    message = parse(opened.tree)
    if not runtime.edition.version:
        # Without words the answer would be silence. A later delivery may reach a process that has them.
        log.warning("A message came before the first edition; it is left to a later delivery")
        return _plain("no edition yet", 503)

    def seal(reply: bytes) -> bytes:
        return close_envelope(reply, opened.key, credentials, runtime.clock.now())

    answer = runtime.courier.deliver(message, seal)
    if answer is None:
        return _plain("later", 503)
    return _plain(answer, kind="text/plain" if answer == SUCCESS else "application/xml")
