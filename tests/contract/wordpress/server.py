"""The real Chaffinch, in this process, on a port of loopback. It can go away and come back, and remembers its calls."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from urllib.parse import parse_qsl

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chaffinch import config
from chaffinch.bootstrap import Server
from chaffinch.engine.policy import Thresholds
from chaffinch.service.states import State
from chaffinch.store import feedback

KEY = "0123456789ab"
HAM = "My grandmother crossed that bridge every morning on her way to the mill. She would be glad to see it open."
SPAM = 'Cheap pills without prescription!!! <a href="http://pills.example/buy">best price</a> casino bonus http://pills.example/'


class Chaffinch:
    """A server with one registered site, opened by `KEY`. `calls`: name and fields of each call, in order."""

    def __init__(self, folder: Path, home: str) -> None:
        self.folder = folder
        leave = {"CHAFFINCH_CALLBACKS__ALLOW_PRIVATE": "true"}  # the site that is to be told is on loopback
        self.server = Server(config.load(leave, None, {"database": str(folder / "chaffinch.db")}))
        self.site = self.server.sites.add(home, "Millpond Courier", KEY)[0]
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.raw: list[bytes] = []
        self._port = 0
        self._running: tuple[uvicorn.Server, threading.Thread] | None = None

    @property
    def address(self) -> str:
        """Where it listens, or would."""
        return f"http://127.0.0.1:{self._port}"

    def arrive(self) -> None:
        """Begin to listen, where it listened before."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self._port))
        listener.listen()
        self._port = listener.getsockname()[1]
        settings = uvicorn.Config(_Heard(self.server.app, self), lifespan="off", log_config=None, access_log=False)
        serving = uvicorn.Server(settings)
        thread = threading.Thread(target=serving.run, args=([listener],))
        thread.start()
        self._running = serving, thread

    def leave(self) -> None:
        """Listen no more: whoever calls is refused."""
        if self._running is not None:
            self._running[0].should_exit = True
            self._running[1].join()
            self._running = None

    def close(self) -> None:
        self.leave()
        self.server.close()

    def names(self) -> list[str]:
        """Return the names of the calls so far."""
        return [name for name, _ in self.calls]

    def last(self, name: str) -> dict[str, str]:
        """Return the fields of the last call of a name."""
        return next(fields for called, fields in reversed(self.calls) if called == name)

    def labels(self) -> list[str]:
        """Return the living labels, in order."""
        with self.server.database.read() as connection:
            return [entry.label for entry in feedback.after(connection, 0, 1000)]

    def states(self) -> dict[State, int]:
        """Return how many comments are in each state, the empty ones left out."""
        return {state: n for state, n in self.server.parts.desk.counts().items() if n}

    def thresholds(self, *, hold_at: float, spam_at: float, discard_at: float) -> None:
        """Judge by other thresholds from now on, so that a text of any score can be held or discarded."""
        self.server.judge._filter.thresholds = Thresholds(hold_at, spam_at, discard_at)

    def kept_bytes(self) -> bytes:
        """Return everything that was written to disk: database, log of the database, secret."""
        return b"".join(path.read_bytes() for path in sorted(self.folder.iterdir()) if path.is_file())


class _Heard:
    """Hands requests on, and writes down those of the protocol."""

    def __init__(self, app: ASGIApp, ours: Chaffinch) -> None:
        self._app = app
        self._ours = ours

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = bytearray()

        async def hear() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                body.extend(message.get("body", b""))
            return message

        await self._app(scope, hear, send)
        if scope["type"] == "http" and scope["path"].startswith(("/1.1/", "/1.2/")):
            heads = b"\n".join(name + b": " + value for name, value in scope["headers"])
            self._ours.raw.append(bytes(scope["query_string"]) + b"\n" + heads + b"\n" + bytes(body))
            fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
            self._ours.calls.append((scope["path"].rpartition("/")[2], fields))
