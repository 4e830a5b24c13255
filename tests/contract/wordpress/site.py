"""One WordPress of our own: a copy of a package, its database, PHP's built-in server, and what the tests may ask it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.contract.wordpress.database import MariaDB
from tests.contract.wordpress.debian import PLUGIN, Package

PHP = Path(__file__).parent / "php"
MUST_USE = Path(__file__).parents[3] / "integrations" / "wordpress" / "chaffinch.php"
_CACHED = ("-dopcache.enable=1", "-dopcache.enable_cli=1", "-dopcache.validate_timestamps=0")


@dataclass(frozen=True)
class Site:
    """A running WordPress. `post`: the id of its article; `password`: an application password of the editor."""

    package: Package
    folder: Path
    home: str
    database: MariaDB
    post: int
    password: str

    @property
    def plugin(self) -> Path:
        """The folder of the Akismet plugin."""
        return self.folder / "site" / PLUGIN

    @property
    def article(self) -> str:
        """The address of the article."""
        return f"{self.home}/bridge/"

    def tell_server(self, address: str | None) -> None:
        """Set what CHAFFINCH_SERVER is from the next request on; None: not defined."""
        file = self.folder / "server"
        file.unlink(missing_ok=True)
        if address is not None:
            file.write_text(address)

    def option(self, name: str) -> str:
        """Return one of WordPress's options as it is stored, "" if it is not."""
        return self.database.run(f"SELECT option_value FROM wp_options WHERE option_name = '{name}'").strip()  # noqa: S608

    def set_option(self, name: str, value: str) -> None:
        """Store an option that is not there yet."""
        self.database.run(f"INSERT INTO wp_options (option_name, option_value) VALUES ('{name}', '{value}')")  # noqa: S608

    @contextmanager
    def only_led(self) -> Iterator[None]:
        """Take our must-use plugin out for a while: the calls still come to us, as they are."""
        folder = self.folder / "site" / "wp-content" / "mu-plugins"
        (folder / MUST_USE.name).unlink()
        shutil.copy(PHP / "lead.php", folder)
        try:
            yield
        finally:
            (folder / "lead.php").unlink()
            shutil.copy(MUST_USE, folder)

    def call(self, expression: str) -> Any:
        """Return the value of a PHP expression inside WordPress."""
        done = subprocess.run(
            ["php", PHP / "call.php", self.folder / "site", expression], capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout.rpartition("\n")[2])

    def complaints(self) -> list[str]:
        """Return what PHP had to say about our must-use plugin: notices, warnings, deprecations."""
        log = self.folder / "debug.log"
        return [line for line in log.read_text().splitlines() if MUST_USE.name in line] if log.exists() else []


@contextmanager
def wordpress(package: Package, folder: Path, database: MariaDB) -> Iterator[Site]:
    """Install a WordPress into a folder and serve it."""
    port = _free_port()
    home = f"http://127.0.0.1:{port}"
    _copy(package, folder / "site")
    (folder / "site.json").write_text(json.dumps({"home": home, "socket": str(database.socket)}))
    installed = subprocess.run(["php", PHP / "install.php", folder / "site"], capture_output=True, text=True)
    assert installed.returncode == 0, f"WordPress was not installed: {installed.stdout} {installed.stderr}"
    made = json.loads(installed.stdout.rpartition("\n")[2])
    with _serving(folder, port):
        yield Site(package, folder, home, database, made["post"], made["password"])


def _copy(package: Package, root: Path) -> None:
    subprocess.run(["cp", "-a", package.root, root], check=True)
    content = root / "wp-content"
    for name in ("mu-plugins", "uploads", "themes/plain"):
        (content / name).mkdir(parents=True, exist_ok=True)
    (root / "wp-config.php").unlink(missing_ok=True)
    shutil.copy(PHP / "wp-config.php", root)
    shutil.copy(PHP / "quiet.php", content / "mu-plugins")
    shutil.copy(MUST_USE, content / "mu-plugins")
    shutil.copy(PHP / "theme.php", content / "themes" / "plain" / "index.php")
    (content / "themes" / "plain" / "style.css").write_text("/*\nTheme Name: Plain\n*/\n")


@contextmanager
def _serving(folder: Path, port: int) -> Iterator[None]:
    program: list[str | Path] = ["php", *_CACHED, "-S", f"127.0.0.1:{port}", "-t", folder / "site"]
    with (folder / "php.log").open("w") as log:
        several = os.environ | {"PHP_CLI_SERVER_WORKERS": "3"}
        server = subprocess.Popen(program, stdout=log, stderr=log, env=several, start_new_session=True)
        try:
            _wait_for(port, server, folder / "php.log")
            yield
        finally:
            os.killpg(server.pid, signal.SIGKILL)  # its workers with it
            server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 30
    with socket.socket() as probe:
        while probe.connect_ex(("127.0.0.1", port)):
            assert server.poll() is None, f"PHP's server did not start: {log.read_text()}"
            assert time.monotonic() < until, "PHP's server does not answer"
            time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
