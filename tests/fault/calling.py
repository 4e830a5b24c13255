"""A server without HTTP that answers calls with Idempotency-Keys, one for each line, until it is killed."""

from __future__ import annotations

import sys
from pathlib import Path

from chaffinch.engine.types import Submission
from chaffinch.service.checking import Check, Checked
from chaffinch.service.once import Answers
from chaffinch.service.states import Source
from chaffinch.store.database import Connection
from tests.service.world import HAM, World


def answer(world: World, answers: Answers, key: str) -> str:
    check = Check(Submission(f"{HAM} {key}"), source=Source.API)
    with answers.once(world.site.id, key, key.encode()) as once:
        if once.earlier is not None:
            return once.earlier

        def keep(connection: Connection, done: tuple[Checked, ...]) -> None:
            once.keep(connection, done[0].guid, [done[0].guid])

        return world.checks.check_all(world.site, [check], keep)[0].guid


def main(folder: Path, seed: str) -> None:
    world = World(folder, seed=seed)
    answers = Answers(world.database, world.secret, world.clock)
    print("ready", flush=True)
    for line in sys.stdin:
        key = line.strip()
        print(key, answer(world, answers, key), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
