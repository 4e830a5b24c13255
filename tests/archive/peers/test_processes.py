"""Programs of others: what is missing is told, what fails is never an answer, and their CPU time is counted."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chaffinch.archive.peers import processes
from chaffinch.errors import StateError

BUSY = "sum(n * n for n in range(3_000_000))"


def test_what_is_missing_is_told_as_packages_to_install() -> None:
    assert processes.missing({"sh": "dash"}) is None
    packages = {"no-such-program": "b-package", "nor-this-one": "a-package", "sh": "dash"}
    assert processes.missing(packages) == "apt install a-package b-package"


def test_a_program_that_fails_is_an_error_with_what_it_said() -> None:
    with pytest.raises(StateError, match="ended with code 3: it broke"):
        processes.run(["sh", "-c", "echo it broke >&2; exit 3"])
    assert processes.run(["sh", "-c", "cat; exit 3"], given=b"yes", accepted=(0, 3)) == b"yes"
    with pytest.raises(StateError, match="no-such-program cannot be run"):
        processes.run(["no-such-program"])


def test_the_time_of_programs_that_ended_is_counted() -> None:
    before = processes.ended_children_seconds()
    processes.run([sys.executable, "-c", BUSY])
    assert processes.ended_children_seconds() - before > 0.02


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_the_time_of_a_family_counts_its_children() -> None:
    words = ["sh", "-c", f"{sys.executable} -c '{BUSY}; print(1, flush=True); input()'; true"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert processes.family_seconds(process.pid) > 0.02
        process.communicate(b"\n")


def test_ending_a_process_waits_for_its_end_and_may_be_done_twice() -> None:
    process = subprocess.Popen(["sleep", "60"])
    began = time.monotonic()
    processes.end(process)
    processes.end(process)
    assert process.returncode is not None
    assert time.monotonic() - began < 10
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)
