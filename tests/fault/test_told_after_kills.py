"""Killed with -9 at any moment, while it sends too, a server tells the site the last word about every comment."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chaffinch.service.clock import DAY
from chaffinch.service.states import State
from chaffinch.service.telling import answer_of
from chaffinch.store.schema import comment, remote_check
from tests.delivery.hosts import answer, host
from tests.fault.teller import deliverer
from tests.fault.test_killed import ROOT, ROUNDS, SEED
from tests.service.world import World


@pytest.mark.fault
@pytest.mark.timeout(60 + 12 * ROUNDS)
def test_killed_at_any_moment_the_site_is_told_the_last_word_about_every_comment(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    with host(lambda stream: stream.sendall(answer())) as site:
        url = f"http://127.0.0.1:{site.port}"
        program = [sys.executable, "-m", "tests.fault.teller", str(tmp_path), url]
        with subprocess.Popen(
            program, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as nursery:
            assert nursery.stdin is not None
            assert nursery.stdout is not None
            for number in range(max(3, ROUNDS // 2)):
                nursery.stdin.write(f"{SEED}-{number}\n")
                nursery.stdin.flush()
                born, pid = nursery.stdout.readline().split()
                assert born == "born"
                for _ in range(dice.randrange(1, 60)):
                    assert nursery.stdout.readline() == "done\n"
                time.sleep(dice.uniform(0, 0.05))
                os.kill(int(pid), signal.SIGKILL)
                rest = iter(nursery.stdout.readline, "")
                assert next(line for line in rest if line != "done\n").split() == ["ended", str(-signal.SIGKILL)]
            nursery.stdin.close()
        world = World(tmp_path, seed="parent")
        telling = deliverer(world)
        for _ in range(3):
            while telling.step():
                pass
            world.now += DAY
        with world.database.read() as connection:
            stands = {row.id: State[row.state] for row in connection.execute(comment.select())}
            known = {row.comment_id: row.answer for row in connection.execute(remote_check.select())}
        world.close()
    told = [
        (one["guid"], one["result"])
        for request in site.requests
        if request.partition(b"\r\n\r\n")[2]
        for one in json.loads(request.partition(b"\r\n\r\n")[2])["comments"]
    ]
    assert len(told) > len(dict(told)) > 0
    for guid, word in dict(told).items():
        assert word == ("true" if answer_of(stands[guid], True).name == "SPAM" else "false")
    assert {guid: answer_of(state, True).name for guid, state in stands.items()} == known
