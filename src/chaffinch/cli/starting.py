"""How long a server takes from its start in an empty folder until it answers."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import tempfile
import time

from chaffinch.errors import StateError

ROUNDS = 5
_LIMIT = 30.0


def seconds_to_ready() -> float:
    """Start `chaffinch serve` as its own process with an empty database, and return seconds until /healthz answers.

    Raises:
        StateError: it did not answer within 30 seconds.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        program = [sys.executable, "-m", "chaffinch.cli", "serve", "--port", str(port)]
        server = subprocess.Popen(program, cwd=folder, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
        try:
            while time.perf_counter() - began < _LIMIT:
                if _answers(port):
                    return time.perf_counter() - began
                time.sleep(0.005)
        finally:
            server.terminate()
            server.wait()
    raise StateError(f"the server did not answer within {_LIMIT:.0f} s: start it by hand to see why")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (ConnectionRefusedError, TimeoutError):
        return False
    finally:
        connection.close()
