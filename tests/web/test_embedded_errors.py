"""What goes wrong in an embedded thread is seen there: a frame that shows nothing tells nobody anything."""

from __future__ import annotations

from urllib.parse import urlencode

import httpx
import pytest

from chaffinch import errors
from tests.web.page import Page
from tests.web.world import World

OTHER = "https://other.test"


@pytest.fixture
def other(world: World) -> str:
    return world.sites.add(OTHER, "Other")[0].id


def sent(world: World, site: str, **changes: str) -> httpx.Response:
    """Send the form of the embedded thread where that form says it is to be sent."""
    permalink = f"{OTHER}/a"
    page = Page(world.reader.get("/thread", params={"site": site, "permalink": permalink}).text)
    filled = world.form(site=site, permalink=permalink, view="thread") | changes
    answer: httpx.Response = world.reader.post(page.one("form", id="comment-form")["action"], data=filled)
    return answer


def framed_by(answer: httpx.Response) -> str:
    return answer.headers["content-security-policy"].partition("frame-ancestors ")[2]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"comment": "a" * 70_000}, 413),
        ({"permalink": "https://elsewhere.test/a"}, 422),
        ({"comment": "a" * 10_001}, 422),
        ({f"f{n}": "" for n in range(60)}, 400),
        ({"view": "page"}, 404),
    ],
)
def test_a_form_that_cannot_be_taken_is_answered_inside_the_frame(
    world: World, other: str, changes: dict[str, str], status: int
) -> None:
    answer = sent(world, other, **changes)
    assert answer.status_code == status
    assert framed_by(answer) == OTHER


@pytest.mark.parametrize("permalink", ["https://elsewhere.test/a", ""])
def test_a_bad_permalink_is_told_inside_the_frame(world: World, other: str, permalink: str) -> None:
    answer = world.reader.get("/thread", params={"site": other, "permalink": permalink})
    assert answer.status_code == 422
    assert framed_by(answer) == OTHER


@pytest.mark.parametrize(
    ("error", "status"), [(errors.StateError("x"), 503), (RuntimeError("x"), 500)], ids=["state", "broken promise"]
)
def test_trouble_on_our_side_is_told_inside_the_frame(
    world: World, other: str, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(type(world.parts.comments), "page", broken)
    answer = world.reader.get("/thread", params={"site": other, "permalink": f"{OTHER}/a"})
    assert answer.status_code == status
    assert framed_by(answer) == OTHER


def test_a_framed_error_has_no_masthead_and_no_way_that_leads_nowhere(world: World, other: str) -> None:
    page = Page(sent(world, other, comment="a" * 70_000).text)
    assert not page.classed("masthead")
    assert not page.classed("colophon")
    assert not page.all("a", href="/"), "the front page may not be framed"
    assert "what you typed should still be there" in page.classed("message-body")[0].text


@pytest.mark.parametrize("site", ["nobody", "", "<b>x</b>"])
def test_that_no_such_site_is_known_is_told_in_whatever_frame(world: World, site: str) -> None:
    answer = world.reader.get("/thread", params={"site": site, "permalink": f"{OTHER}/a"})
    assert answer.status_code == 404
    assert framed_by(answer) == "*"
    (told,) = Page(answer.text).classed("message-body")
    assert f"No site with the id {site!r} is registered here." in told.text
    assert "chaffinch site list" in told.text


def test_of_an_unknown_id_no_more_is_said_back_than_an_id_is_long(world: World) -> None:
    answer = world.reader.get("/thread", params={"site": "a" * 1000, "permalink": f"{OTHER}/a"})
    assert f"'{'a' * 64}'" in Page(answer.text).classed("message-body")[0].text


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/thread/", {"site": "nobody"}),
        ("/comments", {"site": "nobody"}),
        ("/nowhere", {"site": ""}),
        ("/desk", {"site": ""}),
        ("/comments", {}),
    ],
)
def test_no_other_error_may_be_framed(world: World, other: str, path: str, query: dict[str, str]) -> None:
    asked = query | ({"site": other} if query.get("site") == "" else {})
    answer = world.reader.get(f"{path}?{urlencode(asked)}")
    assert answer.status_code >= 400
    assert framed_by(answer) == "'none'"


def test_where_the_site_cannot_be_read_either_nobody_may_frame_the_error(
    world: World, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise errors.StateError("gone")

    monkeypatch.setattr(type(world.sites), "by_id", broken)
    answer = world.reader.get("/thread", params={"site": other, "permalink": f"{OTHER}/a"})
    assert answer.status_code == 503
    assert framed_by(answer) == "'none'"
