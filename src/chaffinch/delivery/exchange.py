"""One question to a site and its answer: resolved once, sent to the very address that was checked, within one deadline.

Plain sockets, so that nothing in between resolves a second time, follows a redirect, asks a proxy of the environment
or waits longer than told.
"""

from __future__ import annotations

import io
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from http.client import HTTPException, HTTPResponse
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

from chaffinch.delivery import outcome
from chaffinch.delivery.destination import Destination
from chaffinch.delivery.guard import refusal
from chaffinch.delivery.outcome import Outcome, by_status

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_ANSWER = 65_536
"""Bytes of an answer, its headers included; WordPress says about 60 for each comment."""

Resolve = Callable[[str, int], Sequence[str]]
"""Host and port to IP addresses as text, in the order to be tried; raises OSError."""
Connect = Callable[[str, int, float], socket.socket]
"""IP address, port and seconds to a connected socket; raises OSError."""


def resolve(host: str, port: int) -> list[str]:
    """Ask the system's resolver, once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """Connect to an IP address; nothing is resolved here."""
    return socket.create_connection((address, port), seconds)


class Exchange:
    """Sends a request and reads the answer. `allow_private`: addresses on one's own machine and network are fine.

    `seconds`: from the question for the address to the last byte of the answer. `resolve` and `connect` are replaced
    in tests; `context` says which certificates are trusted.
    """

    def __init__(
        self,
        *,
        allow_private: bool,
        seconds: float,
        resolve: Resolve = resolve,
        connect: Connect = connect,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._allow_private = allow_private
        self._seconds = seconds
        self._resolve = resolve
        self._connect = connect
        self._context = context

    def send(self, destination: Destination, request: bytes, most: int | None = None) -> Outcome:
        """Send a request, and return what became of it; never raises for what the other side does.

        `most`: so many bytes of the body are enough; None: all of it, which must not be more than `MAX_ANSWER`.
        """
        deadline = _Deadline(self._seconds)
        try:
            addresses = self._addresses(destination, deadline)
            allowed = [one for one in addresses if refusal(one, allow_private=self._allow_private) is None]
            if not allowed:
                return outcome.NOT_ALLOWED
            with self._connected(allowed, destination, deadline) as stream:
                return _exchange(stream, request, most, deadline)
        except _TooLongError:
            return outcome.TOO_LONG
        except socket.gaierror:
            return outcome.NOT_FOUND
        except ssl.SSLCertVerificationError:
            return outcome.NOT_TRUSTED
        except TimeoutError:
            return outcome.TIMED_OUT
        except _NotConnectedError:
            return outcome.NOT_CONNECTED
        except (OSError, HTTPException, ValueError):
            return outcome.BROKEN_OFF

    def _addresses(self, destination: Destination, deadline: _Deadline) -> Sequence[str]:
        """Resolve in a thread of its own: the system's resolver takes no deadline."""
        answer: list[Sequence[str] | Exception] = []

        def ask() -> None:
            try:
                answer.append(self._resolve(destination.host, destination.port))
            except (OSError, UnicodeError) as error:
                answer.append(error if isinstance(error, OSError) else socket.gaierror(str(error)))

        asking = threading.Thread(target=ask, name="resolver", daemon=True)
        asking.start()
        asking.join(deadline.left())
        if not answer:
            raise TimeoutError
        if isinstance(answer[0], Exception):
            raise answer[0]
        return answer[0]

    def _connected(self, addresses: Sequence[str], destination: Destination, deadline: _Deadline) -> socket.socket:
        """Return a connection to the first checked address that takes one; TLS checks the name all the same."""
        for number, address in enumerate(addresses):
            try:
                plain = self._connect(address, destination.port, deadline.left() / (len(addresses) - number))
            except OSError:  # one that swallows everything leaves the next its share of the time
                continue
            if destination.scheme == "http":
                return plain
            plain.settimeout(deadline.left())
            try:
                return self._tls().wrap_socket(plain, server_hostname=destination.host)
            except BaseException:
                plain.close()
                raise
        deadline.left()
        raise _NotConnectedError

    def _tls(self) -> ssl.SSLContext:
        # Made when first needed: reading the system's authorities takes some 20 ms.
        self._context = self._context or ssl.create_default_context()
        return self._context


def _exchange(stream: socket.socket, request: bytes, most: int | None, deadline: _Deadline) -> Outcome:
    waiting = memoryview(request)
    while waiting:
        stream.settimeout(deadline.left())
        waiting = waiting[stream.send(waiting) :]
    method = request.partition(b" ")[0].decode("ascii")
    answer = HTTPResponse(cast(socket.socket, _Answer(stream, deadline)), method=method)
    answer.begin()
    return by_status(answer.status, answer.read(most) if 200 <= answer.status < 300 else b"")


class _Deadline:
    """One moment for everything: a server that sends a byte now and then gains nothing by it."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            TimeoutError: none.
        """
        seconds = self._end - monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds


class _Answer(io.RawIOBase):
    """What `http.client` reads an answer from: a socket under a deadline, and no more than `MAX_ANSWER` bytes of it."""

    def __init__(self, stream: socket.socket, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline
        self._read = 0

    def makefile(self, *_rest: Any) -> io.BufferedReader:
        """Return the buffered file that `HTTPResponse` asks a socket for."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """Say that it can be read from."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read what has come, or wait for it until the deadline."""
        if self._read >= MAX_ANSWER:
            raise _TooLongError
        self._stream.settimeout(self._deadline.left())
        got = self._stream.recv_into(buffer)
        self._read += got
        return got


class _TooLongError(Exception):
    pass


class _NotConnectedError(Exception):
    pass
