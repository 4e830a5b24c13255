from __future__ import annotations

import pytest

from tests.web.page import Page
from tests.web.world import ARTICLE, World

READERS = [
    "/",
    ARTICLE,
    f"{ARTICLE}/figure.svg",
    "/feed.xml",
    "/data",
    "/healthz",
    "/static/paper.css",
    "/nowhere",
    "/desk",
]
STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


@pytest.mark.parametrize("path", READERS)
def test_every_answer_carries_the_security_headers(world: World, path: str) -> None:
    headers = world.reader.get(path).headers
    assert headers["content-security-policy"] == STRICT
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == ("no-referrer" if path.startswith("/sign-in") else "same-origin")
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize("path", READERS)
def test_readers_get_no_cookie(world: World, path: str) -> None:
    assert "set-cookie" not in world.reader.get(path).headers


def test_commenters_get_no_cookie(world: World) -> None:
    answer = world.post()
    assert "set-cookie" not in answer.headers
    assert "set-cookie" not in world.reader.get(answer.headers["location"]).headers
    assert "set-cookie" not in world.post(comment="").headers


def test_the_thread_page_may_be_framed_by_its_site_alone(world: World) -> None:
    site, _ = world.sites.add("https://other.test:8443/blog", "Other")
    query = {"site": site.id, "permalink": "https://other.test:8443/blog/a"}
    policy = world.reader.get("/thread", params=query).headers["content-security-policy"]
    framed = STRICT.replace("frame-ancestors 'none'", "frame-ancestors https://other.test:8443")
    assert policy == framed.replace("style-src", "script-src 'self'; style-src"), "and may run a script of ours alone"


@pytest.mark.parametrize("path", ["/", ARTICLE, "/data", "/nowhere"])
def test_pages_ask_nothing_of_other_servers_and_run_nothing(world: World, path: str) -> None:
    page = Page(world.reader.get(path).text)
    asked = [e["src"] for e in page.elements if "src" in e.attributes]
    asked += [e["href"] for e in page.all("link") if e["rel"] in ("stylesheet", "icon")]
    assert all(address.startswith("/") for address in asked)
    assert not [e for e in page.elements if "style" in e.attributes]
    assert all(e["type"] == "application/ld+json" for e in page.all("script"))


def test_a_versioned_file_is_kept_and_an_unversioned_one_asked_again(world: World) -> None:
    address = Page(world.reader.get("/").text).all("link", rel="stylesheet")[0]["href"]
    assert "immutable" in world.reader.get(address).headers["cache-control"]
    assert world.reader.get(address.partition("?")[0]).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", ARTICLE, "/data", "/nowhere"])
def test_pages_say_their_language_and_direction(world: World, path: str) -> None:
    root = Page(world.reader.get(path).text).one("html")
    assert (root["lang"], root["dir"]) == ("en-GB", "ltr")
