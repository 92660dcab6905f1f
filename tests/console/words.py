"""The English words of the console as they stand in its code and templates."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

from wxbot.console import words

CONSOLE = words.FOLDER.parent
_METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
_KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "_n": (1, 2)}
_OPTIONS = {"**.html": {"trimmed": "true", "silent": "false"}}


def said() -> Iterator[tuple[str, str]]:
    """Each word with the file in which it stands."""
    found = extract_from_dir(str(CONSOLE), _METHODS, _OPTIONS, keywords=_KEYWORDS)
    for file, _line, message, _comments, _context in found:
        for each in message if isinstance(message, tuple) else (message,):
            yield each, str(Path(file))
