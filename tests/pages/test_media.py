"""The gallery's files: only those of approved submissions, only by their strict names, as what they are."""

import hashlib

import pytest

from tests.pages.conftest import Site
from tests.pages.makers import share
from wxbot.store.submissions import State

CONTENT = bytes(range(256)) * 40


def _kept(site: Site, ending: str = "jpg", state: State = State.APPROVED) -> str:
    """The name of a file that is there, shared in this state."""
    name = f"{hashlib.sha256(CONTENT).hexdigest()}.{ending}"
    (site.media / name).write_bytes(CONTENT)
    share(site.database, site.runtime.vault, name, state=state)
    return name


@pytest.mark.parametrize(("ending", "mimetype"), [("jpg", "image/jpeg"), ("png", "image/png"), ("mp4", "video/mp4")])
def test_file_of_an_approved_submission_is_served_as_what_it_is(site: Site, ending: str, mimetype: str) -> None:
    response = site.get(f"/media/{_kept(site, ending)}")
    assert (response.status_code, response.data, response.mimetype) == (200, CONTENT, mimetype)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert response.cache_control.public
    assert response.cache_control.max_age == 604_800
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("state", [state for state in State if state is not State.APPROVED])
def test_file_that_is_not_approved_is_not_served(site: Site, state: State) -> None:
    assert site.get(f"/media/{_kept(site, state=state)}").status_code == 404


def test_file_that_nobody_shared_is_not_served(site: Site) -> None:
    name = "c" * 64 + ".jpg"
    (site.media / name).write_bytes(CONTENT)
    assert site.get(f"/media/{name}").status_code == 404


def test_file_that_is_gone_is_not_found(site: Site) -> None:
    (site.media / (name := _kept(site))).unlink()
    assert site.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        *("site.db", "../site.db", "..%2fsite.db", "%2e%2e/site.db", "/etc/passwd", "..", "."),
        *("A" * 64 + ".jpg", "a" * 63 + ".jpg", "a" * 65 + ".jpg", "a" * 64 + ".svg", "a" * 64 + ".jpg%0a"),
        *("a" * 64 + ".JPG", "a" * 64, "a" * 64 + ".jpg.html", "a" * 64 + ".jpg%00", "１" * 64 + ".jpg"),
    ],
)
def test_any_other_name_is_not_found(site: Site, name: str) -> None:
    (site.media / "site.db").write_bytes(CONTENT)
    assert site.get(f"/media/{name}").status_code == 404


def test_part_of_a_video_can_be_asked_for(site: Site) -> None:
    """A phone plays a video only where it can ask for parts."""
    response = site.get(f"/media/{_kept(site, 'mp4')}", Range="bytes=100-199")
    assert (response.status_code, response.data) == (206, CONTENT[100:200])
    assert response.headers["Content-Range"] == f"bytes 100-199/{len(CONTENT)}"


def test_file_that_the_browser_has_is_not_sent_again(site: Site) -> None:
    name = _kept(site)
    tag = site.get(f"/media/{name}").headers["ETag"]
    assert site.get(f"/media/{name}", If_None_Match=tag).status_code == 304
