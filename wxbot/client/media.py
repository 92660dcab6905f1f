"""Pictures, voices and videos: temporary ones live for three days at WeChat."""

from dataclasses import dataclass
from io import BytesIO

from wxbot.client.api import Api
from wxbot.errors import ErrorClass, WechatError


@dataclass(frozen=True, slots=True)
class Download:
    """Either the bytes with their type, or for a video the address where they are."""

    content: bytes
    content_type: str
    video_url: str = ""


def upload(api: Api, kind: str, name: str, content: bytes) -> str:
    """The media id; ``kind`` is image, voice, video or thumb."""
    answer = api.call(lambda client: client.media.upload(kind, (name, BytesIO(content))))
    return str(answer.get("media_id") or answer["thumb_media_id"])


def download(api: Api, media_id: str) -> Download:
    """Raises WechatError for an expired id: WeChat says so with HTTP 200, and wechatpy reads the JSON."""
    answer = api.call(lambda client: client.get("media/get", params={"media_id": media_id}))
    if isinstance(answer, dict):
        if "video_url" not in answer:
            raise WechatError(ErrorClass.FIX, None, "neither bytes nor a video's address")
        return Download(b"", "", str(answer["video_url"]))
    return Download(answer.content, answer.headers.get("Content-Type", ""))
