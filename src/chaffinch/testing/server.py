"""`serving()`: a server on a free port of loopback and in a temporary folder, for as long as a `with` lasts."""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from chaffinch import client, config
from chaffinch.bootstrap import Server, base_model, unix_milliseconds
from chaffinch.client import Client
from chaffinch.engine.types import Action
from chaffinch.errors import StateError
from chaffinch.service.judging import Judge
from chaffinch.testing.obeying import SCORES, ObeyingFilter, Wish

SITE = "https://site.test"
_PATIENCE = 30.0


class _ObeyingServer(Server):
    """A server whose judge says what it is told to say."""

    @cached_property
    def filter(self) -> ObeyingFilter:
        """The filter that tests speak to."""
        model = self.settings.model
        return ObeyingFilter.from_model(base_model() if model is None else model.read_bytes())

    @cached_property
    def judge(self) -> Judge:
        """The filter with everything learned in this test."""
        return Judge(self.filter, self.database, unix_milliseconds)


class LocalServer:
    """What a test gets. `url`: the server's address; `key` opens the site at `site_url`; `client` uses that key."""

    def __init__(self, server: _ObeyingServer, url: str) -> None:
        self._server = server
        self.url = url
        self.site_url = SITE
        site = server.sites.by_url(SITE) or server.sites.add(SITE)[0]
        self.key = server.sites.key_of(site.id)
        self.client = Client(url, self.key)

    def verdict(self, action: Action | client.Action | str, *, text: str = "", score: float | None = None) -> None:
        """From now on, say this of every comment that contains `text`; without text, of every comment.

        `action` is one of the engine's or the client's, or its name. The newest wish wins.

        Raises:
            KeyError: there is no such action.

        """
        known = Action[action if isinstance(action, str) else action.name]
        self._server.filter.wish(Wish(text.lower(), known, SCORES[known] if score is None else score))

    def forget_verdicts(self) -> None:
        """Let the shipped model judge again."""
        self._server.filter.forget_wishes()

    def sign_in_address(self) -> str:
        """Return a link that opens the desk once, for tests that drive a browser."""
        return f"{self.url}/sign-in/{self._server.sign_in.issue_link()}"


@contextmanager
def serving(folder: Path | None = None, **settings: Any) -> Iterator[LocalServer]:
    """Start a server, and stop it at the end of the `with`.

    `folder` keeps its state, a temporary one if left out. `settings` are those of docs/configuration.md, such as
    `calls_per_minute=10`.

    Raises:
        SettingError: an unknown setting or an odd value.
        StateError: the server did not answer within 30 seconds.

    """
    with tempfile.TemporaryDirectory(prefix="chaffinch-") as temporary, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        port: int = listener.getsockname()[1]
        database = str((folder or Path(temporary)) / "chaffinch.db")
        loaded = config.load({}, _no_file(Path(temporary)), {"database": database, "port": port, **settings})
        with _ObeyingServer(loaded) as server, _running(server, listener):
            local = LocalServer(server, f"http://127.0.0.1:{port}")
            try:
                yield local
            finally:
                local.client.close()


def _no_file(folder: Path) -> Path:
    """Return an empty file of settings: one in the folder where the tests run is none of ours."""
    file = folder / "chaffinch.toml"
    file.touch()
    return file


@contextmanager
def _running(server: Server, listener: socket.socket) -> Iterator[None]:
    import uvicorn

    told = uvicorn.Config(
        server.app,
        lifespan="off",
        log_config=None,
        access_log=False,
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    running = uvicorn.Server(told)
    thread = threading.Thread(target=running.run, args=([listener],), name="chaffinch", daemon=True)
    thread.start()
    try:
        _await_start(running, thread)
        yield
    finally:
        running.should_exit = True
        thread.join()


def _await_start(running: Any, thread: threading.Thread) -> None:
    until = time.monotonic() + _PATIENCE
    while not running.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise StateError("the server for tests did not start: see the log above")
        time.sleep(0.005)
