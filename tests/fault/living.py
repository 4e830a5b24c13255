"""A server without HTTP that posts, decides, undoes and checkpoints until it is killed, and says what is done."""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from pathlib import Path

from chaffinch.engine.types import Label
from tests.service.world import HAM, SPAM, World


def live(folder: Path, seed: int) -> None:
    world = World(folder)
    world.entropy = os.urandom  # type: ignore[assignment]
    world.open()
    world.now = int(time.time() * 1000)
    said = threading.Lock()

    def say(*words: str) -> None:
        with said:
            sys.stdout.write(" ".join(words) + "\n")
            sys.stdout.flush()

    def work(number: int) -> None:
        dice = random.Random(f"{seed}:{number}")
        mine: list[str] = []
        while True:
            step = dice.random()
            if not mine or step < 0.5:
                token = os.urandom(8).hex()
                mine.append(world.post(f"{dice.choice((HAM, SPAM))} {token}", token=token).comment_id)
                say("posted", mine[-1])
                continue
            comment = dice.choice(mine)
            if step < 0.9:
                label = dice.choice(list(Label))
                say("deciding", comment)
                world.desk.decide(comment, label)
                say("decided", comment, label.name)
            else:
                world.judge.checkpoint()

    say("ready")
    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(3)]
    for thread in threads:
        thread.start()
    threads[0].join()


if __name__ == "__main__":
    live(Path(sys.argv[1]), int(sys.argv[2]))
