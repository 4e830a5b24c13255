"""A network of its own on this machine: loopback, two addresses on it, and names that mean this server.

In it the server, nginx and clients meet on the very ports and names that they would use in the open: no client is
patched, no address leads out. It is made of Linux namespaces, which root may make, and on most machines anybody.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

SECONDS = 180
"""Longer than any program here takes; then it is killed and the test fails."""
SERVER, CLIENT = "192.0.2.10", "192.0.2.20"
"""Addresses of documentation, both of this machine: where all names lead, and another to call from."""
_SETUP = f"""
ip link set lo up
ip address add {SERVER} dev lo
ip address add {CLIENT} dev lo
mount --bind "$1" /etc/hosts
read -r pid rest < /proc/self/stat
echo "$pid"
exec cat
"""


class Network:
    """Namespaces and the programs in them; all of it ends with the block.

    `names` lead to `SERVER`.
    """

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        hosts = folder / "hosts"
        hosts.write_text("127.0.0.1 localhost\n" + "".join(f"{SERVER} {name}\n" for name in names))
        as_root = () if os.geteuid() == 0 else ("--user", "--map-root-user")
        made = ["unshare", *as_root, "--net", "--mount", "--pid", "--fork", "--kill-child"]
        # The pipe is what keeps it: should these tests be killed, it closes, and the kernel ends all that runs inside.
        self._holder = subprocess.Popen(
            [*made, "sh", "-e", "-c", _SETUP, "sh", str(hosts)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._holder.stdout
        said = self._holder.stdout.readline().strip()
        assert said.isdecimal(), f"no namespaces; they need root, or a kernel that lets anybody: {self._errors()}"
        into_user = ("--user", "--preserve-credentials") if as_root else ()
        self._enter = ("nsenter", "--target", said, *into_user, "--net", "--mount", "--pid")
        self._started: list[subprocess.Popen[str]] = []

    def start(self, *words: str | Path, folder: Path) -> subprocess.Popen[str]:
        """Start a program that stays; what it says on standard output can be read."""
        called = self._called(folder, words)
        with (folder / f"{Path(words[0]).name}.log").open("a") as log:
            program = subprocess.Popen(called, stdout=subprocess.PIPE, stderr=log, text=True)
        self._started.append(program)
        return program

    def run(self, *words: str | Path, folder: Path, environ: Mapping[str, str] | None = None) -> str:
        """Run a program to its end and return what it printed; it must succeed and be silent on standard error."""
        called = self._called(folder, words)
        # No proxy of the machine is to be had in here.
        outer = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        env = outer | dict(environ or {})
        done = subprocess.run(called, env=env, capture_output=True, text=True, timeout=SECONDS, check=False)
        assert (done.returncode, done.stderr) == (0, ""), f"{words} said: {done.stdout}{done.stderr}"
        return done.stdout

    def _called(self, folder: Path, words: Sequence[str | Path]) -> list[str]:
        # The folder is told to nsenter: whoever enters other mounts finds itself in the root of them.
        return [*self._enter, f"--wdns={folder}", "--", *map(str, words)]

    def _errors(self) -> str:
        return self._holder.communicate(timeout=SECONDS)[1]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._holder.communicate(timeout=SECONDS)
        for program in self._started:
            program.communicate(timeout=SECONDS)
