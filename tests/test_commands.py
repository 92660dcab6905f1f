"""The commands are part of the application; ``tests/commands`` holds what each of them does."""

import pytest

from app import create_app
from tests.rig.account import environment, settings_of


@pytest.mark.parametrize("name", ["migrate", "load", "export", "publish-menu", "doctor"])
def test_command_is_there_and_says_what_it_is_for(name: str) -> None:
    app = create_app(settings_of(environment("unix:///nonexistent/socket", "sqlite:////nonexistent/wxbot.db")))
    result = app.test_cli_runner().invoke(args=[name, "--help"])
    assert result.exit_code == 0
    assert result.output.splitlines()[2].strip()
