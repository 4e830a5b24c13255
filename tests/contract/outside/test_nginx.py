"""Debian's nginx, with the files of `integrations/nginx`, between clients and the server: what must come through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chaffinch.wire.akismet_table import TABLE, Endpoint, paths
from tests.compatibility import Record
from tests.contract.outside.house import BAD_KEY, OWN, House, opened
from tests.contract.outside.network import CLIENT
from tests.contract.outside.witness import BOOK
from tests.contract.packages import debian
from tests.contract.world import BLOG, KEY

pytestmark = [pytest.mark.contract, pytest.mark.outside]
WITNESS = (str(Path(__file__).with_name("witness.py")),)
CHECK = ("-d", f"blog={BLOG}", "-d", "user_ip=192.0.2.1", "-d", "comment_author=akismet-guaranteed-spam")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("house"), WITNESS) as house:
        yield house


@pytest.fixture(autouse=True)
def ran(request: pytest.FixtureRequest, compatibility: Record) -> None:
    what = request.node.name.removeprefix("test_").partition("[")[0].replace("_", " ")
    compatibility("Debian nginx", debian("nginx"), what)


def url(path: str, label: str = "", scheme: str = "https") -> str:
    return f"{scheme}://{label}{OWN}{path}"


def check(house: House, *words: str, label: str = f"{KEY}.", scheme: str = "https") -> tuple[list[str], str]:
    """Return the lines of head and the body of the answer to a check of guaranteed spam."""
    told = house.curl("--include", *words, *CHECK, url("/1.1/comment-check", label, scheme))
    head, _, body = told.partition("\n\n")
    return head.splitlines(), body


def seen(house: House) -> Any:
    """Return the last thing the witness wrote."""
    return json.loads((house.folder / BOOK).read_text("utf-8").splitlines()[-1])


def names(head: list[str]) -> list[str]:
    return [line.partition(":")[0] for line in head[1:]]


@pytest.mark.parametrize("version", ["--http1.0", "--http1.1", "--http2"])
def test_the_key_in_the_host_name_reaches_the_server(house: House, version: str) -> None:
    assert check(house, version)[1] == "true"
    assert seen(house)["host"] == f"{KEY}.{OWN}"
    assert check(house, version, label=f"{BAD_KEY}.")[1] == "invalid"
    assert check(house, version, label="")[1] == "invalid"
    assert check(house, version, "-d", f"api_key={KEY}", label="")[1] == "true"


@pytest.mark.parametrize("endpoint", Endpoint, ids=lambda endpoint: endpoint.value)
def test_every_call_finds_its_key_in_the_host_name(house: House, endpoint: Endpoint) -> None:
    fields = ("-d", f"blog={BLOG}", "-d", "user_ip=192.0.2.1", "-d", "is_test=1")
    told = [house.curl(*fields, url(path, f"{KEY}.")) for path in paths(endpoint)]
    assert "invalid" not in told
    bare = [house.curl(*fields, url(path)) for path in paths(endpoint)]
    assert (bare == ["invalid", "invalid"]) is (TABLE[endpoint].subject is not None)


def test_numbers_may_be_asked_for_with_get(house: House) -> None:
    assert json.loads(house.curl(url(f"/1.2/usage-limit?api_key={KEY}")))["limit"] == "none"
    listed = json.loads(house.curl(url("/1.2/key-sites?format=json", f"{KEY}.")))
    assert [site["site"] for month in listed.values() if isinstance(month, list) for site in month] == ["blog.example"]
    assert house.curl(url("/1.2/key-sites?format=csv", f"{KEY}.")).startswith(f"Active sites for {KEY} during ")


def test_a_host_name_is_the_same_in_capitals_and_with_a_port(house: House) -> None:
    assert check(house, "--http1.1", "-H", f"Host: {KEY.upper()}.{OWN.upper()}:443")[1] == "true"


def test_one_of_the_oldest_clients_is_answered_in_its_own_version(house: House) -> None:
    head, body = check(house, "--http1.0")
    told = [line.lower() for line in head]
    assert (body, "content-length: 4" in told, "connection: close" in told) == ("true", True, True)
    assert not [line for line in told if line.startswith("transfer-encoding")]


def test_without_a_host_the_key_in_a_field_is_enough(house: House) -> None:
    assert check(house, "--http1.0", "-H", "Host:", "-d", f"api_key={KEY}", scheme="http")[1] == "true"


def test_names_of_headers_are_lower_case_over_http_2(house: House) -> None:
    head, _ = check(house, "--http2")
    assert head[0].startswith("HTTP/2 200")
    assert "x-akismet-guid" in names(head)
    assert names(head) == [name.lower() for name in names(head)]


def test_akismets_headers_are_spelled_as_documented_over_http_1(house: House) -> None:
    for version in ("--http1.0", "--http1.1"):
        assert "X-akismet-guid" in names(check(house, version)[0])
        assert "X-akismet-debug-help" in names(check(house, version, label=f"{BAD_KEY}.")[0])


def test_the_client_is_whom_the_trusted_proxy_saw_and_not_whom_it_claims_to_be(house: House) -> None:
    for claimed in ("203.0.113.7", "203.0.113.7, 127.0.0.1", f"{CLIENT}, 203.0.113.7"):
        assert check(house, "-H", f"X-Forwarded-For: {claimed}")[1] == "true"
        assert seen(house)["client"] == CLIENT


def test_the_scheme_is_what_the_client_spoke(house: House) -> None:
    check(house)
    assert seen(house)["scheme"] == "https"
    check(house, "-H", "X-Forwarded-Proto: https", scheme="http")
    assert seen(house)["scheme"] == "http"


def test_calls_need_no_tls_and_pages_do(house: House) -> None:
    assert check(house, scheme="http")[1] == "true"
    head = house.curl("--head", url("/desk", scheme="http"))
    assert head.startswith("HTTP/1.1 301")
    assert f"Location: https://{OWN}/desk\n" in head
    assert "<h1" in house.curl(url("/"))


def test_too_large_a_body_is_refused_in_the_servers_own_words(house: House, tmp_path: Path) -> None:
    body = tmp_path / "body"
    body.write_text("comment_content=" + "a" * 1_500_000)
    assert house.curl("-d", f"@{body}", url("/1.1/comment-check", f"{KEY}.")).startswith("Too large: ")


def test_what_a_visitor_sent_stays_in_no_file_of_nginx(house: House, tmp_path: Path) -> None:
    body = tmp_path / "body"
    body.write_text(f"blog={BLOG}&user_ip=192.0.2.1&HTTP_AUTHORIZATION=open-sesame&comment_content=" + "b" * 900_000)
    assert house.curl("-d", f"@{body}", url("/1.1/comment-check", f"{KEY}.")) in ("true", "false")
    files = [file for file in house.folder.rglob("*") if file.is_file()]
    assert [file for file in files if b"open-sesame" in file.read_bytes()] == []
    written = [file for file in files if file.suffix == ".log" or "temporary" in file.parts]
    assert [file for file in written if KEY.encode() in file.read_bytes()] == []
