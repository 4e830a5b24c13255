"""A server without HTTP, a fork of this process, that answers checks, decides and tells a site until it is killed.

For each seed on standard input one such server is started; `ended` is said once it has been killed.
"""

from __future__ import annotations

import os
import random
import sys
import threading
from contextlib import suppress
from pathlib import Path

from chaffinch.delivery.webhook import Webhook
from chaffinch.engine.types import Label, Submission
from chaffinch.errors import InputError
from chaffinch.service.checking import Check
from chaffinch.service.delivering import Deliverer
from chaffinch.service.rejudging import Rejudge
from chaffinch.service.sites import Site
from tests.fault.living import say, tell_what_broke
from tests.service.world import HAM, SPAM, World, base_model


def deliverer(world: World) -> Deliverer:
    return Deliverer(world.database, world.sites, Webhook(allow_private=True).post, world.clock)


def deliver_for_ever(world: World) -> None:
    telling = deliverer(world)
    while True:
        telling.step()


def decide_for_ever(world: World, site: Site, dice: random.Random) -> None:
    thinking = Rejudge(world.database, world.judge, world.clock)
    guids: list[str] = []
    while True:
        step = dice.random()
        if len(guids) < 3 or step < 0.2:
            text = f"{dice.choice([HAM, SPAM])} {dice.getrandbits(32)}"
            check = Check(Submission(text, "Ben"), callback=f"{site.url}/hook")
            guids.append(world.checks.check(site, check).guid)
        elif step < 0.7:
            world.desk.decide(dice.choice(guids), dice.choice(list(Label)))
        elif step < 0.9:
            with suppress(InputError):
                world.desk.undo(dice.choice(guids))
        else:
            thinking.run()
        say("done")


def live(folder: Path, url: str, seed: str) -> None:
    threading.excepthook = tell_what_broke
    world = World(folder, seed=f"child {seed}")
    site = world.sites.by_url(url) or world.sites.add(url)[0]
    for job in (lambda: deliver_for_ever(world), lambda: decide_for_ever(world, site, random.Random(seed))):
        threading.Thread(target=job).start()


def main(folder: Path, url: str) -> None:
    base_model()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            say("born", str(os.getpid()))
            live(folder, url, line.strip())
            return
        _, status = os.waitpid(child, 0)
        say("ended", str(os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
