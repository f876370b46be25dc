"""A small load client: raw sockets, kept open where the server allows, a bounded time, 127.0.0.1 only."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

HOST = "127.0.0.1"


@dataclass
class Result:
    """What a run of load brought: answers by status, seconds, latencies in seconds, bytes of the last answer."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    last_bytes: int = 0

    @property
    def rate(self) -> float:
        """Return answers per second."""
        return sum(self.statuses.values()) / self.seconds

    def latency_ms(self, share: float) -> float:
        """Return the latency below which `share` of the answers lie, in milliseconds."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def drive(port: int, requests: Callable[[], Iterator[bytes]], *, seconds: float, clients: int = 8) -> Result:
    """Send what `requests()` yields, one after the other by each of `clients` threads, for `seconds`."""
    results = [Result() for _ in range(clients)]
    begin = time.perf_counter()
    threads = [threading.Thread(target=_client, args=(port, requests(), begin + seconds, result)) for result in results]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = Result(seconds=time.perf_counter() - begin)
    for result in results:
        total.statuses += result.statuses
        total.latencies += result.latencies
        total.last_bytes = max(total.last_bytes, result.last_bytes)
    return total


def get(path: str, **headers: str) -> bytes:
    """Return the bytes of a GET request."""
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {HOST}",
        *(f"{name.replace('_', '-')}: {v}" for name, v in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def post(path: str, body: bytes, **headers: str) -> bytes:
    """Return the bytes of a POST request with a JSON body."""
    lines = [f"POST {path} HTTP/1.1", f"Host: {HOST}", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def _client(port: int, requests: Iterator[bytes], until: float, result: Result) -> None:
    connection: socket.socket | None = None
    for request in requests:
        began = time.perf_counter()
        if began >= until:
            break
        if connection is None:
            connection = socket.create_connection((HOST, port), timeout=30)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(request)
        status, size, is_open = _read_answer(connection)
        if not is_open:
            connection.close()
            connection = None
        result.statuses[status] += 1
        result.latencies.append(time.perf_counter() - began)
        result.last_bytes = size
    if connection is not None:
        connection.close()


def _read_answer(connection: socket.socket) -> tuple[int, int, bool]:
    """Read one answer; return its status, its size with headers, and whether the connection stays open."""
    data = bytearray()
    while (end := data.find(b"\r\n\r\n")) < 0:
        piece = connection.recv(65536)
        if not piece:
            return 0, len(data), False
        data += piece
    head = bytes(data[:end]).lower()
    total = end + 4 + _length_of(head)
    while len(data) < total:
        piece = connection.recv(65536)
        if not piece:
            break
        data += piece
    return int(head.split(b" ", 2)[1]), len(data), b"connection: close" not in head


def _length_of(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0
