"""A server as its users have it: `chaffinch serve` with the real model behind nginx with TLS, in a network of its own.

nginx runs the very files of `integrations/nginx`, and the certificates are made by the script there.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.contract.outside.network import CLIENT, Network
from tests.contract.world import BLOG, HAM, KEY, SPAM

NGINX = Path(__file__).parents[3] / "integrations" / "nginx"
PROGRAMS = Path(__file__).parent / "programs"
OWN, HARD_CODED = "comments.example", "rest.akismet.com"
BAD_KEY = "ffffffffffff"
NAMES = [f"{label}{name}" for name in (OWN, HARD_CODED) for label in ("", f"{KEY}.", f"{BAD_KEY}.")]
_NGINX_CONF = """
daemon off;
user root;
pid nginx.pid;
events { }
http {
    client_body_temp_path temporary/body;
    proxy_temp_path temporary/proxy;
    fastcgi_temp_path temporary/fastcgi;
    scgi_temp_path temporary/scgi;
    uwsgi_temp_path temporary/uwsgi;
    include conf.d/*.conf;
}
"""
"""What Debian's nginx.conf comes down to here, with every file in the test's folder."""


class House:
    """The network, the server in it, and what it has stored."""

    def __init__(self, network: Network, folder: Path) -> None:
        self.network = network
        self.folder = folder
        self.tls = folder / "nginx" / "tls"

    def ask(self, *program: str | Path, domain: str, **environ: str) -> Any:
        """Run a client and return the JSON it prints; it trusts the authority of `domain`."""
        authority = str(self.tls / f"{domain}.ca.pem")
        trust = {"SSL_CERT_FILE": authority, "NODE_EXTRA_CA_CERTS": authority}
        words = {"CLIENT_HAM": HAM, "CLIENT_SPAM": SPAM}
        who = {"CLIENT_KEY": KEY, "CLIENT_BAD_KEY": BAD_KEY, "CLIENT_BLOG": BLOG, "CLIENT_HOST": domain}
        return json.loads(self.network.run(*program, folder=self.folder, environ=trust | who | words | environ))

    def curl(self, *words: str) -> str:
        """Return what curl prints, called from another address than the server's."""
        trust = str(self.tls / f"{OWN}.ca.pem")
        called = ("curl", "--silent", "--show-error", "--interface", CLIENT, "--cacert", trust)
        return self.network.run(*called, *words, folder=self.folder)

    def labels(self) -> list[str]:
        """Return what has been learned and still lives, oldest first, as the server's database has it now."""
        with closing(sqlite3.connect(f"file:{self.folder / 'chaffinch.db'}?mode=ro", uri=True)) as database:
            return [label for (label,) in database.execute("SELECT label FROM feedback ORDER BY position")]


@contextmanager
def opened(folder: Path, serve: tuple[str, ...] = ("-m", "chaffinch.cli", "serve")) -> Iterator[House]:
    """Open a house with the site `BLOG`, whose key is `KEY`, and which may be told to discard."""
    _settle(folder)
    with Network(folder, NAMES) as network:
        server = network.start(sys.executable, *serve, folder=folder)
        _wait_for(server, "Ctrl+C stops", folder)
        house = House(network, folder)
        settled = folder / "nginx"
        network.start("/usr/sbin/nginx", "-e", "stderr", "-p", settled, "-c", settled / "nginx.conf", folder=folder)
        _wait_for_nginx(house)
        yield house


def _settle(folder: Path) -> None:
    """Lay out the folders of the server and of nginx."""
    (folder / "chaffinch.toml").write_text(
        f'public_url = "https://{OWN}"\ntrusted_proxies = ["127.0.0.1"]\n', encoding="utf-8"
    )
    for words in (("add", BLOG, "--key", KEY), ("configure", BLOG, "--discard")):
        site = [sys.executable, "-m", "chaffinch.cli", "site", *words]
        subprocess.run(site, cwd=folder, check=True, capture_output=True)
    nginx = folder / "nginx"
    (nginx / "conf.d").mkdir(parents=True)
    (nginx / "temporary").mkdir()
    (nginx / "nginx.conf").write_text(_NGINX_CONF, "utf-8")
    shutil.copy(NGINX / "chaffinch-proxy.inc", nginx)
    for name in ("chaffinch.conf", f"{HARD_CODED}.conf"):
        shutil.copy(NGINX / name, nginx / "conf.d")
    for name in (OWN, HARD_CODED):
        subprocess.run([NGINX / "own-ca.sh", nginx / "tls", name], check=True, capture_output=True)


def _wait_for(program: subprocess.Popen[str], words: str, folder: Path) -> None:
    assert program.stdout
    said = ""
    while words not in said:
        line = program.stdout.readline()
        assert line, said + "".join(log.read_text() for log in folder.glob("*.log"))
        said += line


def _wait_for_nginx(house: House) -> None:
    for _ in range(100):
        try:
            house.curl(f"https://{OWN}/1.1/test")
        except AssertionError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError((house.folder / "nginx.log").read_text())
