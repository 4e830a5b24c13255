"""Killed with -9 at any moment, a server starts again with all it acknowledged, once, and nothing half done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import pytest

from chaffinch.service.states import Decider
from chaffinch.store import feedback
from chaffinch.store.schema import comment, decision
from tests.service.world import World

ROUNDS = int(os.environ.get("CHAFFINCH_FAULT_ROUNDS", "25"))
SEED = os.environ.get("CHAFFINCH_FAULT_SEED", "20261124")
ROOT = Path(__file__).parents[2]
LABELS = {"APPROVE": "HAM", "SPAM": "SPAM"}


@dataclass
class Promises:
    """All that was acknowledged, over all lives; and what was under way when the last one ended."""

    posted: dict[str, str] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)
    posting: set[str] = field(default_factory=set)
    deciding: dict[str, str | None] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    def hear(self, words: list[str]) -> None:
        said, one, *rest = words
        assert said != "broken", words
        self.done[said] += 1
        if said == "posting":
            self.posting.add(one)
        elif said == "posted":
            self.posting.discard(one)
            assert self.posted.setdefault(one, rest[0]) == rest[0]
        elif said in ("deciding", "undoing"):
            self.deciding[one] = rest[0] if rest else None
        elif said == "decided":
            self.deciding.pop(one)
            self.labels.setdefault(one, []).append(rest[0])
        elif said == "undone":
            self.deciding.pop(one)
            self.labels[one].pop()
        elif said == "refused":
            self.deciding.pop(one)
            assert not self.labels.get(one)

    def legal(self, one: str) -> list[list[str]]:
        """Return the histories a comment may have now: one, or two where a decision was under way."""
        sure = self.labels.get(one, [])
        if one not in self.deciding:
            return [sure]
        label = self.deciding[one]
        return [sure, sure[:-1] if label is None else [*sure, label]]


@contextmanager
def nursery(folder: Path) -> Iterator[tuple[IO[str], IO[str]]]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    program = [sys.executable, "-m", "tests.fault.living", str(folder)]
    with subprocess.Popen(
        program, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdin, process.stdout
        process.stdin.close()


def one_life(orders: IO[str], voice: IO[str], promises: Promises, seed: str, dice: random.Random) -> None:
    """Start a server, kill it after a while or after some words, and hear all it said."""
    orders.write(" ".join([seed, *sorted(promises.posting)]) + "\n")
    orders.flush()
    born, pid = voice.readline().split()
    assert born == "born"
    words_left = dice.randrange(1, 150)
    clock = threading.Timer(dice.uniform(0, 0.4), os.kill, (int(pid), signal.SIGKILL))
    if is_by_clock := dice.random() < 0.5:
        clock.start()
    for line in voice:
        words = line.split()
        if words[0] == "ended":
            assert int(words[1]) == -signal.SIGKILL
            break
        promises.hear(words)
        words_left -= 1
        if words_left == 0 and not is_by_clock:
            os.kill(int(pid), signal.SIGKILL)
    clock.cancel()


def hold_to(promises: Promises, world: World) -> None:
    """Compare what is found with what was promised; what was in doubt is settled by what is found."""
    with world.database.read() as connection:
        found = {row.id: row for row in connection.execute(comment.select())}
        living = {e.comment_id: e.label for e in feedback.after(connection, 0, 1_000_000)}
        decisions = list(connection.execute(decision.select().order_by(decision.c.id)))
    tokens = Counter(row.text.rpartition(" ")[2] for row in found.values())
    assert set(tokens.values()) <= {1}
    assert promises.posted.keys() <= tokens.keys() <= promises.posted.keys() | promises.posting
    assert set(promises.posted.values()) <= found.keys()
    machines = Counter(d.comment_id for d in decisions if d.decided_by == Decider.MACHINE.name)
    assert machines == Counter(found.keys())
    history: dict[str, list[str]] = {}
    for one in decisions:
        if one.decided_by == Decider.PERSON.name:
            history.setdefault(one.comment_id, []).append(LABELS[one.action])
    for comment_id, row in found.items():
        labels = history.get(comment_id, [])
        assert labels in promises.legal(comment_id)
        promises.labels[comment_id] = labels
        assert living.get(comment_id) == (labels[-1] if labels else None)
        if labels:
            assert row.state == {"HAM": "PUBLISHED", "SPAM": "SPAM"}[labels[-1]]
    assert living.keys() <= found.keys()
    promises.deciding.clear()
    assert world.judge.digest() == world.fold()


@pytest.mark.fault
@pytest.mark.timeout(60 + 12 * ROUNDS)
def test_killed_at_any_moment_all_that_was_acknowledged_is_there_once_and_weights_are_the_fold(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    promises = Promises()
    with nursery(tmp_path) as (orders, voice):
        for number in range(ROUNDS):
            one_life(orders, voice, promises, f"{SEED}-{number}", dice)
            world = World(tmp_path, seed=f"parent {number}")
            hold_to(promises, world)
            world.close()
    assert all(promises.done[said] for said in ("posted", "decided", "undone"))
