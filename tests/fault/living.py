"""Servers without HTTP, each a fork of this process, that post, decide, undo and checkpoint until they are killed.

For each line on standard input, the seed and the posts to send again, one such server is started. It says what it is
about to do and what is done; this process says `ended` once it has been killed. Forks start in a hundredth of a second.
"""

from __future__ import annotations

import os
import random
import sys
import threading
from pathlib import Path

from chaffinch.engine.types import Label
from chaffinch.errors import InputError
from chaffinch.store.schema import comment
from tests.service.world import HAM, SPAM, World, base_model

WORKERS = 4


def say(*words: str) -> None:
    os.write(1, (" ".join(words) + "\n").encode())  # one call, shorter than a pipe's buffer: whole or not at all


def post(world: World, token: str) -> str:
    say("posting", token)
    text = f"{SPAM if int(token, 16) % 2 else HAM} {token}"
    made = world.post(text, token=token).comment_id
    say("posted", token, made)
    return made


def work(world: World, dice: random.Random, mine: list[str]) -> None:
    while True:
        step = dice.random()
        if not mine or step < 0.4:
            mine.append(post(world, f"{dice.getrandbits(64):016x}"))
            continue
        one = dice.choice(mine)
        if step < 0.75:
            label = dice.choice(list(Label))
            say("deciding", one, label.name)
            world.desk.decide(one, label)
            say("decided", one, label.name)
        elif step < 0.95:
            say("undoing", one)
            try:
                world.desk.undo(one)
                say("undone", one)
            except InputError:
                say("refused", one)
        else:
            world.judge.checkpoint()


def tell_what_broke(broken: threading.ExceptHookArgs) -> None:
    say("broken", repr(broken.exc_value).replace("\n", " "))


def live(folder: Path, seed: str, again: list[str]) -> None:
    threading.excepthook = tell_what_broke
    world = World(folder, seed=f"child {seed}")
    for token in again:  # before the workers share out all comments: one that two decide about has no one history
        post(world, token)
    with world.database.read() as connection:
        ids = list(connection.execute(comment.select().order_by(comment.c.id)).scalars())
    for number in range(WORKERS):
        dice = random.Random(f"{seed} {number}")
        parts = (world, dice, ids[number::WORKERS][-40:])
        threading.Thread(target=work, args=parts).start()


def main(folder: Path) -> None:
    base_model()
    for line in sys.stdin:
        seed, *again = line.split()
        child = os.fork()
        if child == 0:
            say("born", str(os.getpid()))
            live(folder, seed, again)
            return
        _, status = os.waitpid(child, 0)
        say("ended", str(os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
