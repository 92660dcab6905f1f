"""``make run`` on a fresh checkout: one command brings everything up, and Ctrl-C leaves nothing behind."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.rig.account import ROOT
from tests.rig.web import free_port
from tests.scenarios.waiting import until

_LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "var", "__pycache__", ".mypy_cache", ".*_cache", ".hypothesis", ".env"
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the project as it was delivered; only the installed libraries are borrowed."""
    folder = tmp_path / "wxbot"
    shutil.copytree(ROOT, folder, ignore=_LEFT_OUT)
    (folder / ".venv").symlink_to(Path(sys.prefix))
    return folder


class Run:
    def __init__(self, checkout: Path, output: Path) -> None:
        self.port, self.simulator_port = free_port(), free_port()
        self.output = output
        env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        env |= {"PORT": str(self.port), "SIMULATOR_PORT": str(self.simulator_port), "TMPDIR": tempfile.gettempdir()}
        with output.open("w") as file:
            self.process = subprocess.Popen(
                ["make", "run"], cwd=checkout, env=env, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
            )

    def printed(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def interrupt(self) -> None:
        """As Ctrl-C at a terminal does: to every process of the group."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(30)


@pytest.fixture
def run(checkout: Path, tmp_path: Path) -> Iterator[Run]:
    run = Run(checkout, tmp_path / "output")
    yield run
    run.interrupt()


def children(checkout: Path) -> list[str]:
    """Processes that work in the checkout."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cwd").readlink() in (checkout, checkout / "var" / "redis"):
                found.append((entry / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def test_one_command_brings_everything_up_and_ctrl_c_takes_it_down(run: Run, checkout: Path, tmp_path: Path) -> None:
    before = set(Path(tempfile.gettempdir()).glob("wxbot-*"))
    until(lambda: "The account is running" in run.printed() or run.process.poll() is not None, 120)
    printed = run.printed()
    assert f"http://127.0.0.1:{run.simulator_port}/" in printed, printed
    assert "Three things to try" in printed
    until(lambda: "reviewer@example.org" in run.printed(), 20)
    assert _opens_console(run, *re.findall(r"(editor@example\.org) +(\S+)", run.printed())[0])
    phone = f"http://127.0.0.1:{run.simulator_port}/phone/oFresh"
    push = requests.post(f"{phone}/text?wait=1", json={"content": "护照丢了"}, timeout=20).json()
    assert "报警" in push["shown"][0]["text"]
    assert push["mode"] == "safe"
    chat = requests.get(f"{phone}/chat", timeout=5).json()
    assert [len(button["sub_button"]) for button in chat["menu"]["button"]] == [5, 5, 5]
    _second_start_leaves_it_alone(checkout, tmp_path / "second")
    assert (
        "报警"
        in requests.post(f"{phone}/text?wait=1", json={"content": "护照丢了"}, timeout=20).json()["shown"][0]["text"]
    )
    run.interrupt()
    until(lambda: not children(checkout), 10)
    assert set(Path(tempfile.gettempdir()).glob("wxbot-*")) <= before
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{run.port}/healthz", timeout=2)


def _second_start_leaves_it_alone(checkout: Path, output: Path) -> None:
    second = Run(checkout, output)
    assert second.process.wait(60) != 0
    assert "this checkout is running already" in second.printed()


def _opens_console(run: Run, email: str, password: str) -> bool:
    """Whether who was created can sign in."""
    console = f"http://127.0.0.1:{run.port}/console"
    with requests.Session() as browser:
        page = browser.get(f"{console}/", timeout=10).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]  # type: ignore[index]
        fields = {"csrf_token": token, "email": email, "password": password}
        return browser.post(f"{console}/login", data=fields, timeout=10).url == f"{console}/"


def test_a_wrong_setting_stops_the_start_with_one_sentence(checkout: Path, tmp_path: Path) -> None:
    (checkout / ".env").write_text("WECHAT_ENCODING_AES_KEY=short\n")
    began = time.monotonic()
    run = Run(checkout, tmp_path / "output")
    assert run.process.wait(30) != 0
    assert time.monotonic() - began < 20
    assert "WECHAT_ENCODING_AES_KEY: an EncodingAESKey has exactly 43 letters and digits" in run.printed()
    assert "Traceback" not in run.printed()
