"""Pictures and videos, from the phone to the gallery: with consent, fetched in time, shown once approved."""

import threading
from io import BytesIO
from pathlib import Path

import requests
from PIL import Image
from sqlalchemy import select

from tests.rig.account import AES_KEY
from tests.rig.web import Process
from tests.rig.wire import Wire, text_xml
from tests.scenarios.conftest import Stack, StackMaker
from tests.scenarios.talking import Talk, shown
from tests.scenarios.waiting import until
from wxbot.store.submissions import State, Submission


def photo() -> bytes:
    """A picture as a phone sends it, telling where it was taken."""
    image = Image.new("RGB", (64, 48), (200, 30, 30))
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    file = BytesIO()
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()


def submissions_of(stack: Stack, openid: str, state: State | None = None) -> list[Submission]:
    with stack.store() as database, database.read() as db:
        rows = list(db.scalars(select(Submission).where(Submission.openid == openid).order_by(Submission.position)))
    return [row for row in rows if state is None or row.state == state]


def flask(stack: Stack, *command: str) -> str:
    return Process(["flask", *command], stack.env).finish()


def test_a_photo_is_fetched_moderated_and_shown_without_its_metadata(account: Stack, alice: str) -> None:
    wechat, talk = account.wechat, Talk(account, alice)
    assert "同意" in shown(wechat.image(alice, photo()))
    assert "说明" in talk.say("同意")
    assert "已收到1个" in talk.say("胡同里的<b>秋天</b>")
    (row,) = until(lambda: submissions_of(account, alice, State.FETCHED))
    gallery, media = f"{account.web.url}/gallery", f"{account.web.url}/media/{row.file}"
    assert row.file not in requests.get(gallery, timeout=5).text
    assert requests.get(media, timeout=5).status_code == 404
    assert f"{row.id}: approved" in flask(account, "submissions", "--approve", str(row.id))
    page = requests.get(gallery, timeout=5).text
    assert row.file in page
    assert "<b>秋天</b>" not in page
    assert alice not in page
    picture = requests.get(media, timeout=5)
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert b"SECRET-CAMERA" not in picture.content
    assert Image.open(BytesIO(picture.content)).size == (64, 48)
    assert f"{row.id}: refused" in flask(account, "submissions", "--refuse", str(row.id))
    assert requests.get(media, timeout=5).status_code == 404


def test_several_pictures_sent_at_once_are_one_submission(account: Stack, alice: str) -> None:
    wire = Wire(account.web.url, AES_KEY)
    ids = [account.wechat.media.add("image", photo(), "p.jpg", account.wechat.clock.now()).id for _ in range(4)]

    def post(media_id: str) -> None:
        nodes = f"<PicUrl><![CDATA[http://p/]]></PicUrl><MediaId><![CDATA[{media_id}]]></MediaId>"
        xml = text_xml("x", alice).replace("<![CDATA[text]]>", "<![CDATA[image]]>")
        wire.post(xml.replace("<Content><![CDATA[x]]></Content>", nodes))

    threads = [threading.Thread(target=post, args=(media_id,)) for media_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    talk = Talk(account, alice)
    assert "已收到4个" in talk.say("同意", "跳过")
    assert sorted(row.media_id for row in submissions_of(account, alice)) == sorted(ids)


def test_a_video_is_shared_too_and_withdrawn(account: Stack, alice: str) -> None:
    talk = Talk(account, alice)
    account.wechat.video(alice)
    talk.say("同意", "龙舟赛")
    (row,) = until(lambda: submissions_of(account, alice, State.FETCHED))
    assert row.file.endswith(".mp4")
    flask(account, "submissions", "--approve", str(row.id))
    assert row.file in requests.get(f"{account.web.url}/gallery", timeout=5).text
    assert "全部删除" in talk.say("撤回分享")
    assert row.file not in requests.get(f"{account.web.url}/gallery", timeout=5).text
    assert submissions_of(account, alice) == []


def test_without_consent_nothing_is_kept(account: Stack, alice: str) -> None:
    account.wechat.image(alice, photo())
    assert "没有提交" in Talk(account, alice).say("2")
    assert submissions_of(account, alice) == []


def test_what_wechat_has_forgotten_is_marked_as_lost(make_stack: StackMaker, alice: str) -> None:
    stack = make_stack(worker=True)
    stack.wechat.faults.set(reset=6)  # The first tries get no answer; the picture waits.
    stack.wechat.image(alice, photo())
    Talk(stack, alice).say("同意", "跳过")
    stack.wechat.clock.advance(4 * 24 * 3600)
    until(lambda: submissions_of(stack, alice, State.LOST), 30)
    assert not list(Path(stack.env["MEDIA_DIR"]).glob("*.jpg"))
