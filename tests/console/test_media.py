"""Pictures of the account's own: shown to staff at once, and to citizens once something signed shows them."""

from io import BytesIO
from pathlib import Path

from tests.console.conftest import Browser, Office
from tests.services.drafts import go_live, news
from tests.services.photos import jpeg
from wxbot.store import media


def _add(browser: Browser, content: bytes = jpeg(), title: str = "A bridge") -> str:
    """The page that adding leads to."""
    return browser.follow("/media", file=(BytesIO(content), "photo.jpg"), title=title).text


def _file(office: Office) -> str:
    with office.database.read() as db:
        return media.newest(db, 1)[0].file


def test_a_picture_is_added_with_its_name(editor: Browser) -> None:
    assert "A bridge" in _add(editor)
    shown = editor.get("/media/1/file")
    assert shown.mimetype == "image/jpeg"
    assert shown.data.startswith(b"\xff\xd8")


def test_what_is_no_picture_is_refused_with_a_sentence(editor: Browser) -> None:
    answer = editor.post("/media", file=(BytesIO(b"<script>"), "photo.jpg"), title="Bad")
    assert answer.status_code == 422
    assert "This is no picture" in answer.text
    assert 'value="Bad"' in answer.text


def test_without_a_file_a_sentence_says_so(editor: Browser) -> None:
    assert "Choose a file." in editor.post("/media", title="Nothing").text


def test_a_name_is_shown_inert(editor: Browser) -> None:
    assert "<b>x</b>" not in _add(editor, title="<b>x</b>")


def test_a_picture_can_be_renamed(editor: Browser) -> None:
    _add(editor)
    assert "A river" in editor.follow("/media/1/rename", title="A river").text


def test_citizens_do_not_see_it_before_something_signed_shows_it(editor: Browser, office: Office) -> None:
    _add(editor)
    file = _file(office)
    citizen = office.app.test_client()
    assert citizen.get(f"/media/{file}").status_code == 404
    go_live(office.database, news(text=f"![A bridge](/media/{file})"))
    office.runtime.refresh_edition()
    assert citizen.get(f"/media/{file}", buffered=True).mimetype == "image/jpeg"
    assert f'src="/media/{file}"' in citizen.get("/news/visit").text


def test_files_elsewhere_are_out_of_reach(editor: Browser, office: Office) -> None:
    assert Path(office.runtime.media_folder).is_absolute()
    assert editor.get("/media/2/file").status_code == 404
    assert editor.get("/media/../../etc/passwd/file").status_code == 404


def test_picture_that_does_not_exist_is_told(editor: Browser) -> None:
    assert editor.post("/media/999/rename", title="A bridge").status_code == 404
    assert editor.post("/media/999/again").status_code == 404
