"""How long `chaffinch serve` takes from nothing to its first answer, with an empty database: median of five.

Run with `make bench-start`.
"""

from __future__ import annotations

import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

RUNS = 5
LIMIT = 1.0
CHAFFINCH = Path(sys.executable).with_name("chaffinch")


def main() -> int:
    """Print each run and the median; exit code 1 if the median is over the limit."""
    seconds = [_one_start() for _ in range(RUNS)]
    median = statistics.median(seconds)
    print("runs:", ", ".join(f"{second:.3f}" for second in seconds))
    print(f"median of {RUNS} starts with an empty database: {median:.3f} s (limit {LIMIT:.1f} s)")
    return int(median > LIMIT)


def _one_start() -> float:
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        server = subprocess.Popen(  # noqa: S603 - our own program
            [CHAFFINCH, "serve", "--port", str(port)], cwd=folder, stdout=subprocess.DEVNULL
        )
        try:
            while not _answers(f"http://127.0.0.1:{port}/healthz"):
                if server.poll() is not None:
                    raise SystemExit(f"the server stopped with exit code {server.returncode}")
            return time.perf_counter() - began
        finally:
            server.terminate()
            server.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - loopback
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError):
        time.sleep(0.002)
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
