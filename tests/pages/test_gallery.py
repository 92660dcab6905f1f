"""The gallery: what followers shared and staff approved, and nothing that says who shared it."""

import re
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tests.pages.conftest import Site
from tests.pages.makers import share
from tests.services.drafts import NOON
from wxbot.pages.gallery import SHOWN
from wxbot.store.submissions import State
from wxbot.store.vault import Vault

PHOTO, VIDEO = "a" * 64 + ".jpg", "b" * 64 + ".mp4"
ALICE = "oAlice0000000000000000000001"
HIDDEN = pytest.mark.parametrize("state", [state for state in State if state is not State.APPROVED])


def _shared(site: Site, file: str, caption: str = "", **fields: object) -> None:
    share(site.database, site.runtime.vault, file, caption, **fields)


def _files(text: str) -> list[str]:
    return re.findall(r'<(?:img|video) src="/media/([^"]+)"', text)


def test_pictures_and_videos_are_shown_newest_first(site: Site) -> None:
    _shared(site, PHOTO, "东京的雪")
    _shared(site, VIDEO, "水灯节")
    text = site.read("/gallery")
    assert _files(text) == [VIDEO, PHOTO]
    assert re.search(rf'<video src="/media/{VIDEO}" controls playsinline', text)
    assert f'<img src="/media/{PHOTO}" alt="东京的雪"' in text


@HIDDEN
def test_what_is_not_approved_is_not_shown(site: Site, state: State) -> None:
    _shared(site, PHOTO, "东京的雪", state=state)
    assert PHOTO not in site.read("/gallery")
    assert site.phrase("page-empty") in site.read("/gallery")


def test_nothing_says_who_shared_it(site: Site) -> None:
    _shared(site, PHOTO, "东京的雪")
    text = site.read("/gallery")
    assert ALICE not in text
    assert "director li" not in text


def test_caption_is_inert(site: Site) -> None:
    _shared(site, PHOTO, "<script>alert(1)</script> [x](javascript:alert(1)) \u202eabc\x0b")
    text = site.read("/gallery")
    assert "<script" not in text
    assert "\u202e" not in text
    assert "\x0b" not in text
    assert "alert(1)" in text


def test_caption_of_a_lost_key_is_left_out_and_the_picture_shown(site: Site) -> None:
    share(site.database, Vault(Fernet.generate_key().decode(), "index"), PHOTO, "东京的雪")
    text = site.read("/gallery")
    assert _files(text) == [PHOTO]
    assert "东京的雪" not in text


def test_picture_without_a_caption_is_described(site: Site) -> None:
    _shared(site, PHOTO)
    assert f'alt="{site.phrase("page-gallery-picture", "en")}"' in site.read("/gallery?lang=en")


def test_long_gallery_goes_on_from_the_last_picture(site: Site) -> None:
    names = [f"{number:064x}.jpg" for number in range(SHOWN + 3)]
    for name in names:
        _shared(site, name)
    first = site.read("/gallery")
    (older,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = site.read(older.replace("&amp;", "&"))
    assert [*_files(first), *_files(second)] == names[::-1]
    assert 'rel="next"' not in second
    assert site.phrase("page-gallery-newest") in second


@pytest.mark.parametrize("before", ["", "x", "0", "-1", "9" * 30, "2147483648"])
def test_place_that_no_picture_has_is_the_beginning(site: Site, before: str) -> None:
    _shared(site, PHOTO)
    response = site.get(f"/gallery?before={before}")
    assert (response.status_code, _files(response.text)) == (200, [PHOTO])


@pytest.mark.parametrize("path", ["/gallery", f"/media/{PHOTO}"])
def test_gallery_without_sql_says_that_it_cannot_be_shown_now(
    site: Site, path: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site.read("/")  # The edition is in memory, and stays.
    (tmp_path / "site.db").rename(tmp_path / "elsewhere.db")
    site.runtime.database.close()
    response = site.get(path)
    assert response.status_code == 503
    assert site.phrase("page-unavailable") in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert int(response.headers["Retry-After"]) > 0


def test_first_picture_is_shared_with_the_page(site: Site) -> None:
    _shared(site, PHOTO)
    _shared(site, VIDEO)
    assert f'<meta property="og:image" content="https://account.example/media/{PHOTO}">' in site.read("/gallery")


def test_day_of_a_picture_is_the_accounts(site: Site) -> None:
    _shared(site, PHOTO, sent_at=NOON.replace(hour=20))
    assert '<time datetime="2026-11-23">' in site.read("/gallery")
