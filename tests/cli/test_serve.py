from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chaffinch.cli import starting
from chaffinch.cli.again import signin_command
from chaffinch.config import load
from tests.cli.world import call, told


@contextmanager
def serving(*words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start `chaffinch serve` as its own process on a free port; give it with what it said when it was ready."""
    port = str(free_port())
    program = [sys.executable, "-m", "chaffinch.cli", "serve", "--port", port, *words]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        guard = threading.Timer(60, server.kill)
        guard.start()
        try:
            said = ""
            while "Ctrl+C stops" not in said and (line := server.stdout.readline()):
                said += line
            yield server, said
        finally:
            guard.cancel()
            server.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def get(url: str) -> str:
    """Return a page as a browser would, which keeps the cookies it is given on its way there."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(url, timeout=10) as answer:
        body: bytes = answer.read()
        return body.decode()


def named(said: str, name: str) -> str:
    found = re.search(rf"{name} +(\S+)", said)
    assert found, said
    return found[1]


def test_what_it_prints_when_it_is_ready_answers() -> None:
    with serving() as (_, said):
        assert "<h1" in get(named(said, "Demo article"))
        assert get(named(said, "Front page"))
        assert "/sign-in/" in named(said, "Sign in to it")
        assert get(named(said, "Sign in to it"))
        assert re.fullmatch(r"[0-9a-f]{12}", named(said, "Akismet key"))
        assert named(said, "Akismet key") == told("site", "list")[0]["key"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_leaves_quietly(number: signal.Signals) -> None:
    with serving() as (server, _):
        server.send_signal(number)
        out, err = server.communicate(timeout=30)
        assert (server.returncode, out, err) == (0, "", "")
    assert not Path("chaffinch.db-wal").exists(), "the database was closed"


def test_akismets_headers_come_spelled_as_the_page_for_clients_says() -> None:
    # Seen on the wire, past every client that would make them one case: the server under ours lowers them all.
    with serving() as (_, said):
        host, _, port = named(said, "Front page").removeprefix("http://").rstrip("/").partition(":")
        with socket.create_connection((host, int(port)), timeout=10) as wire:
            wire.sendall(b"GET /1.1/verify-key?key=x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            answer = b"".join(iter(lambda: wire.recv(65_536), b""))
    names = [line.partition(b":")[0] for line in answer.partition(b"\r\n\r\n")[0].splitlines()[1:]]
    assert b"X-akismet-debug-help" in names
    assert {name for name in names if name != name.lower()} == {b"X-akismet-debug-help"}


def test_the_second_start_finds_the_state_of_the_first() -> None:
    keys = []
    for _ in range(2):
        with serving() as (server, said):
            keys.append(named(said, "Akismet key"))
            server.terminate()
            server.wait(30)
    assert keys[0] == keys[1]


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = call("serve", "--port", str(other.getsockname()[1]), code=1)
    assert done.stderr.startswith("Error (port-taken): ")
    assert "choose another with --port" in done.stderr
    assert not Path("chaffinch.db").exists()


def test_an_address_of_another_machine_is_told() -> None:
    assert call("serve", "--host", "192.0.2.1", code=1).stderr.startswith("Error (port-refused): ")


def test_an_odd_port_is_told() -> None:
    assert "port: found 'eighty' in --port; accepted: " in call("serve", "--port", "eighty", code=2).stderr


@pytest.mark.parametrize("options", [[], ["--database", "a folder/my.db"], ["--config", "other.toml"]])
def test_the_command_it_prints_makes_a_link_that_opens_the_desk(options: list[str]) -> None:
    Path("a folder").mkdir()
    Path("other.toml").write_text("database = 'other.db'\n")
    with serving(*options) as (_, said):
        hint = re.search(r"`(.+ signin .+)` makes another", said)
        assert hint, said
        done = subprocess.run(hint[1], shell=True, capture_output=True, text=True, check=True)  # noqa: S602 - as typed
        assert " · Desk</title>" in get(done.stdout.strip())


def test_the_command_repeats_the_variables_of_this_start() -> None:
    environ = {"CHAFFINCH_PORT": "9000", "CHAFFINCH_DATABASE": "my own.db", "CHAFFINCH_RETENTION__REFUSED_DAYS": "3"}
    again = signin_command(load(environ, None, {"host": "::1"}), host="::1", port=None)
    assert again.startswith("CHAFFINCH_PORT=9000 CHAFFINCH_DATABASE='sqlite:///my own.db' ")
    assert again.endswith(" signin --host ::1")


def test_the_start_takes_less_than_the_promised_second() -> None:
    """Of processor time: the tests share their processors with others, and waiting for one is not ours to promise.

    Two threads of one core slow each other down: 0.6 s became 0.8 to 1.0 s at a load of seven. So the best of six.
    """
    for _ in range(6):
        start = starting.measure()
        assert 0 < start.seconds < 30
        if start.processor < 1.0:
            return
    pytest.fail(f"six starts took a second of processor time and more, the last {start.processor:.2f} s")
