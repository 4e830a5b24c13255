from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from chaffinch.store import comments, feedback
from tests.service.world import World

ROUNDS = int(os.environ.get("CHAFFINCH_FAULT_ROUNDS", "12"))
ROOT = Path(__file__).parents[2]


def run_until_killed(folder: Path, seed: int, lines: int) -> list[list[str]]:
    """Start the child, kill it -9 after it has said `lines` lines, and return all it said whole."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    program = [sys.executable, "-m", "tests.fault.living", str(folder), str(seed)]
    child = subprocess.Popen(program, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    heard = []
    for line in child.stdout:
        heard.append(line)
        if len(heard) == lines:
            child.send_signal(signal.SIGKILL)
    child.wait()
    assert child.returncode == -signal.SIGKILL
    child.stdout.close()
    return [line.split() for line in heard if line.endswith("\n")]


@pytest.mark.fault
def test_killed_at_any_moment_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    dice = random.Random(20261124)
    posted: set[str] = set()
    labels: dict[str, str] = {}
    for number in range(ROUNDS):
        unsure: set[str] = set()
        for words in run_until_killed(tmp_path, number, dice.randrange(2, 250)):
            if words[0] == "posted":
                posted.add(words[1])
            elif words[0] == "deciding":
                unsure.add(words[1])
            elif words[0] == "decided":
                unsure.discard(words[1])
                labels[words[1]] = words[2]
        world = World(tmp_path)
        with world.database.read() as connection:
            living = [(entry.comment_id, entry.label) for entry in feedback.after(connection, 0, 1_000_000)]
            missing = [comment for comment in posted if comments.by_id(connection, comment) is None]
        assert not missing
        assert len(living) == len({comment for comment, _ in living})
        for comment, label in labels.items():
            if comment not in unsure:
                assert (comment, label) in living
        labels = dict(living)
        assert world.judge.digest() == world.fold()
        world.close()
    assert posted
    assert labels
