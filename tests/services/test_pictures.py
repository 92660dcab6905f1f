"""Followers' pictures are drawn anew: nothing but the picture is left, and no file can do harm."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.services.photos import SECRETS, bomb, file_of, half_red, jpeg, opened, spot, tagged
from wxbot.errors import ContentError
from wxbot.services import pictures
from wxbot.simulator.samples import MP4

KINDS = ("JPEG", "PNG", "GIF", "WEBP")


@pytest.mark.parametrize("kind", [*KINDS, "BMP"])
def test_picture_of_every_kind_becomes_a_jpeg(kind: str) -> None:
    image = opened(pictures.redrawn(file_of(half_red(), kind)))
    assert (image.format, image.size, spot(image, 0.1, 0.5), spot(image, 0.9, 0.5)) == (
        "JPEG",
        (80, 60),
        "red",
        "green",
    )


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_picture_of_every_depth_is_taken(mode: str) -> None:
    assert opened(pictures.redrawn(file_of(Image.new(mode, (20, 10)), "PNG"))).size == (20, 10)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_the_picture_is_left(kind: str) -> None:
    given_ = tagged(kind)
    assert any(secret in given_ for secret in SECRETS)
    redrawn = pictures.redrawn(given_)
    assert [secret for secret in SECRETS if secret in redrawn] == []
    assert not opened(redrawn).getexif()


@pytest.mark.parametrize(
    ("orientation", "size", "red", "green"),
    [
        (1, (80, 60), (0.1, 0.5), (0.9, 0.5)),
        (2, (80, 60), (0.9, 0.5), (0.1, 0.5)),
        (3, (80, 60), (0.9, 0.5), (0.1, 0.5)),
        (4, (80, 60), (0.1, 0.5), (0.9, 0.5)),
        (5, (60, 80), (0.5, 0.1), (0.5, 0.9)),
        (6, (60, 80), (0.5, 0.1), (0.5, 0.9)),
        (7, (60, 80), (0.5, 0.9), (0.5, 0.1)),
        (8, (60, 80), (0.5, 0.9), (0.5, 0.1)),
        (9, (80, 60), (0.1, 0.5), (0.9, 0.5)),
    ],
)
def test_picture_is_turned_as_the_camera_was_held(
    orientation: int, size: tuple[int, int], red: tuple[float, float], green: tuple[float, float]
) -> None:
    image = opened(pictures.redrawn(jpeg(orientation=orientation)))
    assert (image.size, spot(image, *red), spot(image, *green)) == (size, "red", "green")


@pytest.mark.parametrize(
    ("size", "shown"), [((3200, 1600), (1600, 800)), ((1000, 4000), (400, 1600)), ((1600, 1200), (1600, 1200))]
)
def test_large_picture_is_shown_smaller_and_a_small_one_as_it_is(size: tuple[int, int], shown: tuple[int, int]) -> None:
    assert opened(pictures.redrawn(jpeg(size))).size == shown


@pytest.mark.parametrize("side", [6_400, 20_000, 60_000])
def test_file_that_unpacks_to_a_giant_is_refused_at_once(side: int) -> None:
    with pytest.raises(ContentError):
        pictures.redrawn(bomb(side))


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"words", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", MP4, b"GIF89a", b"\xff\xd8\xff"),
        *(jpeg()[:200], file_of(half_red(), "PNG")[:60], file_of(half_red(), "TIFF"), file_of(half_red(), "PDF")),
    ],
)
def test_what_is_no_picture_is_told_as_such(content: bytes) -> None:
    with pytest.raises(ContentError):
        pictures.redrawn(content)


SEEDS = [*map(tagged, KINDS), jpeg((16, 16)), file_of(half_red((16, 16)), "BMP")]
SPOILT = st.tuples(st.integers(0, 10_000), st.binary(max_size=6), st.booleans())


@given(seed=st.sampled_from(SEEDS), changes=st.lists(SPOILT, min_size=1, max_size=12))
@settings(max_examples=400, deadline=None)
def test_spoilt_file_is_a_picture_or_is_none_and_nothing_worse(
    seed: bytes, changes: list[tuple[int, bytes, bool]]
) -> None:
    """Whatever else were raised would hold up everything that waits behind it."""
    content = seed
    for place, written, instead in changes:
        start = place % (len(content) + 1)
        content = content[:start] + written + content[start + (len(written) if instead else 0) :]
    with suppress(ContentError):
        assert opened(pictures.redrawn(content)).format == "JPEG"


def test_picture_with_spoilt_metadata_is_shown_all_the_same() -> None:
    content = jpeg()
    begin = content.index(b"Exif\0\0") + 6
    for at in range(begin, begin + 150):
        for value in (0, 7, 255):
            spoilt = content[:at] + bytes([value]) + content[at + 1 :]
            assert opened(pictures.redrawn(spoilt)).size in ((80, 60), (60, 80))


def test_video_is_known_by_its_first_bytes() -> None:
    assert pictures.checked_video(MP4) == MP4
    for content in (b"", b"ftyp", jpeg(), MP4[1:], b"<html>"):
        with pytest.raises(ContentError):
            pictures.checked_video(content)


def test_file_is_named_after_what_it_holds(tmp_path: Path) -> None:
    name = pictures.keep(tmp_path / "media", b"content", "jpg")
    assert name == "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73.jpg"
    assert (tmp_path / "media" / name).read_bytes() == b"content"


def test_same_content_has_one_file_and_nothing_half_written_stays(tmp_path: Path) -> None:
    names = {pictures.keep(tmp_path, b"content", "jpg") for _ in range(3)}
    assert [path.name for path in tmp_path.iterdir()] == list(names)


def test_a_video_is_kept_without_the_place_where_it_was_taken() -> None:
    def box(name: bytes, inside: bytes) -> bytes:
        return (len(inside) + 8).to_bytes(4, "big") + name + inside

    place = box(b"\xa9xyz", b"\x00\x12\x15\xc7+48.8584+002.2945/")
    film = box(b"ftyp", b"isom") + box(b"moov", box(b"mvhd", b"12") + box(b"udta", place)) + box(b"mdat", b"pictures")
    kept = pictures.checked_video(film)
    assert len(kept) == len(film)
    assert b"+48.8584" not in kept
    assert b"mvhd12" in kept
    assert kept.endswith(b"pictures")


def test_a_video_whose_boxes_are_longer_than_itself_is_refused() -> None:
    with pytest.raises(ContentError):
        pictures.checked_video(b"\x00\x00\x00\x0cftypisom" + b"\x00\xff\xff\xffmoov")
