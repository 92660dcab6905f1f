"""Asks whether addresses answer: a few seconds each, several at once, and nothing inside our own network.

The address that is checked is the one that is connected to, so a name that changes its mind in between gains nothing.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit

_STEP = 4.0  # Seconds to connect, and to answer.
_WHOLE = 12.0  # Seconds for one address with all its redirects.
_PATIENCE = 15.0  # Seconds after which those that are not done are given up.
_REDIRECTS = 4
_AT_ONCE = 8
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; wxbot link check)", "Accept": "*/*", "Connection": "close"}
_AS_GIVEN = "/?#[]@!$&'()*+,;=:%~"  # What is a sign of the address already, or quoted.
_MOVED = (301, 302, 303, 307, 308)
_GONE = (404, 410)
_SURELY = "www.gov.cn"  # A name that there is.
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class Verdict(StrEnum):
    ALIVE = "alive"
    DEAD = "dead"  # Gone, or no such name.
    PRIVATE = "private"  # Only to be reached from inside a network.
    UNKNOWN = "unknown"  # It did not say in time, or not clearly.


class _PrivateError(Exception):
    """The name leads to this machine or its network."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    location: str


def ask(urls: Sequence[str], within: bool = False) -> dict[str, Verdict]:
    """``within`` allows addresses of this machine and its network, for an account at a simulator."""
    pool = ThreadPoolExecutor(_AT_ONCE)
    asked = {url: pool.submit(_verdict, url, within) for url in urls}
    wait(asked.values(), timeout=_PATIENCE)
    pool.shutdown(wait=False, cancel_futures=True)  # A name server that hangs must not hold the answer.
    return {url: future.result() if future.done() else Verdict.UNKNOWN for url, future in asked.items()}


def _verdict(url: str, within: bool) -> Verdict:
    try:
        return _asked(url, within)
    except _PrivateError:
        return Verdict.PRIVATE
    except socket.gaierror as error:
        gone = error.errno in (socket.EAI_NONAME, socket.EAI_NODATA) and _names_are_known()
        return Verdict.DEAD if gone else Verdict.UNKNOWN
    except (OSError, ValueError, http.client.HTTPException):
        return Verdict.UNKNOWN


def _names_are_known() -> bool:
    """Whether names can be looked up at all; a machine without a way out says of every name that there is none."""
    try:
        return bool(socket.getaddrinfo(_SURELY, 443))
    except OSError:
        return False


def _asked(url: str, within: bool) -> Verdict:
    until = time.monotonic() + _WHOLE
    for _ in range(_REDIRECTS + 1):
        answer = _call("HEAD", url, within, until)
        if answer.status not in (200, *_MOVED):  # Not every server knows HEAD.
            answer = _call("GET", url, within, until)
        if answer.status not in _MOVED or not answer.location:
            return _judged(answer.status)
        url = urljoin(url, answer.location)
    return Verdict.UNKNOWN


def _judged(status: int) -> Verdict:
    if status in _GONE:
        return Verdict.DEAD
    return Verdict.ALIVE if status < 400 else Verdict.UNKNOWN


def _call(method: str, url: str, within: bool, until: float) -> _Answer:
    """One call; of the body nothing is read."""
    parts = urlsplit(url)
    connection = _connection(parts, within, min(_STEP, until - time.monotonic()))
    target = quote(parts._replace(scheme="", netloc="", fragment="").geturl() or "/", safe=_AS_GIVEN)
    host = parts.netloc.rpartition("@")[2].encode("idna").decode()
    try:
        connection.request(method, target, headers={**_HEADERS, "Host": host})
        answer = connection.getresponse()
        return _Answer(answer.status, answer.headers.get("Location", ""))
    finally:
        connection.close()


def _connection(parts: SplitResult, within: bool, seconds: float) -> http.client.HTTPConnection:
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not an address of the web")
    if seconds <= 0:
        raise TimeoutError
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    opened = socket.create_connection((_address(parts.hostname, port, within), port), timeout=seconds)
    try:
        opened = _tls().wrap_socket(opened, server_hostname=parts.hostname) if secure else opened
    except BaseException:
        opened.close()
        raise
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=seconds)
    connection.sock = opened
    return connection


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _address(host: str, port: int, within: bool) -> str:
    """The first address of the host. Raises _PrivateError when any of them is not of the public Internet."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not within and not all(_is_public(address) for address in found):
        raise _PrivateError
    return found[0]


def _is_public(address: str) -> bool:
    ip = _meant(ipaddress.ip_address(address.partition("%")[0]))
    return ip.is_global and not ip.is_multicast


def _meant(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address of the older kind that one of the newer kind stands for, where it does."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    translated = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _TRANSLATED else None
    return ip.ipv4_mapped or ip.sixtofour or translated or ip
