"""How long a server takes from its start in an empty folder until it answers."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from chaffinch.errors import StateError

ROUNDS = 5
_LIMIT = 30.0


@dataclass(frozen=True, slots=True)
class Start:
    """`seconds`: from the start until /healthz answers. `processor`: CPU seconds of that process, its end included.

    On a machine with nothing else to do the two are about the same; on a busy one only `processor` tells of us.
    """

    seconds: float
    processor: float


def measure() -> Start:
    """Start `chaffinch serve` as its own process with an empty database, and measure it.

    Raises:
        StateError: it did not answer within 30 seconds.
    """
    port, before = free_port(), _processor_seconds_of_children()
    with tempfile.TemporaryDirectory() as folder:
        seconds = _seconds_to_ready(folder, port)
    return Start(seconds, _processor_seconds_of_children() - before)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(port: int) -> float:
    """Return after how many seconds a server on loopback answered /healthz.

    Raises:
        StateError: it did not answer within 30 seconds.
    """
    began = time.perf_counter()
    while time.perf_counter() - began < _LIMIT:
        if _answers(port):
            return time.perf_counter() - began
        time.sleep(0.005)
    raise StateError(f"the server did not answer within {_LIMIT:.0f} s: start it by hand to see why")


def _seconds_to_ready(folder: str, port: int) -> float:
    began = time.perf_counter()
    program = [sys.executable, "-m", "chaffinch.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(program, cwd=folder, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    try:
        wait_until_ready(port)
        return time.perf_counter() - began
    finally:
        server.terminate()
        server.wait()


def _processor_seconds_of_children() -> float:
    used = os.times()
    return used.children_user + used.children_system


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (ConnectionRefusedError, TimeoutError):
        return False
    finally:
        connection.close()
