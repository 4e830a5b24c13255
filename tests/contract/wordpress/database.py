"""A private MariaDB in a folder of its own: reached over a socket there, gone with it."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SMALL = (
    "--skip-networking",
    "--innodb-buffer-pool-size=32M",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--performance-schema=OFF",
)
_AS_ROOT = ("--user=root",) if os.geteuid() == 0 else ()


@dataclass(frozen=True)
class MariaDB:
    """A running server. Its one account has no password: nobody but us can open the socket's folder."""

    socket: Path

    def run(self, sql: str) -> str:
        """Run statements in the database `wp`; return what they print, a row a line."""
        client = ["mariadb", "--no-defaults", "-uroot", f"-S{self.socket}", "--batch", "--raw", "--skip-column-names"]
        return subprocess.run([*client, "wp"], input=sql, capture_output=True, text=True, check=True).stdout

    def rows(self, fields: str, rest: str) -> list[dict[str, Any]]:
        """Return rows by name of field: `rows("comment_ID, comment_type", "FROM wp_comments")`."""
        told = ", ".join(f"'{name.strip()}', {name.strip()}" for name in fields.split(","))
        return [json.loads(line) for line in self.run(f"SELECT JSON_OBJECT({told}) {rest}").splitlines()]

    def remember(self) -> None:
        """Keep what every table holds now, for `forget_since`."""
        for table in self._tables():
            self.run(f"CREATE TABLE calm_{table} AS SELECT * FROM {table}")  # noqa: S608

    def forget_since(self) -> None:
        """Bring every table back to what it held at `remember`."""
        self.run(";".join(f"DELETE FROM {t}; INSERT INTO {t} SELECT * FROM calm_{t}" for t in self._tables()))  # noqa: S608

    def _tables(self) -> list[str]:
        return self.run("SHOW TABLES LIKE 'wp\\_%'").split()


@contextmanager
def mariadb(folder: Path) -> Iterator[MariaDB]:
    """Run a server in a folder whose path is short: a socket's may have 107 characters."""
    data, it = folder / "data", MariaDB(folder / "db.sock")
    own = (f"--datadir={data}", f"--tmpdir={folder / 'tmp'}", *_AS_ROOT)  # a server that starts empties its tmpdir
    (folder / "tmp").mkdir()
    install = ["mariadb-install-db", "--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"]
    done = subprocess.run([*install, *own], capture_output=True, text=True)
    assert done.returncode == 0, f"no database could be made: {done.stdout[-2000:]}"
    with (folder / "db.log").open("w") as log:
        program = ["mariadbd", "--no-defaults", f"--socket={it.socket}", *own, *_SMALL]
        with subprocess.Popen(program, stdout=log, stderr=log) as server:
            try:
                _wait_for(it, server, folder / "db.log")
                yield it
            finally:
                server.kill()


def _wait_for(it: MariaDB, server: subprocess.Popen[bytes], log: Path) -> None:
    client = ["mariadb", "--no-defaults", "-uroot", f"-S{it.socket}", "-e", "CREATE DATABASE IF NOT EXISTS wp"]
    until = time.monotonic() + 60
    while subprocess.run(client, capture_output=True).returncode:
        assert server.poll() is None, f"mariadbd did not start: {log.read_text()[-2000:]}"
        assert time.monotonic() < until, f"mariadbd does not answer: {log.read_text()[-2000:]}"
        time.sleep(0.1)
