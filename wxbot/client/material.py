"""Permanent material: pictures and videos that stay at WeChat until they are deleted, and those in articles."""

import json
from io import BytesIO

from wxbot.client.api import Api


def add(api: Api, kind: str, name: str, content: bytes, title: str) -> str:
    """The media id; ``kind`` is image or video, and a video is shown under its title.

    Done twice it is there twice, which costs room and nothing else. Raises WechatError.
    """
    described = json.dumps({"title": title, "introduction": title}, ensure_ascii=False)
    # A list, since wechatpy would turn a mapping into JSON, which no form with a file is.
    form = [("description", described)] if kind == "video" else []
    answer = api.call(
        lambda client: client.post(
            "material/add_material",
            params={"type": kind},
            files={"media": (name, BytesIO(content))},
            data=form,
        )
    )
    return str(answer["media_id"])


def upload_image(api: Api, name: str, content: bytes) -> str:
    """The address of a picture for an article's body: JPEG or PNG below a million bytes. It counts for nothing."""
    answer = api.call(
        lambda client: client.post("media/uploadimg", files={"media": (name, BytesIO(content))}),
    )
    return str(answer["url"])
