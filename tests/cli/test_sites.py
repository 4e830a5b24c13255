from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from chaffinch import config
from chaffinch.bootstrap import Server
from chaffinch.cli.frame import frame, widget
from tests.cli.world import call, told

NEWS = "https://news.example"


def test_adding_a_site_makes_a_key_of_12_lower_case_hexadecimal_digits() -> None:
    assert re.search(r"^key      [0-9a-f]{12}$", call("site", "add", NEWS).stdout, re.MULTILINE)


def test_adding_a_site_prints_all_that_a_publisher_needs_to_begin() -> None:
    said = call("site", "add", NEWS + "/", CHAFFINCH_PUBLIC_URL="https://comments.example").stdout
    (site,) = told("site", "list")
    assert said.splitlines() == [
        f"address  {NEWS}",
        f"id       {site['id']}",
        f"key      {site['key']}",
        "",
        *widget("https://comments.example", site["id"]).splitlines(),
        "",
        "Or, for pages that run no script, at a fixed height:",
        frame("https://comments.example", site["id"], f"{NEWS}/PAGE"),
        f"(of each page, its own address in the place of {NEWS}/PAGE)",
    ]


def test_where_the_address_of_the_server_is_a_guess_that_is_said() -> None:
    added = call("site", "add", NEWS)
    assert 'src="http://127.0.0.1:8080/thread?' in added.stdout
    assert added.stderr == (
        "http://127.0.0.1:8080 stands for host 127.0.0.1 (default), port 8080 (default). If the server is started "
        "otherwise, set public_url, or give --host and --port here too.\n"
    )
    other = call("site", "add", "https://other.example", "--host", "::1", "--port", "9000")
    assert 'src="http://[::1]:9000/thread?' in other.stdout
    assert call("site", "add", "https://b.example", CHAFFINCH_PUBLIC_URL="https://comments.example").stderr == ""


def test_programs_are_told_the_same() -> None:
    added = told("site", "add", NEWS, CHAFFINCH_PUBLIC_URL="https://comments.example")
    line, lines = added.pop("frame"), added.pop("widget")
    assert [added] == told("site", "list")
    assert line == frame("https://comments.example", added["id"], f"{NEWS}/PAGE")
    assert lines == widget("https://comments.example", added["id"])


def test_the_printed_frame_shows_the_thread_of_a_page() -> None:
    line = told("site", "add", NEWS)["frame"].replace("PAGE", "heron")
    (source,) = re.findall(r'src="([^"]*)"', line)
    with Server(config.load({})) as server, TestClient(server.app, server.settings.public_url) as client:
        shown = client.get(unescape(source))
    assert shown.status_code == 200
    assert f'value="{NEWS}/heron"' in shown.text
    assert f"frame-ancestors {NEWS}" in shown.headers["content-security-policy"]


def test_a_question_in_a_permalink_stays_in_the_permalink_of_the_frame() -> None:
    line = frame("https://comments.example", "one", 'https://news.example/?p=7&x="<')
    (source,) = re.findall(r'src="([^"]*)"', line)
    asked = parse_qs(urlsplit(unescape(source)).query)
    assert asked == {"site": ["one"], "permalink": ['https://news.example/?p=7&x="<']}


def test_a_key_can_be_given() -> None:
    assert told("site", "add", NEWS, "--key", "0123456789ab")["key"] == "0123456789ab"


@pytest.mark.parametrize("key", ["0123456789AB", "0123456789a", "0123456789abc", "0123456789xy", ""])
def test_an_odd_key_is_refused(key: str) -> None:
    assert "12 lower-case hexadecimal digits" in call("site", "add", NEWS, "--key", key, code=2).stderr


@pytest.mark.parametrize("url", ["news.example", "ftp://news.example", "https://", "https://x:port", ""])
def test_an_odd_address_is_refused(url: str) -> None:
    assert call("site", "add", url, code=2).stderr.startswith("Error (bad-input): ")


def test_a_site_is_added_once() -> None:
    call("site", "add", NEWS)
    assert "is registered already" in call("site", "add", NEWS.upper() + "/", code=2).stderr


