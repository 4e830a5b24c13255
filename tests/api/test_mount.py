"""The API is loaded with its first call: a start does not wait for it, and first calls at once are all answered."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from tests.api.world import World

STARTED = """
import sys
from chaffinch import config
from chaffinch.bootstrap import Server
with Server(config.load({}, None, {"database": "chaffinch.db"})) as server:
    assert server.app
print(*[name for name in sys.modules if name.startswith(("chaffinch.web.api", "chaffinch.wire.native", "msgspec"))])
"""


def test_a_server_that_has_started_has_not_loaded_it(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", STARTED], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["chaffinch.web.api_mount"]


def test_first_calls_at_once_are_all_answered(world: World) -> None:
    told: list[int] = []
    threads = [threading.Thread(target=lambda: told.append(world.get("/site").status_code)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [200] * 8
