"""Logs as one JSON object a line, with the fields given. Never a message's text, a token or a whole openid."""

import logging
import sys

import structlog

# Without the values of variables: among them are messages, tokens and openids.
_TRACEBACKS = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))


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
            _TRACEBACKS,
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
