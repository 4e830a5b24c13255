"""A caller whose server was killed sends its calls again with the same keys: each is done and answered once."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from chaffinch.store.schema import comment
from tests.service.world import World

LIVES = int(os.environ.get("CHAFFINCH_FAULT_ROUNDS", "25")) // 4
SEED = os.environ.get("CHAFFINCH_FAULT_SEED", "20261124")
ROOT = Path(__file__).parents[2]


def live(folder: Path, seed: str, keys: list[str], told: dict[str, str], seconds: float) -> None:
    """Start a server, send the keys, kill it after a while; every answer must be the one it had before."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    program = [sys.executable, "-m", "tests.fault.calling", str(folder), seed]
    with subprocess.Popen(
        program, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        clock = threading.Timer(seconds, server.kill)
        clock.start()
        server.stdin.write("".join(f"{key}\n" for key in keys))
        server.stdin.flush()
        for line in server.stdout:
            key, answer = line.split()
            assert told.setdefault(key, answer) == answer
            if key == keys[-1]:
                break
        server.kill()
        clock.cancel()


@pytest.mark.fault
@pytest.mark.timeout(60 + 12 * LIVES)
def test_killed_at_any_moment_each_call_is_done_once_and_answered_the_same(tmp_path: Path) -> None:
    dice, told, keys = random.Random(SEED), dict[str, str](), [f"{n:04}" for n in range(600)]
    for number in range(LIVES):
        known = sorted(told)
        again = dice.sample(known, min(len(known), 5))
        rest = [key for key in keys if key not in told]
        live(tmp_path, f"{SEED}-{number}", [*again, *rest], told, dice.uniform(0.05, 0.4))
    live(tmp_path, f"{SEED}-last", keys, told, 60)
    world = World(tmp_path)
    with world.database.read() as connection:
        found = list(connection.execute(comment.select()))
    world.close()
    done = Counter(row.text.rpartition(" ")[2] for row in found)
    assert done == Counter(keys)
    assert {row.text.rpartition(" ")[2]: row.id for row in found} == told