def test_sites_are_listed_with_their_keys_oldest_first() -> None:
    call("site", "add", NEWS, "--key", "0123456789ab", "--name", "News")
    call("site", "add", "https://blog.example", "--key", "ba9876543210")
    lines = [line.split("  ") for line in call("site", "list").stdout.splitlines()]
    assert [(key, *rest) for key, _, *rest in lines] == [
        ("0123456789ab", "https://news.example", "News"),
        ("ba9876543210", "https://blog.example", "blog.example"),
    ]
    assert [identity for _, identity, *_ in lines] == [site["id"] for site in told("site", "list")]
    assert [site["key"] for site in told("site", "list")] == ["0123456789ab", "ba9876543210"]


def test_a_rotated_key_takes_the_place_of_the_old_one() -> None:
    old = told("site", "add", NEWS)["key"]
    new = call("site", "rotate-key", NEWS).stdout.strip()
    assert new != old
    assert [site["key"] for site in told("site", "list")] == [new]


def test_the_key_of_a_site_that_is_not_there_is_not_rotated() -> None:
    call("site", "add", NEWS)
    assert call("site", "rotate-key", "https://other.example", code=2).stderr.startswith("Error (not-found): ")


@pytest.mark.parametrize(
    "words", [("site", "list"), ("site", "rotate-key", NEWS), ("site", "remove", NEWS, "--yes"), ("signin",)]
)
def test_in_the_wrong_folder_there_is_no_database_and_none_is_made(words: tuple[str, ...], tmp_path: Path) -> None:
    assert "there is no database at chaffinch.db" in call(*words, code=2).stderr
    assert list(tmp_path.iterdir()) == []


def test_a_sign_in_link_leads_to_the_public_address() -> None:
    call("site", "add", NEWS)
    link = told("signin", CHAFFINCH_PUBLIC_URL="https://comments.example")["link"]
    assert re.fullmatch(r"https://comments\.example/sign-in/[0-9a-f]{32}", link)
    assert call("signin", "--port", "9000").stdout.startswith("http://127.0.0.1:9000/sign-in/")


def test_a_sign_in_link_tells_the_settings_it_was_made_with() -> None:
    call("site", "add", NEWS, "--database", "my.db")
    done = call("signin", "--database", "my.db", "--host", "::1", CHAFFINCH_PORT="9000")
    assert done.stdout.startswith("http://[::1]:9000/sign-in/")
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == (
        "Made with host ::1 (--host), port 9000 (CHAFFINCH_PORT), database sqlite:///my.db (--database). "
        "If the server was started otherwise, give its options here too.\n"
    )
    used = told("signin", "--database", "my.db", CHAFFINCH_PUBLIC_URL="https://comments.example")["settings"]
    assert used == {
        "public_url": {"value": "https://comments.example", "source": "CHAFFINCH_PUBLIC_URL"},
        "database": {"value": "sqlite:///my.db", "source": "--database"},
    }


def test_a_removed_site_is_gone_with_its_key() -> None:
    call("site", "add", NEWS)
    call("site", "add", "https://blog.example")
    assert call("site", "remove", NEWS + ":443/", "--yes").stdout == f"{NEWS} is removed, with 0 comments.\n"
    assert [site["url"] for site in told("site", "list")] == ["https://blog.example"]
    assert told("site", "remove", "https://blog.example", "--yes")["url"] == "https://blog.example"
    assert told("site", "list") == []


def test_nothing_is_removed_without_being_sure() -> None:
    call("site", "add", NEWS)
    done = call("site", "remove", NEWS, code=2)
    assert done.stderr.startswith(f"Error (bad-input): {NEWS} is still here. Its key, its 0 comments and ")
    assert len(told("site", "list")) == 1


def test_a_site_that_is_not_there_is_not_removed() -> None:
    call("site", "add", NEWS)
    assert "(not-found)" in call("site", "remove", "https://other.example", "--yes", code=2).stderr


def test_a_removed_site_may_be_registered_again_with_the_same_key() -> None:
    call("site", "add", NEWS, "--key", "0123456789ab")
    call("site", "remove", NEWS, "--yes")
    assert told("site", "add", NEWS, "--key", "0123456789ab")["key"] == "0123456789ab"
