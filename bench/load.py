"""The load: requests made beforehand, sent over kept connections by threads that only write and read.

Run as a process of its own: ``python -m bench.load PORT MODE REQUESTS CONNECTIONS RATE`` prints one JSON line.
"""

import json
import socket
import statistics
import sys
import threading
import time
from urllib.parse import urlencode

from wechatpy.crypto import WeChatCrypto

from tests.rig.account import AES_KEY, APP_ID, TOKEN
from tests.rig.wire import query, text_xml

FOLLOWERS = 400  # They come back, as real ones do; the first message of each costs a look into SQL.
WORDS = ("护照丢了", "你好", "新闻", "规则七问题", "search Munich", "旅行证", "签证", "谢谢")


def request(mode: str, number: int) -> bytes:
    """One message of one of many followers, as the bytes that go over the wire."""
    follower, message_id = f"oBench{number % FOLLOWERS:022d}", 10**16 + time.time_ns() % 10**15
    xml = text_xml(WORDS[number % len(WORDS)], openid=follower, message_id=message_id)
    words = query()
    if mode == "safe":
        xml = WeChatCrypto(TOKEN, AES_KEY, APP_ID).encrypt_message(xml, words["nonce"], words["timestamp"])
        words |= {"encrypt_type": "aes", "msg_signature": xml.split("<MsgSignature><![CDATA[")[1].split("]]>")[0]}
    body = xml.encode()
    head = f"POST /wechat?{urlencode(words)} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def answer(connection: socket.socket) -> bytes:
    """One whole response; anything but 200 ends the benchmark, since errors are quick."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), received
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return body


def send(port: int, requests: list[bytes], rate: float, took: list[float]) -> None:
    """``rate`` is requests a second for this connection; 0 sends the next as soon as one is answered."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        began = time.perf_counter()
        for number, wanted in enumerate(requests):
            due = began + number / rate if rate else 0.0
            time.sleep(max(0.0, due - time.perf_counter()))
            start = due or time.perf_counter()  # A late start is part of what the follower waits.
            connection.sendall(wanted)
            answer(connection)
            took.append(time.perf_counter() - start)


def run(port: int, mode: str, count: int, connections: int, rate: float) -> dict[str, float]:
    requests = [request(mode, number) for number in range(count)]
    took: list[float] = []
    threads = [
        threading.Thread(target=send, args=(port, requests[place::connections], rate / connections, took))
        for place in range(connections)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    assert len(took) == count, "a connection failed"
    return {"rate": count / elapsed, "p99_ms": statistics.quantiles(took, n=100)[98] * 1000}


if __name__ == "__main__":
    port, mode, count, connections, rate = sys.argv[1:6]
    sys.stdout.write(json.dumps(run(int(port), mode, int(count), int(connections), float(rate))) + "\n")
