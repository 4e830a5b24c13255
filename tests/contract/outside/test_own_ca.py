"""The certificates that `integrations/nginx/own-ca.sh` makes with Debian's openssl."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest

from tests.compatibility import Record
from tests.contract.outside.house import NGINX
from tests.contract.packages import debian

pytestmark = [pytest.mark.contract, pytest.mark.outside]
NAME = "comments.example"


@pytest.fixture(autouse=True)
def ran(request: pytest.FixtureRequest, compatibility: Record) -> None:
    compatibility("Debian openssl", debian("openssl"), request.node.name.removeprefix("test_").replace("_", " "))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make(tmp_path)
    return tmp_path


def make(folder: Path) -> None:
    subprocess.run([NGINX / "own-ca.sh", folder, NAME], check=True, capture_output=True)


def openssl(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True, check=False)


def is_trusted(folder: Path, host: str, certificate: str = f"{NAME}.pem") -> bool:
    trust = ("-CAfile", folder / f"{NAME}.ca.pem", "-no-CApath", "-no-CAstore", "-x509_strict")
    return openssl("verify", *trust, "-verify_hostname", host, folder / certificate).returncode == 0


def test_a_certificate_holds_for_the_name_and_each_key_before_it(folder: Path) -> None:
    hosts = (NAME, f"0123456789ab.{NAME}", f"a.b.{NAME}", "comments.example.org", "rest.akismet.com")
    assert [host for host in hosts if is_trusted(folder, host)] == [NAME, f"0123456789ab.{NAME}"]


def test_whatever_else_the_authority_signs_is_not_trusted(folder: Path) -> None:
    authority = ("-CA", folder / f"{NAME}.ca.pem", "-CAkey", folder / f"{NAME}.ca.key")
    extensions = folder / "extensions"
    for host, is_good in ((f"another.{NAME}", True), ("bank.example", False)):
        extensions.write_text(
            f"subjectAltName=DNS:{host}\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n", "ascii"
        )
        asked = ("-newkey", "rsa:2048", "-noenc", "-keyout", folder / "key", "-out", folder / "asked")
        assert openssl("req", *asked, "-subj", f"/CN={host}").returncode == 0
        signed = ("-in", folder / "asked", *authority, "-extfile", extensions, "-out", folder / "signed.pem")
        assert openssl("x509", "-req", *signed).returncode == 0
        assert is_trusted(folder, host, "signed.pem") is is_good


def test_keys_are_for_their_owner_and_certificates_for_everybody(folder: Path) -> None:
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    for name in (f"{NAME}.key", f"{NAME}.ca.key"):
        assert modes[name] == 0o600
    for name in (f"{NAME}.pem", f"{NAME}.ca.pem"):
        assert modes[name] == 0o644


def test_a_second_certificate_is_by_the_same_authority(folder: Path) -> None:
    before = {name: (folder / name).read_bytes() for name in (f"{NAME}.pem", f"{NAME}.ca.pem")}
    make(folder)
    assert (folder / f"{NAME}.ca.pem").read_bytes() == before[f"{NAME}.ca.pem"]
    assert (folder / f"{NAME}.pem").read_bytes() != before[f"{NAME}.pem"]
    assert is_trusted(folder, NAME)


def test_without_a_name_it_tells_how_it_is_used(tmp_path: Path) -> None:
    done = subprocess.run([NGINX / "own-ca.sh", tmp_path], capture_output=True, text=True, check=False)
    assert (done.returncode, "own-ca.sh FOLDER NAME" in done.stdout) == (2, True)
    assert list(tmp_path.iterdir()) == []
