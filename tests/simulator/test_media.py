import json
from xml.etree.ElementTree import fromstring

import pytest

from tests.simulator.account import Account
from wxbot.simulator.samples import AMR, MP4, film, picture
from wxbot.simulator.server import Simulator

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
MB = 1 << 20


def test_upload_comes_back_for_three_days(wechat: Simulator, account: Account) -> None:
    answer = account.upload("image", picture())
    assert set(answer) == {"type", "media_id", "created_at"}
    wechat.clock.advance(3 * 86400 - 10)
    account.token = account.fetch()["access_token"]
    response = account.raw("media/get", media_id=answer["media_id"])
    assert response.content == picture()
    assert response.headers["Content-Type"] == "image/png"
    wechat.clock.advance(20)
    response = account.raw("media/get", media_id=answer["media_id"])
    assert response.status_code == 200
    assert response.json()["errcode"] == 40007


def test_video_is_answered_with_an_address(account: Account) -> None:
    media_id = account.upload("video", MP4)["media_id"]
    url = account.call("media/get", media_id=media_id)["video_url"]
    assert account.session.get(url).content == MP4


def test_film_of_a_follower_can_be_fetched_and_has_a_cover(wechat: Simulator, account: Account) -> None:
    push = fromstring(wechat.video("oA").xml)
    url = account.call("media/get", media_id=push.findtext("MediaId") or "")["video_url"]
    response = account.session.get(url)
    assert (response.headers["Content-Type"], response.content) == ("video/mp4", film())
    assert [film()[4:8], film().find(b"avc1") > 0, film().find(b"moov") > 0] == [b"ftyp", True, True]
    cover = account.raw("media/get", media_id=push.findtext("ThumbMediaId") or "")
    assert cover.headers["Content-Type"] == "image/jpeg"


def test_what_a_follower_sent_expires_too(wechat: Simulator, account: Account) -> None:
    media_id = fromstring(wechat.video("oA").xml).findtext("MediaId") or ""
    url = account.call("media/get", media_id=media_id)["video_url"]
    wechat.clock.advance(3 * 86400 + 1)
    account.token = account.fetch()["access_token"]
    assert account.call("media/get", media_id=media_id)["errcode"] == 40007
    assert account.session.get(url).status_code == 404


def test_voice_is_a_minute_long_at_most(account: Account) -> None:
    frame = b"\x3c" + bytes(31)
    assert "media_id" in account.upload("voice", b"#!AMR\n" + frame * 3000)
    assert account.upload("voice", b"#!AMR\n" + frame * 3001)["errcode"] == 45007


def test_fine_voice_is_for_verified_accounts(wechat: Simulator, account: Account) -> None:
    media_id = fromstring(wechat.voice("oA").xml).findtext("MediaId16K") or ""
    assert account.raw("media/get/jssdk", media_id=media_id).content == AMR
    wechat.change(kind="service")
    assert account.call("media/get/jssdk", media_id=media_id)["errcode"] == 48001


def test_thumb_has_its_own_name_for_the_id(account: Account) -> None:
    assert account.upload("thumb", JPEG)["thumb_media_id"]


@pytest.mark.parametrize(
    ("kind", "content", "errcode"),
    [
        ("poem", PNG, 40004),
        ("image", b"words", 40005),
        ("voice", PNG, 40005),
        ("thumb", PNG, 40005),
        ("image", PNG + bytes(10 * MB), 40009),
        ("voice", AMR + bytes(2 * MB), 40010),
        ("video", MP4 + bytes(10 * MB), 40011),
        ("thumb", JPEG + bytes(64 << 10), 40012),
        ("image", b"", 41005),
    ],
)
def test_uploads_are_limited(kind: str, content: bytes, errcode: int, account: Account) -> None:
    assert account.upload(kind, content)["errcode"] == errcode


def test_picture_for_an_article_has_an_address_only(account: Account) -> None:
    answer = account.upload("", picture(), "media/uploadimg")
    assert list(answer) == ["url"]
    assert account.session.get(answer["url"]).content == picture()
    assert account.upload("", JPEG + bytes(MB), "media/uploadimg")["errcode"] == 40009
    assert account.upload("", b"GIF89a", "media/uploadimg")["errcode"] == 40005


def test_material_stays_until_it_is_deleted(wechat: Simulator, account: Account) -> None:
    answer = account.upload("image", picture(), "material/add_material")
    assert set(answer) == {"media_id", "url"}
    wechat.clock.advance(400 * 86400)
    account.token = account.fetch()["access_token"]
    body = {"media_id": answer["media_id"]}
    assert account.raw("material/get_material", body).content == picture()
    assert account.call("material/get_materialcount")["image_count"] == 1
    assert account.call("material/del_material", body)["errcode"] == 0
    assert account.call("material/get_material", body)["errcode"] == 40007
    assert account.call("material/get_materialcount")["image_count"] == 0


def test_video_material_needs_a_description(account: Account) -> None:
    words = json.dumps({"title": "t", "introduction": "i"})
    media_id = account.upload("video", MP4, "material/add_material", description=words)["media_id"]
    answer = account.call("material/get_material", {"media_id": media_id})
    assert (answer["title"], answer["description"]) == ("t", "i")
    assert account.upload("video", MP4, "material/add_material")["errcode"] == 47001


def test_material_and_temporary_media_are_apart(account: Account) -> None:
    permanent = account.upload("image", picture(), "material/add_material")["media_id"]
    temporary = account.upload("image", picture())["media_id"]
    assert account.call("media/get", media_id=permanent)["errcode"] == 40007
    assert account.call("material/get_material", {"media_id": temporary})["errcode"] == 40007
    listed = account.call("material/batchget_material", {"type": "image", "offset": 0, "count": 20})
    assert [item["media_id"] for item in listed["item"]] == [permanent]


def test_material_in_the_menu_cannot_be_deleted(account: Account) -> None:
    media_id = account.upload("image", picture(), "material/add_material")["media_id"]
    account.call("menu/create", {"button": [{"type": "media_id", "name": "n", "media_id": media_id}]})
    assert account.call("material/del_material", {"media_id": media_id})["errcode"] == 45060


def test_file_with_a_name_in_chinese_comes_back(account: Account) -> None:
    answer = account.raw("media/upload", {}, {"media": ("照片.png", picture())}, type="image").json()
    response = account.raw("media/get", media_id=answer["media_id"])
    assert response.content == picture()
