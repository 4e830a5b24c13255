"""WordPress as Debian packs it: the one installed here, and newer ones unpacked from other suites, never installed."""

from __future__ import annotations

import fcntl
import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

INSTALLED = "installed"
"""The packages of this machine, PHP and MariaDB among them. In Debian 12 the plugin is 5.0.2."""
UNPACKED = ("trixie", "sid")
"""Suites with newer plugins: 5.5 learned to be called back, 5.7 is the newest."""
PACKAGES = ("wordpress", "mariadb-server", "php-cli", "php-mysql", "php-xml", "php-mbstring", "php-curl", "php-zip")
PLUGIN = "wp-content/plugins/akismet"
ROOT = "usr/share/wordpress"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


@dataclass(frozen=True)
class Package:
    """A WordPress to be copied from `root`. `sums`: the package's own list of MD5 sums."""

    suite: str
    root: Path
    sums: Path

    @property
    def plugin_version(self) -> str:
        """The version of the Akismet plugin in it."""
        return _told(self.root / PLUGIN / "akismet.php", r"Version: ([\d.]+)")

    @property
    def version(self) -> str:
        """The version of WordPress."""
        return _told(self.root / "wp-includes" / "version.php", r"\$wp_version = '([\d.]+)'")

    def plugin_sums(self) -> dict[str, str]:
        """Return the MD5 sum of each file of the plugin, as the package's maker wrote it down."""
        lines = (line.split(maxsplit=1) for line in self.sums.read_text().splitlines())
        begin = f"{ROOT}/{PLUGIN}/"
        return {path.removeprefix(begin): md5 for md5, path in lines if path.startswith(begin)}


def sums_of(plugin: Path) -> dict[str, str]:
    """Return the MD5 sum of each file below a folder."""
    files = (path for path in plugin.rglob("*") if path.is_file() and not path.is_symlink())
    return {str(f.relative_to(plugin)): hashlib.md5(f.read_bytes()).hexdigest() for f in files}  # noqa: S324


def package(suite: str, store: Path) -> Package:
    """Return the WordPress of a suite; `store` is where packages of other suites are kept for the next time.

    Raises:
        AssertionError: something is missing on this machine, or an archive cannot be reached; it is named.

    """
    missing = [name for name in PACKAGES if not _is_installed(name)]
    assert not missing, f"missing Debian packages: {' '.join(missing)}. As root, make test-contract installs them."
    if suite == INSTALLED:
        return Package(suite, Path("/") / ROOT, Path("/var/lib/dpkg/info/wordpress.md5sums"))
    folder = store / suite
    with _alone(store):
        if not (folder / "md5sums").exists():
            _unpack(suite, folder)
    return Package(suite, folder / "unpacked" / ROOT, folder / "md5sums")


def _unpack(suite: str, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "lists" / "partial").mkdir(parents=True)
    (folder / "cache" / "archives" / "partial").mkdir(parents=True)
    address = _archive()
    (folder / "sources.list").write_text(f"deb [signed-by={KEYRING}] {address} {suite} main\n")
    apart = {
        "Dir::Etc::sourcelist": folder / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
    }
    apt = ["apt-get", "-qq", *(word for name, value in apart.items() for word in ("-o", f"{name}={value}"))]
    for what in (["update"], ["download", "wordpress"]):
        done = subprocess.run([*apt, *what], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, f"{suite} of the archive {address} cannot be reached: {done.stderr.strip()}"
    (deb,) = folder.glob("wordpress_*.deb")
    subprocess.run(["dpkg-deb", "--extract", deb, folder / "unpacked"], check=True)
    subprocess.run(["dpkg-deb", "--control", deb, folder / "control"], check=True)
    shutil.rmtree(folder / "lists")
    (folder / "control" / "md5sums").rename(folder / "md5sums")


def _archive() -> str:
    """Return the address of the archive that this machine gets Debian itself from."""
    wanted = ["Created-By: Packages", "Origin: Debian", "Label: Debian"]
    said = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)", *wanted], capture_output=True, text=True, check=True
    ).stdout.split()
    assert said, "apt knows no archive of Debian on this machine: run apt-get update as root"
    return said[0]


def _is_installed(name: str) -> bool:
    done = subprocess.run(["dpkg-query", "-W", "-f=${db:Status-Status}", name], capture_output=True, text=True)
    return done.stdout == "installed"


def _told(file: Path, pattern: str) -> str:
    found = re.search(pattern, file.read_text("utf-8"))
    assert found, f"{file} does not say {pattern}"
    return found[1]


@contextmanager
def _alone(store: Path) -> Iterator[None]:
    """One process at a time: two workers of the tests may want the same package."""
    store.mkdir(parents=True, exist_ok=True)
    with (store / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
