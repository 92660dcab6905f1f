"""What a broadcast looks like on a phone: articles in a frame, a template's card, a text, a picture."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import Response, abort, render_template, send_file, url_for
from markupsafe import Markup

from wxbot.console.desk import Desk
from wxbot.dispatch.bubbles import Piece, pieces
from wxbot.edition.edition import LANGUAGES
from wxbot.services import Db, labels, previews
from wxbot.services.previews import Card
from wxbot.store.broadcasts import Kind

# An article has its styles where they stand, as WeChat wants it. It stands in a frame alone, without scripts, and its
# pictures are of this host: the policy of every other page does not change.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin"
)
_FILE = re.compile(r"(covers/)?[0-9a-f]{64}\.(png|jpg|gif)")


@dataclass(frozen=True, slots=True)
class Phone:
    """What is there of a payload, and what the account is called; all else is empty."""

    account: str = ""
    articles: tuple[Mapping[str, Any], ...] = ()
    words: tuple[Piece, ...] = ()
    picture: str = ""
    card: Card | None = None


def phone(db: Db, kind: str, payload: Mapping[str, Any]) -> Phone:
    return replace(_phone(db, kind, payload), account=labels.account(db, LANGUAGES[0]))


def _phone(db: Db, kind: str, payload: Mapping[str, Any]) -> Phone:
    match kind:
        case Kind.ARTICLE | Kind.PUBLISH:
            return Phone(articles=tuple(payload.get("articles", ())))
        case Kind.IMAGE:
            return Phone(picture=str(payload.get("file", "")))
        case Kind.TEMPLATE | Kind.NOTICE if payload:
            return Phone(card=previews.card(db, Kind(kind), payload))
        case Kind.CUSTOM if payload:
            return Phone(words=pieces(payload["message"]["text"]["content"]))
    return Phone(words=pieces(str(payload.get("text", ""))))


def frame(article: Mapping[str, Any]) -> Response:
    """The article alone, for a frame."""
    body = previews.html(article, address_of)
    response = Response(render_template("console/broadcasts/article.html", article=article, body=Markup(body)))  # noqa: S704
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def address_of(file: str) -> str:
    return url_for("broadcast.file", file=file)


def picture(our: Desk, file: str) -> Response:
    """A cover or a picture of an article, also before it is live."""
    path: Path = our.runtime.media_folder.resolve() / file
    if not _FILE.fullmatch(file) or not path.is_file():
        abort(404)
    return send_file(path, conditional=True)
