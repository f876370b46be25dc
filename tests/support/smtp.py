"""A small mail server of our own: it keeps what it accepts, refuses whom it is told to, and can hang."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass(frozen=True)
class Delivery:
    """One mail as the server took it: the envelope's recipients and the bytes."""

    recipients: list[str]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)


@dataclass
class MailServer:
    """What a test sees of the server: `refused` maps a recipient to the answer it gets."""

    port: int = 0
    accepted: list[Delivery] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    has_content: threading.Event = field(default_factory=threading.Event)
    may_answer: threading.Event = field(default_factory=threading.Event)
    delay_s: float = 0.0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def message_ids(self) -> list[str]:
        return [str(delivery.message["Message-ID"]) for delivery in self.accepted]


@contextmanager
def mail_server(*, port: int = 0) -> Iterator[MailServer]:
    """Listen on `port`, by default a free one; `may_answer.clear()` makes it hang once it has a mail's content."""
    state = MailServer()
    state.may_answer.set()

    class Session(_Session):
        mail_server = state

    class Listener(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Listener(("127.0.0.1", port), Session) as listener:
        state.port = listener.server_address[1]
        threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield state
        finally:
            state.may_answer.set()
            listener.shutdown()


class _Session(socketserver.StreamRequestHandler):
    mail_server: MailServer

    def handle(self) -> None:
        self._say("220 sink")
        self._recipients: list[str] = []
        for line in self.rfile:
            word, rest = line[:4].decode().upper(), line.decode().strip()
            if word == "QUIT":
                self._say("221 bye")
                return
            self._answer(word, rest)

    def _answer(self, word: str, line: str) -> None:
        match word:
            case "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
                self._recipients.append(recipient)
                self._say(self.mail_server.refused.get(recipient, "250 ok"))
            case "DATA":
                self._say("354 go on")
                self._take_content()
            case "MAIL" | "RSET":
                self._recipients = []
                self._say("250 ok")
            case _:
                self._say("250 sink")

    def _take_content(self) -> None:
        lines = []
        for line in iter(self.rfile.readline, b".\r\n"):
            if not line:
                return
            lines.append(line.removeprefix(b"."))
        self.mail_server.has_content.set()
        self.mail_server.may_answer.wait()
        time.sleep(self.mail_server.delay_s)
        self.mail_server.accepted.append(Delivery(self._recipients, b"".join(lines)))
        self._say("250 taken")

    def _say(self, answer: str) -> None:
        with suppress(OSError):
            self.wfile.write(f"{answer}\r\n".encode())
