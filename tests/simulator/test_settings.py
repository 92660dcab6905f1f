import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from wxbot.simulator.settings import Settings

KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


def test_environment_is_read() -> None:
    found = Settings.from_env(
        {
            "SIMULATOR_PORT": "9001",
            "SIMULATOR_WEBHOOK_URL": "http://127.0.0.1:9/",
            "WECHAT_TOKEN": "t",
            "WECHAT_APP_ID": "wx1",
            "WECHAT_ENCODING_AES_KEY": KEY,
            "WECHAT_ACCOUNT_KIND": "sandbox",
        }
    )
    assert (found.port, found.webhook_url, found.token, found.app_id) == (9001, "http://127.0.0.1:9/", "t", "wx1")
    assert (found.mode, found.kind) == ("safe", "sandbox")


def test_without_a_key_pushes_are_plain() -> None:
    assert Settings.from_env({}) == Settings()
    assert Settings().mode == "plain"


@pytest.mark.parametrize(
    "environ",
    [
        {"SIMULATOR_PORT": "many"},
        {"SIMULATOR_MODE": "safe"},
        {"SIMULATOR_MODE": "secret"},
        {"WECHAT_ACCOUNT_KIND": "club"},
        {"WECHAT_ENCODING_AES_KEY": "short"},
    ],
)
def test_values_that_cannot_work_are_refused(environ: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"must|needs"):
        Settings.from_env(environ)


def test_process_serves_and_stops_quietly(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {**os.environ, "SIMULATOR_PORT": str(port), "PYTHONWARNINGS": "error"}
    environ["SIMULATOR_MEMORY"] = str(tmp_path / "simulator.memory")
    command = [sys.executable, "-m", "wxbot.simulator"]
    with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True) as process:
        _answers(f"http://127.0.0.1:{port}/control/clock")
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=5)
    assert process.returncode == 0
    assert (tmp_path / "simulator.memory").exists()
    assert said == f"The phone is at http://127.0.0.1:{port}/ and pushes to http://127.0.0.1:8000/wechat.\n"


def _answers(url: str) -> None:
    for _ in range(100):
        try:
            requests.get(url, timeout=1)
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the simulator does not answer")


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("WECHAT_ACCOUNT_KIND", "club", "the account kind must be one of "),
        ("SIMULATOR_MEMORY", __file__, "what it remembers in "),
    ],
)
def test_process_says_what_it_cannot_work_with(variable: str, value: str, said: str) -> None:
    environ = {**os.environ, variable: value}
    run = subprocess.run(
        [sys.executable, "-m", "wxbot.simulator"], env=environ, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert run.stderr.startswith(f"The simulator cannot start: {said}")
