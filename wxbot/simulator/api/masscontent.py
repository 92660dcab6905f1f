"""What a mass message says: articles of a draft, a text, pictures, a voice, a film, or a card."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from wxbot.simulator.api.call import Call, text
from wxbot.simulator.arrivals import digest_of
from wxbot.simulator.articles import Draft
from wxbot.simulator.bubbles import Bubble
from wxbot.simulator.errors import ApiError, require
from wxbot.simulator.masses import Mass
from wxbot.simulator.replies import TEXT_BYTES

Body = Mapping[str, Any]


def mass_of(call: Call, body: Body, scope: str, client_id: str, openids: tuple[str, ...]) -> Mass:
    """Raises ApiError for content that cannot be sent."""
    kind = str(body.get("msgtype"))
    require(kind in _KINDS, 40008)
    name, build = _KINDS[kind]
    content = body.get(name)
    require(isinstance(content, dict), 40035)
    assert isinstance(content, dict)
    waiting = scope == "all" and call.world.settings.mass_confirmation
    bare = Mass(call.world.next_job_id(), kind, scope, client_id, "", openids, call.now, waiting=waiting)
    mass = build(call, content, bare)
    return replace(mass, digest=_digest(call, mass))


def _digest(call: Call, mass: Mass) -> str:
    """Of what people read, so that the same words are the same however they were sent."""
    draft = call.state.drafts.get(mass.draft)
    if draft is None:
        return digest_of([[one.type, one.text, one.title, one.media_id] for one in mass.bubbles])
    return digest_of([[one.title, one.digest, one.content, one.cover] for one in draft.articles])


def _draft(call: Call, content: Body, mass: Mass) -> Mass:
    return replace(mass, draft=_known_draft(call, content).media_id)


def _known_draft(call: Call, content: Body) -> Draft:
    draft = call.state.drafts.get(text(content, "media_id", 40007))
    if draft is None:
        raise ApiError(40007)
    return draft


def _text(_call: Call, content: Body, mass: Mass) -> Mass:
    words = text(content, "content", 44004)
    require(len(words.encode()) <= TEXT_BYTES, 45002)
    return replace(mass, bubbles=(Bubble("text", words),))


def _images(call: Call, content: Body, mass: Mass) -> Mass:
    found = content.get("media_ids")
    require(isinstance(found, list) and found, 40007)
    assert isinstance(found, list)
    ids = [_medium(call, one, "image") for one in found]
    words = str(content.get("recommend") or "")
    lead = (Bubble("text", words),) if words else ()
    return replace(mass, bubbles=(*lead, *(Bubble("image", media_id=one) for one in ids)))


def _file(kind: str) -> Callable[[Call, Body, Mass], Mass]:
    def build(call: Call, content: Body, mass: Mass) -> Mass:
        media_id = _medium(call, content.get("media_id"), kind)
        found = call.state.media.get(media_id, call.now)
        title, words = (found.title, found.description) if found else ("", "")
        return replace(mass, bubbles=(Bubble(kind, title=title, description=words, media_id=media_id),))

    return build


def _card(_call: Call, content: Body, mass: Mass) -> Mass:
    return replace(mass, bubbles=(Bubble("card", title=text(content, "card_id")),))


def _medium(call: Call, media_id: object, kind: str) -> str:
    medium = call.state.media.get(media_id, call.now) if isinstance(media_id, str) else None
    if medium is None or medium.kind != kind:
        raise ApiError(40007)
    return medium.id


# The field that holds each kind's content, and what makes a message of it.
_KINDS: Mapping[str, tuple[str, Callable[[Call, Body, Mass], Mass]]] = {
    "mpnews": ("mpnews", _draft),
    "text": ("text", _text),
    "image": ("images", _images),
    "voice": ("voice", _file("voice")),
    "mpvideo": ("mpvideo", _file("video")),
    "wxcard": ("wxcard", _card),
}
