"""The delivered files: what is read from them, and one sentence that names the file for every kind of mistake."""

import re
from pathlib import Path

import pytest

from wxbot.edition.kinds import Autoreply, Faq, Kind, News
from wxbot.errors import ContentError
from wxbot.services import files
from wxbot.services.items import Draft

FRONT = "---\ntitle: 会见\ndate: 2026-11-20\nsummary: 摘要\n---\n\n正文\n"
FAQ = "lost:\n  title: 护照丢了\n  answer: 请报案。\n"


def _read(root: Path, name: str, text: str | bytes) -> list[Draft]:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return files.read(root)


def test_nothing_is_read_from_an_empty_folder(tmp_path: Path) -> None:
    assert files.read(tmp_path) == []


def test_article_is_read_from_front_matter_and_text(tmp_path: Path) -> None:
    (draft,) = _read(tmp_path, "content/news/visit.zh.md", FRONT)
    assert isinstance(draft.body, News)
    assert (draft.kind, draft.slug, draft.language, draft.title) == (Kind.NEWS, "visit", "zh", "会见")
    assert (draft.body.date.isoformat(), draft.body.text) == ("2026-11-20", "正文")


def test_questions_are_read_from_their_category(tmp_path: Path) -> None:
    (draft,) = _read(tmp_path, "content/consular/passport.zh.yaml", FAQ)
    assert isinstance(draft.body, Faq)
    assert (draft.slug, draft.title, draft.body.category) == ("lost", "护照丢了", "passport")


def test_rule_without_a_title_is_called_by_its_name(tmp_path: Path) -> None:
    text = "hello:\n  conditions: [{match: exact, words: [你好]}]\n  answers: [{type: text, text: 您好}]\n"
    (draft,) = _read(tmp_path, "content/autoreplies/autoreplies.zh.yaml", text)
    assert isinstance(draft.body, Autoreply)
    assert draft.title == "hello"


def test_other_files_are_passed_over(tmp_path: Path) -> None:
    assert _read(tmp_path, "content/news/README.md", "# Not an article") == []


def test_rule_of_three_dashes_is_part_of_the_text(tmp_path: Path) -> None:
    (draft,) = _read(tmp_path, "content/news/visit.zh.md", FRONT + "\n---\n\nAfter the line.\n")
    assert isinstance(draft.body, News)
    assert draft.body.text == "正文\n\n---\n\nAfter the line."


def test_title_may_end_in_dashes(tmp_path: Path) -> None:
    (draft,) = _read(tmp_path, "content/news/visit.zh.md", FRONT.replace("会见", "会见---"))
    assert draft.title == "会见---"


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("content/news/a.zh.md", "正文", "front matter"),
        ("content/news/a.zh.md", "---\ntitle: x\n", "front matter"),
        ("content/news/a.zh.md", "---\ntitle: [x\n---\n", "not YAML"),
        ("content/news/a.zh.md", "---\n- x\n---\n", "mapping"),
        ("content/news/a.zh.md", FRONT.replace("摘要", "摘" * 121), "summary"),
        ("content/news/a.zh.md", FRONT.replace("2026-11-20", "soon"), "date"),
        ("content/news/a.zh.md", FRONT.replace("summary: 摘要\n", ""), "summary"),
        ("content/news/a.zh.md", FRONT.replace("summary:", "author: 李\nsummary:"), "author"),
        ("content/news/a.zh.md", FRONT.replace("会见", "会" * 201), "title"),
        ("content/news/a.zh.md", FRONT.encode("gb18030"), "UTF-8"),
        ("content/news/a.fr.md", FRONT, "fr"),
        ("content/news/A visit.zh.md", FRONT, "A visit"),
        ("content/consular/passport.zh.yaml", "", "mapping"),
        ("content/consular/passport.zh.yaml", "lost: a word\n", "lost"),
        ("content/consular/passport.zh.yaml", FAQ.replace("answer", "reply"), "lost"),
        ("content/consular/passport.zh.yaml", FAQ.replace("lost:", "Lost it:"), "Lost it"),
        ("content/consular/passport.zh.yaml", FAQ + FAQ, "lost"),
        ("content/autoreplies/autoreplies.zh.yaml", "hi:\n  conditions: []\n", "conditions"),
        ("content/phrases/phrases.zh.yaml", "hi: {text: ''}\n", "text"),
        ("menus/default.zh.yaml", "buttons: []\n", "buttons"),
        ("menus/default.zh.yaml", "buttons: [{name: x}]\n", "sub-buttons"),
    ],
)
def test_mistake_is_told_in_one_sentence_that_names_the_file(
    tmp_path: Path, name: str, text: str | bytes, complaint: str
) -> None:
    with pytest.raises(ContentError, match=f"^{re.escape(name)}: ") as raised:
        _read(tmp_path, name, text)
    assert complaint in str(raised.value)
    assert "\n" not in str(raised.value)


def test_item_that_stands_in_two_files_is_a_mistake(tmp_path: Path) -> None:
    """One of them would be lost without a word."""
    _read(tmp_path, "content/consular/passport.zh.yaml", FAQ)
    with pytest.raises(ContentError, match=r"^content/consular/visa.zh.yaml: lost: .*faq/lost.zh"):
        _read(tmp_path, "content/consular/visa.zh.yaml", FAQ)


def test_same_name_may_stand_in_two_languages(tmp_path: Path) -> None:
    _read(tmp_path, "content/consular/passport.zh.yaml", FAQ)
    assert len(_read(tmp_path, "content/consular/passport.en.yaml", FAQ)) == 2
