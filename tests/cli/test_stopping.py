from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from chaffinch.cli.refusal import Interrupted
from chaffinch.cli.stopping import resumable, whole
from tests.archive.corpora import texts
from tests.cli.world import lines


def press_ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0)


def test_what_is_inside_is_done_to_its_end_and_the_stop_counts_right_after() -> None:
    did = []

    def work() -> None:
        with whole():
            press_ctrl_c()
            did.append("the rest of it")
        did.append("never")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert did == ["the rest of it"]
    with pytest.raises(KeyboardInterrupt):
        press_ctrl_c()


def test_an_error_inside_is_told_as_it_is_and_the_signal_is_given_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ZeroDivisionError), whole():
        raise ZeroDivisionError
    assert signal.getsignal(signal.SIGINT) is before


def test_in_another_thread_there_is_no_signal_to_hold_back() -> None:
    did: list[int] = []

    def work() -> None:
        with whole():
            did.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert did == [1]


def test_a_stop_becomes_one_message_that_tells_how_to_go_on() -> None:
    with pytest.raises(Interrupted) as caught, resumable(lambda: "go on there"):
        raise KeyboardInterrupt
    assert (caught.value.exit_code, caught.value.code, caught.value.message) == (130, "interrupted", "go on there")


def test_a_real_ctrl_c_leaves_whole_verdicts_and_no_traceback() -> None:
    """As in a terminal: a process of its own, reading a pipe that never ends."""
    program = [sys.executable, "-m", "chaffinch.cli", "check"]
    line = json.dumps({"text": texts(1, is_spam=False, seed="x")[0]}) + "\n"
    with (
        Path("out.jsonl").open("wb") as out,
        subprocess.Popen(program, stdin=subprocess.PIPE, stdout=out, stderr=subprocess.PIPE) as run,
    ):
        assert run.stdin
        assert run.stderr
        run.stdin.write(line.encode() * 2000)
        run.stdin.flush()
        until = time.monotonic() + 60
        while Path("out.jsonl").stat().st_size == 0 and time.monotonic() < until:
            time.sleep(0.05)
        run.send_signal(signal.SIGINT)
        said = run.stderr.read().decode()
        run.stdin.close()
    written = len(lines(Path("out.jsonl").read_text()))
    assert run.returncode == 130
    assert said == f"Error (interrupted): stopped after line {written}: `--from {written + 1}` goes on there\n"
