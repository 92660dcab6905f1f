"""Files go up and come down whole; an error is never taken for a file."""

import pytest

from wxbot.client import media
from wxbot.client.api import Api
from wxbot.errors import ErrorClass, WechatError
from wxbot.simulator.samples import AMR, MP4, picture
from wxbot.simulator.server import Simulator

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256))
DAYS = 86400


@pytest.mark.parametrize(
    ("kind", "content", "type_"),
    [
        ("image", picture(), "image/png"),
        ("image", JPEG, "image/jpeg"),
        ("voice", AMR, "audio/amr"),
    ],
    ids=["png", "jpeg", "amr"],
)
def test_file_comes_down_as_it_went_up(wechat: Simulator, api: Api, kind: str, content: bytes, type_: str) -> None:
    found = media.download(api, media.upload(api, kind, "file.bin", content))
    assert (found.content, found.content_type, found.video_url) == (content, type_, "")


def test_file_with_a_chinese_name_goes_up(wechat: Simulator, api: Api) -> None:
    medium = wechat.media.get(media.upload(api, "image", "照片.jpg", JPEG), wechat.clock.now())
    assert medium is not None
    assert (medium.name, medium.content) == ("照片.jpg", JPEG)


def test_video_comes_down_as_an_address(wechat: Simulator, api: Api) -> None:
    found = media.download(api, media.upload(api, "video", "v.mp4", MP4))
    assert found.content == b""
    assert found.video_url.startswith("http://127.0.0.1:")


def test_thumb_has_an_id_of_its_own_name(wechat: Simulator, api: Api) -> None:
    media_id = media.upload(api, "thumb", "t.jpg", JPEG)
    assert media.download(api, media_id).content == JPEG


def refusal(api: Api, media_id: str) -> WechatError:
    with pytest.raises(WechatError) as refused:
        media.download(api, media_id)
    return refused.value


@pytest.mark.parametrize("kind", ["image", "video"])
def test_expired_file_is_an_error_and_never_bytes(wechat: Simulator, api: Api, kind: str) -> None:
    media_id = media.upload(api, kind, "file", JPEG if kind == "image" else MP4)
    wechat.clock.advance(3 * DAYS + 1)
    error = refusal(api, media_id)
    assert (error.kind, error.code) == (ErrorClass.FIX, 40007)


def test_file_is_there_until_three_days_have_passed(wechat: Simulator, api: Api) -> None:
    media_id = media.upload(api, "image", "file", JPEG)
    wechat.clock.advance(3 * DAYS - 60)
    assert media.download(api, media_id).content == JPEG


def test_unknown_file_is_an_error(wechat: Simulator, api: Api) -> None:
    assert refusal(api, "nothing").code == 40007


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [("image", b"text", 40005), ("image", b"", 41005), ("film", JPEG, 40004), ("thumb", JPEG * 300, 40012)],
)
def test_file_that_wechat_refuses_is_ours_to_mend(
    wechat: Simulator, api: Api, kind: str, content: bytes, code: int
) -> None:
    with pytest.raises(WechatError) as refused:
        media.upload(api, kind, "file", content)
    assert (refused.value.kind, refused.value.code) == (ErrorClass.FIX, code)


def test_upload_to_a_busy_platform_is_whole_the_second_time(wechat: Simulator, api: Api) -> None:
    wechat.faults.refuse("/cgi-bin/media/upload", -1)
    assert media.download(api, media.upload(api, "image", "file", JPEG)).content == JPEG
