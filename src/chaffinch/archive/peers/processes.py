"""Programs of others: whether they are there, how they are run, and the CPU time they used (Linux: /proc)."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from chaffinch.errors import StateError

_TICKS = os.sysconf("SC_CLK_TCK")


def missing(packages: dict[str, str]) -> str | None:
    """Return which Debian packages to install, given as program -> package; None where every program is there."""
    lacking = sorted({package for program, package in packages.items() if shutil.which(program) is None})
    return f"apt install {' '.join(lacking)}" if lacking else None


def run(words: Sequence[str], *, given: bytes = b"", accepted: Sequence[int] = (0,)) -> bytes:
    """Run a program to its end and return what it wrote.

    Raises:
        StateError: it is not there, or ended with a code that is not among the accepted.
    """
    try:
        done = subprocess.run(words, input=given, capture_output=True, check=False)  # noqa: S603 - programs named here
    except OSError as error:
        raise StateError(f"{words[0]} cannot be run: {error}") from error
    if done.returncode not in accepted:
        told = done.stderr.decode(errors="replace").strip()[-500:]
        raise StateError(f"{words[0]} ended with code {done.returncode}: {told or 'it said nothing'}")
    return done.stdout


def ended_children_seconds() -> float:
    """Return the CPU seconds of all child processes that have ended so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def family_seconds(process: int) -> float:
    """Return the CPU seconds used so far by a running process and its living descendants, in steps of 10 ms."""
    children: dict[int, list[int]] = defaultdict(list)
    used: dict[int, float] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue  # it has ended since
        children[int(fields[1])].append(int(path.parent.name))
        used[int(path.parent.name)] = (int(fields[11]) + int(fields[12])) / _TICKS
    waiting, total = [process], 0.0
    while waiting:
        one = waiting.pop()
        total += used.get(one, 0.0)
        waiting += children[one]
    return total


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process of ours, wait for it, and close its pipes."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
