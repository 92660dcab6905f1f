"""Temporary media, and pictures for article bodies."""

from dataclasses import replace

from wxbot.simulator.api.call import Answer, Call, Endpoint, File, Upload, text
from wxbot.simulator.errors import ApiError, require
from wxbot.simulator.media import amr_seconds, mimetype_of

_MB = 1 << 20
_LONGEST_VOICE = 60
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif"})
# What each type may be, how large, and the code for one that is larger.
_RULES: dict[str, tuple[frozenset[str], int, int]] = {
    "image": (_PICTURES, 10 * _MB, 40009),
    "voice": (frozenset({"audio/amr", "audio/mpeg"}), 2 * _MB, 40010),
    "video": (frozenset({"video/mp4"}), 10 * _MB, 40011),
    "thumb": (frozenset({"image/jpeg"}), 64 << 10, 40012),
}


def upload(call: Call) -> Answer:
    kind, found = checked(call)
    medium = call.state.media.add(kind, found.content, found.name, call.now)
    name = "thumb_media_id" if kind == "thumb" else "media_id"
    return {"type": kind, name: medium.id, "created_at": medium.created}


def checked(call: Call, extra: frozenset[str] = frozenset()) -> tuple[str, Upload]:
    """The type and the file, if they fit. ``extra`` are more types that a picture may have. Raises ApiError."""
    kind = call.query.get("type") or call.form.get("type", "")
    require(kind in _RULES, 40004)
    found = call.upload("media")
    types, most, too_large = _RULES[kind]
    require(len(found.content) <= most, too_large)
    mimetype = mimetype_of(found.content)
    require(mimetype in (types | extra if kind == "image" else types), 40005)
    require(mimetype != "audio/amr" or amr_seconds(found.content) <= _LONGEST_VOICE, 45007)
    return kind, found


def get(call: Call) -> Answer:
    media_id = call.query.get("media_id", "")
    require(media_id, 41006)
    medium = call.state.media.get(media_id, call.now)
    if medium is None or medium.permanent:
        raise ApiError(40007)
    if medium.kind == "video":
        return {"video_url": f"{call.world.url}/phone/media/{medium.id}"}
    return File(medium.content, medium.mimetype, medium.name)


def get_fine_voice(call: Call) -> Answer:
    """The voice of a follower with more of its sound left."""
    medium = call.state.media.get(call.query.get("media_id", ""), call.now)
    if medium is None or medium.kind != "voice":
        raise ApiError(40007)
    return File(medium.content, medium.mimetype, medium.name)


def upload_picture(call: Call) -> Answer:
    """For the body of an article: it has an address and no id, and is not counted."""
    found = call.upload("media")
    require(mimetype_of(found.content) in ("image/png", "image/jpeg"), 40005)
    require(len(found.content) < _MB, 40009)
    medium = call.state.media.add("picture", found.content, found.name, call.now, permanent=True)
    return {"url": f"{call.world.url}/phone/media/{medium.id}"}


def upload_film(call: Call) -> Answer:
    """A film that was uploaded before, with its words, for a mass message."""
    body = call.json()
    medium = call.state.media.get(text(body, "media_id", 40007), call.now)
    if medium is None or medium.kind != "video":
        raise ApiError(40007)
    words = {name: str(body.get(name) or "") for name in ("title", "description")}
    film = call.state.media.add("video", medium.content, medium.name, call.now)
    call.state.media.keep(replace(film, title=words["title"], description=words["description"]))
    return {"type": "video", "media_id": film.id, "created_at": film.created}


ENDPOINTS = (
    Endpoint("/cgi-bin/media/upload", "POST", "media", upload),
    Endpoint("/cgi-bin/media/get", "GET", "media", get),
    Endpoint("/cgi-bin/media/get/jssdk", "GET", "fine voice", get_fine_voice),
    Endpoint("/cgi-bin/media/uploadvideo", "POST", "mass", upload_film),
    Endpoint("/cgi-bin/media/uploadimg", "POST", "media", upload_picture),
)
