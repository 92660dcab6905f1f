"""The delivered files and back: Markdown with front matter for articles, YAML for everything that is short.

``content/`` and ``menus/`` seed an empty store; ``dump`` writes the store's live items to the same files.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from wxbot.edition.kinds import Kind
from wxbot.errors import ContentError
from wxbot.services.items import Draft, draft

_DASHES = re.compile(r"^---\n", re.MULTILINE)  # A line of its own: words may end in dashes as well.


class Form(StrEnum):
    MARKDOWN = "markdown"  # One file an item: front matter and text.
    SHEET = "sheet"  # One YAML file an item.
    COLLECTION = "collection"  # One YAML file for many items, slug by slug.


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the items of a kind lie: ``<folder>/<name>.<language>.md`` or ``.yaml``.

    The name is the slug; of a collection it is what ``field`` holds in the body, or without one the folder's name.
    """

    folder: str
    form: Form
    field: str = ""

    @property
    def ending(self) -> str:
        return "md" if self.form is Form.MARKDOWN else "yaml"

    def files(self, root: Path) -> list[Path]:
        return sorted((root / self.folder).glob(f"*.*.{self.ending}"))

    def path(self, root: Path, item: Draft) -> Path:
        group = str(item.fields[self.field]) if self.field else Path(self.folder).name
        name = group if self.form is Form.COLLECTION else item.slug
        return root / self.folder / f"{name}.{item.language}.{self.ending}"


LAYOUTS: dict[Kind, Layout] = {
    Kind.NEWS: Layout("content/news", Form.MARKDOWN),
    Kind.SPEECH: Layout("content/speeches", Form.MARKDOWN),
    Kind.REPORT: Layout("content/embassies", Form.MARKDOWN),
    Kind.KNOWLEDGE: Layout("content/knowledge", Form.MARKDOWN),
    Kind.NOTICE: Layout("content/notices", Form.MARKDOWN),
    Kind.EVENT: Layout("content/events", Form.MARKDOWN),
    Kind.CALL: Layout("content/calls", Form.MARKDOWN),
    Kind.FAQ: Layout("content/consular", Form.COLLECTION, "category"),
    Kind.MISSION: Layout("content/missions", Form.COLLECTION, "region"),
    Kind.EMERGENCY: Layout("content/emergencies", Form.COLLECTION),
    Kind.AUTOREPLY: Layout("content/autoreplies", Form.COLLECTION),
    Kind.PHRASE: Layout("content/phrases", Form.COLLECTION),
    Kind.MENU: Layout("menus", Form.SHEET),
}


def read(root: Path) -> list[Draft]:
    """Every item in the files, in the order of kinds and names. Raises ContentError for the first one that is wrong."""
    found: dict[str, Draft] = {}
    for kind, path in ((kind, path) for kind, layout in LAYOUTS.items() for path in layout.files(root)):
        for item in _read(root, path, kind):
            if item.name in found:
                raise ContentError(f"{path.relative_to(root)}: {item.slug}: another file has {item.name} already")
            found[item.name] = item
    return list(found.values())


def _read(root: Path, path: Path, kind: Kind) -> Iterator[Draft]:
    layout, where = LAYOUTS[kind], str(path.relative_to(root))
    name, language = path.stem.rsplit(".", 1)
    text = _text(path, where)
    if layout.form is Form.COLLECTION:
        yield from _read_collection(text, kind, name, language, where)
    else:
        fields = _front_matter(text, where) if layout.form is Form.MARKDOWN else _mapping(text, where)
        title = str(fields.pop("title", name))
        yield draft(kind, name, language, title, fields, where)


def _text(path: Path, where: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ContentError(f"{where}: must be UTF-8") from None


def _front_matter(text: str, where: str) -> dict[str, Any]:
    parts = _DASHES.split(text, 2)
    if len(parts) != 3 or parts[0].strip():
        raise ContentError(f"{where}: the file must begin with front matter between two lines of ---")
    return {**_mapping(parts[1], where), "text": parts[2]}


def _read_collection(text: str, kind: Kind, group: str, language: str, where: str) -> Iterator[Draft]:
    field = LAYOUTS[kind].field
    for slug, fields in _mapping(text, where).items():
        if not isinstance(fields, dict):
            raise ContentError(f"{where}: {slug}: must hold fields")
        given = {field: group} if field else {}
        title = str(fields.pop("title", slug))
        yield draft(kind, str(slug), language, title, {**fields, **given}, f"{where}: {slug}")


class _Loader(yaml.CSafeLoader):
    """Refuses a name that stands twice, since the first of the two would be lost without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.MarkedYAMLError(problem=f"{key.value} stands twice", problem_mark=key.start_mark)
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def _mapping(text: str, where: str) -> dict[str, Any]:
    try:
        fields = _Loader(text).get_single_data()
    except yaml.YAMLError as error:
        raise ContentError(f"{where}: not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(fields, dict):
        raise ContentError(f"{where}: must hold a mapping")
    return fields


def write(root: Path, drafts: Iterable[Draft]) -> list[Path]:
    """Writes the items to their files and returns these; files that hold nothing any more are removed."""
    texts: dict[Path, str] = {}
    collections: dict[Path, dict[str, Any]] = {}
    for item in drafts:
        layout = LAYOUTS[item.kind]
        path = layout.path(root, item)
        if layout.form is Form.COLLECTION:
            collections.setdefault(path, {})[item.slug] = _fields(item, layout)
        else:
            texts[path] = _markdown(item, layout) if layout.form is Form.MARKDOWN else _yaml(_fields(item, layout))
    texts |= {path: _yaml(dict(sorted(entries.items()))) for path, entries in collections.items()}
    for path in {path for layout in LAYOUTS.values() for path in layout.files(root)} - set(texts):
        path.unlink()
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return sorted(texts)


def text_of(item: Draft) -> str:
    """The item as its file has it, for a diff that reads like the files."""
    layout = LAYOUTS[item.kind]
    return _markdown(item, layout) if layout.form is Form.MARKDOWN else _yaml(_fields(item, layout))


def _fields(item: Draft, layout: Layout) -> dict[str, Any]:
    """The fields that the file's own name does not give."""
    fields = {"title": item.title, **item.fields}
    fields.pop(layout.field, None)
    if item.title == item.slug:
        del fields["title"]
    return fields


def _markdown(item: Draft, layout: Layout) -> str:
    fields = _fields(item, layout)
    text = fields.pop("text")
    return f"---\n{_yaml(fields)}---\n{text}\n"


class _Dumper(yaml.SafeDumper):
    """Long texts as blocks, so that a diff of an exported file shows the line that changed."""


def _string(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _string)


def _yaml(fields: dict[str, Any]) -> str:
    return yaml.dump(fields, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
