"""`embed.js` and `look.css` as they are served."""

from __future__ import annotations

import gzip
import re

import pytest

from chaffinch.web.renderer import STATIC
from tests.web.page import Page
from tests.web.world import World

SCRIPTS = ("embed.js", "frame.js")
"""Both are written by hand and kept here as they are sent: no build, and no manifest of vendored files to check."""


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_at_most_4_kb_compressed(name: str) -> None:
    assert len(gzip.compress((STATIC / name).read_bytes(), 9)) <= 4000


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_loads_nothing_writes_no_html_and_keeps_no_cookie(name: str) -> None:
    text = (STATIC / name).read_text("utf-8")
    assert not re.findall(
        r"https?://|import\b|\beval\b|innerHTML|outerHTML|insertAdjacent|document\.write|cookie\b(?! and)", text
    )
    assert ("localStorage" in text) == (name == "frame.js")
    assert "sessionStorage" not in text


def test_the_script_is_sent_compressed_to_whoever_takes_that_and_says_how_long_it_may_be_kept(world: World) -> None:
    plain = world.reader.get("/embed.js", headers={"accept-encoding": "identity"})
    zipped = world.reader.get("/embed.js", headers={"accept-encoding": "gzip, br"})
    assert plain.text == zipped.text == (STATIC / "embed.js").read_text("utf-8")
    assert (plain.headers.get("content-encoding"), zipped.headers["content-encoding"]) == (None, "gzip")
    assert int(zipped.headers["content-length"]) <= 4000
    for answer in (plain, zipped):
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
        assert answer.headers["cache-control"] == "public, max-age=3600, stale-while-revalidate=86400"
        assert answer.headers["vary"] == "accept-encoding"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "set-cookie" not in answer.headers
    assert plain.headers["etag"] != zipped.headers["etag"]


def test_a_browser_that_has_the_script_gets_it_no_second_time(world: World) -> None:
    first = world.reader.get("/embed.js")
    again = world.reader.get("/embed.js", headers={"if-none-match": f'W/"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert world.reader.get("/embed.js", headers={"if-none-match": '"old"'}).status_code == 200


def test_the_sheet_of_a_look_is_css_and_a_bad_one_is_told(world: World) -> None:
    sheet = world.reader.get("/look.css?on=light&accent=8a2b1f")
    assert (sheet.status_code, sheet.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "--accent: #8a2b1f;" in sheet.text
    assert world.reader.get("/look.css?accent=red").status_code == 422


@pytest.mark.parametrize("posted", [False, True])
def test_the_look_stays_wherever_a_frame_leads(world: World, posted: bool) -> None:
    site, _ = world.sites.add("https://other.test", "Other")
    asked = {"theme": "dark", "accent": "ffd400,8a2b1f", "font": "Georgia, serif"}
    query = {"site": site.id, "permalink": "https://other.test/a", **asked}
    page = world.reader.get("/thread", params=query)
    if posted:
        action = Page(page.text).one("form", id="comment-form")["action"]
        filled = world.form(site=site.id, permalink=query["permalink"], view="thread")
        answer = world.reader.post(action, data=filled)
        page = world.reader.get(answer.headers["location"].partition("#")[0])
    sheets = [e for e in Page(page.text).all("link", rel="stylesheet") if "data-dark" in e.attributes]
    assert [e["media"] for e in sheets] == ["all", "all"]
    assert sheets[1]["href"] == "/look.css?on=dark&accent=8a2b1f"
    assert "Georgia" in page.text


def test_a_frame_runs_one_script_of_ours_and_its_errors_do_too(world: World) -> None:
    site, _ = world.sites.add("https://other.test", "Other")
    for permalink, around in (
        ("https://other.test/a", "https://other.test"),
        ("https://evil.test", "https://other.test"),
    ):
        answer = world.reader.get("/thread", params={"site": site.id, "permalink": permalink})
        (script,) = Page(answer.text).all("script")
        assert script["src"].startswith("/static/frame.js?v=")
        assert script["data-framed-by"] == around
        assert "script-src 'self';" in answer.headers["content-security-policy"]
        assert not [e for e in Page(answer.text).elements if "style" in e.attributes or e.tag == "style"]
