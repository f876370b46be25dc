"""Fifty people at once against real server processes."""

import http.client
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from spaces.local_time import Period


@dataclass(frozen=True)
class Call:
    """One POST to the API: its path below /api/v1/, body and bearer key."""

    path: str
    body: dict[str, Any]
    key: str
    idempotency_key: str = ""


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any]


def send(url: str, call: Call) -> Answer:
    """Send one call and return its answer; a body that is not JSON fails."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    headers = {"Authorization": f"Bearer {call.key}", "Content-Type": "application/json", "Accept-Language": "fr"}
    if call.idempotency_key:
        headers["Idempotency-Key"] = call.idempotency_key
    try:
        connection.request("POST", f"/api/v1/{call.path}", json.dumps(call.body), headers)
        response = connection.getresponse()
        return Answer(response.status, json.loads(response.read()))
    finally:
        connection.close()


def all_at_once(url: str, calls: Sequence[Call]) -> list[Answer]:
    """Send all calls at the same moment, each by a thread of its own; return the answers in order."""
    answers: list[Answer | None] = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def run(number: int, call: Call) -> None:
        start.wait()
        answers[number] = send(url, call)

    threads = [threading.Thread(target=run, args=(number, call)) for number, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answer for answer in answers if answer is not None]


def times(period: Period) -> dict[str, str]:
    """Return a period as the API's two fields."""
    return {"starts_at": period.starts_at.isoformat(), "ends_at": period.ends_at.isoformat()}
