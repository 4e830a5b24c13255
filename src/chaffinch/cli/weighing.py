"""How much memory a worker takes: a server of its own in a temporary folder, once it has judged."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from chaffinch.archive.speed import made_up
from chaffinch.bootstrap import Server
from chaffinch.cli.starting import free_port, wait_until_ready
from chaffinch.client import Check, Client
from chaffinch.config import load

JUDGED = 1000
"""Comments judged before, in one call: what a batch needs on the way is part of what a worker keeps."""
_SITE = "https://bench.example"


def worker_bytes() -> int | None:
    """Return the resident memory of `chaffinch serve` after a thousand comments; None where there is no /proc.

    Raises:
        StateError: it did not answer within 30 seconds.
    """
    if not Path("/proc/self/status").exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "chaffinch.db")
        with Server(load({}, None, {"database": database})) as server:
            key = server.sites.add(_SITE)[1]
        port = free_port()
        program = [sys.executable, "-m", "chaffinch.cli", "serve", "--port", str(port)]
        process = subprocess.Popen(program, cwd=folder, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
        try:
            wait_until_ready(port)
            _have_judged(f"http://127.0.0.1:{port}", key)
            return _resident(process.pid)
        finally:
            process.terminate()
            process.wait()


def _have_judged(url: str, key: str) -> None:
    submissions, contexts = made_up(JUDGED, seed=1)
    with Client(url, key, timeout=60) as client:
        client.check_batch(
            Check(text=said.text, author=said.author, article=around.article)
            for said, around in zip(submissions, contexts, strict=True)
        )


def _resident(process: int) -> int:
    found = re.search(r"^VmRSS:\s+(\d+) kB$", Path(f"/proc/{process}/status").read_text(), re.MULTILINE)
    return 1024 * int(found[1]) if found else 0
