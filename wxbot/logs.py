"""Logs as one JSON object a line, with the fields given. Never a message's text, a token or a whole openid."""

import logging
import sys
from traceback import extract_tb

import structlog
from structlog.typing import ExcInfo

from wxbot.errors import WxbotError


def traceback_of(exc_info: ExcInfo) -> list[dict[str, object]]:
    """The error and what led to it: types and places only.

    Other errors than our own may carry a message's words or a row's values in their text, and local variables do.
    """
    _, error, _ = exc_info
    chain: list[dict[str, object]] = []
    following: BaseException | None = error
    while following is not None:
        places = [f"{place.filename}:{place.lineno} {place.name}" for place in extract_tb(following.__traceback__)]
        words = str(following) if isinstance(following, WxbotError) else ""
        chain.append({"type": type(following).__qualname__, "message": words, "places": places})
        following = following.__cause__ or following.__context__
    return chain


def configure() -> None:
    """Called once by each process; everything that uses the standard library's logging comes out here."""
    shared = (
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.ExceptionRenderer(traceback_of),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    # These name every request and every tick, which is noise; what goes wrong they still say.
    for noisy in ("celery", "kombu", "wechatpy", "urllib3", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
