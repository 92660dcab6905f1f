"""Keeps other web pages out: the simulator is a local tool, and any site that is open in a browser can reach it."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

_LOCAL = {"127.0.0.1", "localhost", "::1"}
_POLICY = (
    "default-src 'self'; img-src 'self' data: blob: http://127.0.0.1:* http://localhost:*; "
    "frame-src http://127.0.0.1:* http://localhost:*; media-src 'self' http://127.0.0.1:* http://localhost:*; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


def install(app: Flask) -> None:
    app.before_request(_check)
    app.after_request(_protect)


def _check() -> None:
    """A foreign name for this machine, or a foreign page that posts, is refused."""
    if urlsplit(f"//{request.host}").hostname not in _LOCAL:
        abort(403, "only this machine may call the simulator")
    origin = request.headers.get("Origin")
    if request.method not in ("GET", "HEAD") and origin and urlsplit(origin).netloc != request.host:
        abort(403, "another site may not act here")


def _protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
