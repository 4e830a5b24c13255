"""rspamd's Bayes alone, with a Redis of its own: daemons on Unix sockets in a folder, asked through `rspamc`.

As shipped it says nothing of texts with fewer than eleven tokens and learns nothing that it already knows, so the
minima are one (`rspamd.conf`), and labels are sent with `Learn-Type: bulk`. An equal letter is still refused by its
cache of what it has learned. The CPU time is that of the daemons, Redis included; of `rspamc`, nothing.
"""

from __future__ import annotations

import atexit
import json
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from chaffinch.archive.peers import letters, processes
from chaffinch.archive.peers.peer import Peer
from chaffinch.engine.types import Label
from chaffinch.errors import StateError
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.preparation import Corpus

_SETTINGS = Path(__file__).with_suffix(".conf")
_USER = "_rspamd"
_LIMIT = 300.0
"""Seconds that a daemon may take to start: rspamd compiles for 8 s of CPU, on a busy machine for more of any clock."""
_KNOWN = "already learned"
_COPY = (
    "redis.call('SELECT', ARGV[1]); local keys = redis.call('KEYS', '*'); "
    "for _, key in ipairs(keys) do redis.call('COPY', key, key, 'DB', ARGV[2], 'REPLACE') end; return #keys"
)
_LIVE, _KEPT = "0", "1"


class _Rspamd:
    def __init__(self, folder: Path, daemons: Sequence[subprocess.Popen[bytes]]) -> None:
        self._folder, self._daemons = folder, daemons

    def train(self, corpora: Sequence[Corpus], listener: Listener) -> None:
        for rows in letters.parts(corpora, listener):
            self.learn(rows)
        self._redis("-n", _KEPT, "FLUSHDB")
        self._redis("EVAL", _COPY, "0", _LIVE, _KEPT)

    def learn(self, rows: Sequence[Row]) -> None:
        for label in Label:
            some = [row for row in rows if row.label is label]
            for told in self._ask("controller", f"learn_{label.name.lower()}", some):
                if not told.get("success") and _KNOWN not in told.get("error", ""):
                    raise StateError(f"rspamd did not learn: {told}")

    def scores(self, rows: Sequence[Row]) -> list[float]:
        return [sum(one["score"] for one in told["symbols"].values()) for told in self._ask("normal", "symbols", rows)]

    def forget(self) -> None:
        self._redis("-n", _LIVE, "FLUSHDB")
        self._redis("EVAL", _COPY, "0", _KEPT, _LIVE)

    def seconds(self) -> float:
        return sum(processes.family_seconds(one.pid) for one in self._daemons)

    def _ask(self, worker: str, command: str, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """Return the answer to each row, in their order."""
        paths = letters.write([letters.all_in_body(row) for row in rows], self._folder / "letters")
        words = ["rspamc", "-h", str(self._folder / f"{worker}.sock"), "-n", "1", "--json", "--compact"]
        words += ["--header", "Learn-Type: bulk", command]
        found: dict[str, dict[str, Any]] = {}
        for at in range(0, len(paths), letters.AT_ONCE):
            some = list(map(str, paths[at : at + letters.AT_ONCE]))
            answers = map(json.loads, processes.run([*words, *some], accepted=(0, 1)).splitlines())
            found.update((told["filename"], told) for told in answers)
        if lacking := [path for path in paths if str(path) not in found]:
            raise StateError(f"rspamd was asked about {len(paths)} comments and gave no answer to {len(lacking)}")
        return [found[str(path)] for path in paths]

    def _redis(self, *words: str) -> None:
        told = processes.run(["redis-cli", "-s", str(self._folder / "redis.sock"), *words]).decode()
        if "ERR" in told:
            raise StateError(f"redis refused {words[0]}: {told.strip()}")


@contextmanager
def _open(_folder: Path) -> Iterator[_Rspamd]:
    # A path of its own: the name of a socket has at most 107 characters, and rspamd's user must get there.
    daemons: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryDirectory(prefix="chaffinch-") as name:
        folder = Path(name)
        settings = _SETTINGS.read_text().replace("FOLDER", name).replace("COMPILED", str(_compiled()))
        (folder / "rspamd.conf").write_text(settings)
        try:
            daemons.append(_started(_redis_words(folder), folder, "redis.sock"))
            daemons.append(_started(_rspamd_words(folder), folder, "normal.sock", "controller.sock"))
            yield _Rspamd(folder, daemons)
        finally:
            for daemon in reversed(daemons):
                processes.end(daemon)


@cache
def _compiled() -> Path:
    """Return a folder for what rspamd compiles at its first start; it goes when this program ends."""
    folder = Path(tempfile.mkdtemp(prefix="chaffinch-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _redis_words(folder: Path) -> list[str]:
    socket = str(folder / "redis.sock")
    return ["redis-server", "--port", "0", "--unixsocket", socket, "--unixsocketperm", "777", "--save", ""]


def _rspamd_words(folder: Path) -> list[str]:
    """Return the command line; root gives the folder and itself to rspamd's own user.

    Raises:
        StateError: that user cannot get into the folder, and would wait for Redis without end.
    """
    words = ["rspamd", "-f", "-c", str(folder / "rspamd.conf")]
    if os.geteuid() == 0 and _USER in (one.pw_name for one in pwd.getpwall()):
        for own in (folder, _compiled()):
            shutil.chown(own, _USER, _USER)
        words += ["-u", _USER, "-g", _USER]
        if closed := [str(path) for path in folder.parents if not path.stat().st_mode & stat.S_IXOTH]:
            raise StateError(f"{closed[0]} is closed to the user {_USER}: set TMPDIR to a folder that is not")
    return words


def _started(words: Sequence[str], folder: Path, *sockets: str) -> subprocess.Popen[bytes]:
    """Start a daemon and wait until its sockets are there."""
    with (folder / f"{words[0]}.out").open("wb") as out:
        daemon = subprocess.Popen(words, cwd=folder, stdout=out, stderr=out)  # noqa: S603 - programs named here
    began = time.monotonic()
    while not all((folder / name).exists() for name in sockets):
        if daemon.poll() is not None or time.monotonic() - began > _LIMIT:
            processes.end(daemon)
            raise StateError(f"{words[0]} did not start: {(folder / f'{words[0]}.out').read_text()[-500:]}")
        time.sleep(0.05)
    return daemon


def _version() -> str:
    return processes.run(["rspamd", "--version"]).decode().split()[-1]


RSPAMD = Peer(
    name="rspamd, Bayes",
    settings="author and address above the text; no rules; min_tokens, min_token_hits, min_learns 1; learned in bulk",
    neutral=0.0,
    missing=lambda: processes.missing({"rspamd": "rspamd", "rspamc": "rspamd", "redis-server": "redis-server"}),
    version=_version,
    open=_open,
)
"""Debian's rspamd."""
