"""How a request gets to the server: `http.client`, or whatever else is given in its place."""

from __future__ import annotations

import http.client
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from chaffinch.client.errors import Unreachable


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `path` is everything after the host."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """Sends a request and returns the answer, whatever its status."""

    def send(self, request: Request) -> Answer:
        """Return the answer; raises Unreachable."""

    def close(self) -> None:
        """Let go of what is held."""


class HttpTransport:
    """Keeps idle connections for the next request. `timeout`: seconds, to connect and for each part of an answer.

    A kept connection that turns out to be closed is replaced by a new one, once; a DELETE always gets a new one, for
    done twice it would say that there was nothing.

    Raises:
        ValueError: the address is not one of http or https.

    """

    def __init__(self, url: str, *, timeout: float = 10.0, context: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{url!r} is not the address of a server: give one such as https://comments.example")
        self._host, self._port, self._is_tls = parts.hostname, parts.port, parts.scheme == "https"
        self._timeout = timeout
        self._context = context
        self._idle: list[http.client.HTTPConnection] = []
        self._lock = threading.Lock()

    def send(self, request: Request) -> Answer:
        """Return the answer; raises Unreachable."""
        kept = None if request.method == "DELETE" else self._take()
        try:
            if kept is not None:
                try:
                    return self._exchange(kept, request)
                except (ConnectionError, http.client.BadStatusLine):
                    pass  # the server had closed it while nobody looked
            return self._exchange(self._connect(), request)
        except (OSError, http.client.HTTPException) as error:
            is_late = isinstance(error, TimeoutError)
            told = f"no answer within {self._timeout:g} s" if is_late else str(error) or type(error).__name__
            raise Unreachable(f"{self._host} could not be asked: {told}") from error

    def _take(self) -> http.client.HTTPConnection | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _connect(self) -> http.client.HTTPConnection:
        if self._is_tls:
            context = self._context or ssl.create_default_context()
            return http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout, context=context)
        return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)

    def _exchange(self, connection: http.client.HTTPConnection, request: Request) -> Answer:
        is_kept = False
        try:
            connection.request(request.method, request.path, request.body, dict(request.headers))
            response = connection.getresponse()
            body = response.read()
            is_kept = not response.will_close
        finally:
            if not is_kept:
                connection.close()
        if is_kept:
            with self._lock:
                self._idle.append(connection)
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body)

    def close(self) -> None:
        """Close all idle connections; the next request makes a new one."""
        while (connection := self._take()) is not None:
            connection.close()
