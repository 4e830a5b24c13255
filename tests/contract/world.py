"""A whole server with the real model, and three ways to call it: in this process, over loopback, and by raw ASGI."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

import httpx
import uvicorn
from starlette.types import ASGIApp, Message

from chaffinch import config
from chaffinch.bootstrap import Server
from chaffinch.engine.types import Action, Label, Verdict
from chaffinch.service.checking import Check, Checked, Checks
from chaffinch.service.sites import Site
from chaffinch.web.app import build_app

KEY = "0123456789ab"
BLOG = "https://blog.example/"
HAM = "My grandmother crossed that bridge every morning on her way to the mill. She would be glad to see it open."
SPAM = 'Cheap pills without prescription!!! <a href="http://pills.example/buy">best price</a> casino bonus http://pills.example/'


@dataclass(frozen=True)
class Got:
    """An answer: `headers` keep the case in which they were sent."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class Recording(Checks):
    """Remembers what it was asked instead of judging; everything is ham, or what `verdict` says."""

    def __init__(self) -> None:
        self.checked: list[Check] = []
        self.submitted: list[tuple[Check, Label]] = []
        self.verdict = Verdict(Action.APPROVE, 0.1, (), "recording")

    def check(self, site: Site, check: Check) -> Checked:
        self.checked.append(check)
        action = self.verdict.action
        is_spam = action in (Action.SPAM, Action.DISCARD) or (action is Action.HOLD and site.hold_answer)
        return Checked("0" * 32, self.verdict, is_spam, action is Action.DISCARD)

    def submit(self, site: Site, check: Check, label: Label) -> None:
        self.submitted.append((check, label))


class World:
    """A server with one registered site, `BLOG`, opened by `KEY`."""

    def __init__(self, folder: Path) -> None:
        self.server = Server(config.load({}, None, {"database": str(folder / "chaffinch.db")}))
        self.site = self.server.sites.add(BLOG, "Blog", KEY)[0]
        self.app = self.server.app

    def record(self) -> Recording:
        """Put a recording in the place of the checks from now on."""
        recording = Recording()
        self.app = build_app(replace(self.server.parts, checks=recording))
        return recording

    def call(self, endpoint: str, fields: Mapping[str, str] | bytes = b"", **headers: str) -> Got:
        """POST fields, or a body as it is, to a call of version 1.1 or to a whole path."""
        body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
        told = {"content-type": "application/x-www-form-urlencoded", "host": "rest.akismet.example"} | headers
        raw = [(k.replace("_", "-").encode(), v.encode("latin-1")) for k, v in told.items()]
        return asyncio.run(ask(self.app, "POST", path_of(endpoint), b"", raw, [body]))

    def get(self, endpoint: str, query: bytes = b"", **headers: str) -> Got:
        """GET with a query."""
        raw = [(k.replace("_", "-").encode(), v.encode("latin-1")) for k, v in headers.items()]
        return asyncio.run(ask(self.app, "GET", path_of(endpoint), query, raw, []))

    def comments(self) -> int:
        """Return how many comments are kept, in whatever state."""
        return sum(self.server.parts.desk.counts().values())

    @contextmanager
    def listening(self) -> Iterator[int]:
        """Serve on a port of loopback, as `chaffinch serve` does."""
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            serving = uvicorn.Server(
                uvicorn.Config(self.app, lifespan="off", log_config=None, access_log=False, ws="none")
            )
            thread = threading.Thread(target=serving.run, args=([listener],))
            thread.start()
            try:
                yield listener.getsockname()[1]
            finally:
                serving.should_exit = True
                thread.join()


def path_of(endpoint: str) -> str:
    return endpoint if endpoint.startswith("/") else f"/1.1/{endpoint}"


async def ask(
    app: ASGIApp,
    method: str,
    path: str,
    query: bytes,
    headers: list[tuple[bytes, bytes]],
    chunks: list[bytes],
    http_version: str = "1.1",
) -> Got:
    """Send one request as an ASGI server would and return the answer."""
    waiting = [
        {"type": "http.request", "body": chunk, "more_body": n + 1 < len(chunks)}
        for n, chunk in enumerate(chunks or [b""])
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": http_version,
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query,
        "headers": [(name.lower(), value) for name, value in headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    await app(scope, receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    told = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"])
    return Got(start["status"], body, told)


class ToLoopback(httpx.BaseTransport):
    """Leads a client that calls https://rest.akismet.com to a port of this machine; the Host header stays."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()
