"""How a command is run, and what its end must look like when something is wrong."""

from collections.abc import Callable

from click.testing import Result

Run = Callable[..., Result]

DEAD_REDIS = "unix:///nonexistent/socket"
DEAD_SQL = "postgresql://wxbot@127.0.0.1:9/wxbot"
NEWS = "---\ntitle: 会见\ndate: 2026-11-20\nsummary: A summary.\n---\n\nA text.\n"
MENU = """buttons:
- {name: 护照, type: click, key: consular/passport}
- {name: 网页, type: view, url: "{public_url}/news"}
"""


def assert_one_sentence(result: Result) -> None:
    """An error that people can read: no traceback, one line, and an exit code that scripts see."""
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 1
    assert result.output.splitlines()[-1].startswith("Error: ")
    assert "Traceback" not in result.output
