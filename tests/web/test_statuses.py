from __future__ import annotations

import pytest

from chaffinch import errors
from chaffinch.web.statuses import STATUS, status_of
from tests.web.page import Page
from tests.web.world import ARTICLE, World


def test_every_error_class_has_a_status() -> None:
    tree: list[type[errors.ChaffinchError]] = [errors.ChaffinchError]
    for kind in tree:
        tree.extend(kind.__subclasses__())
    statuses = {kind: next(STATUS[base] for base in kind.__mro__ if base in STATUS) for kind in tree}
    assert statuses[errors.FieldError] == 422
    assert statuses[errors.SecretError] == 503
    assert statuses[errors.InternalError] == 500
    assert all(status >= 400 for status in statuses.values())


def test_the_nearest_class_decides() -> None:
    assert status_of(errors.SettingError("odd")) == 400
    assert status_of(errors.SchemaError("newer")) == 503


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/articles/none", 404),
        ("GET", "/articles/none/figure.svg", 404),
        ("GET", "/static/none.css", 404),
        ("GET", "/data/nobody", 404),
        ("GET", "/thread", 404),
        ("GET", "/comments", 405),
        ("POST", "/", 405),
        ("GET", "/desk", 403),
        ("GET", "/desk/?key=0123456789ab", 404),
        ("GET", "/desk/decide", 405),
        ("GET", "/sign-in/unknown", 403),
        ("POST", "/comments", 415),
    ],
)
def test_what_cannot_be_answered_is_a_page_with_words_and_code(
    world: World, method: str, path: str, status: int
) -> None:
    answer = world.reader.request(method, path)
    assert answer.status_code == status
    page = Page(answer.text)
    assert len(page.all("h1")) == 1
    assert page.classed("code")[0].text.startswith(f"{status} · ")
    is_about_the_paper = not path.startswith(("/desk", "/sign-in", "/data/", "/thread"))
    assert bool(page.classed("colophon")) is is_about_the_paper
    assert ("invented" in answer.text) is is_about_the_paper
    assert page.all("a", href="/") or "frame-ancestors *" in answer.headers["content-security-policy"]


def test_405_says_what_is_allowed(world: World) -> None:
    assert "POST" in world.reader.get("/comments").headers["allow"]


def test_a_body_over_the_limit_is_413(world: World) -> None:
    answer = world.reader.post("/comments", data=world.form(comment="a" * 70_000))
    assert answer.status_code == 413
    assert "64 KiB" in answer.text


def test_too_many_fields_are_400(world: World) -> None:
    answer = world.reader.post("/comments", data={f"f{n}": "" for n in range(60)})
    assert answer.status_code == 400


def test_a_broken_promise_is_500_and_shows_nothing_of_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(type(world.parts.comments), "page", broken)
    answer = world.reader.get(ARTICLE)
    assert answer.status_code == 500
    assert "the secret inside" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert Page(answer.text).one("h1").text == "Something broke on our side"


def test_storage_that_cannot_be_read_is_503_without_its_details(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise errors.StateError("/var/lib/secret-path is gone")

    monkeypatch.setattr(type(world.parts.comments), "page", broken)
    answer = world.reader.get(ARTICLE)
    assert answer.status_code == 503
    assert "secret-path" not in answer.text


def test_healthz_answers(world: World) -> None:
    assert world.reader.get("/healthz").text == "ok\n"


@pytest.mark.parametrize("path", ["/desk/", f"{ARTICLE}/", "/data/", "/feed.xml/", "/static"])
def test_an_address_with_another_end_is_not_found_and_leads_to_no_other_host(world: World, path: str) -> None:
    answer = world.reader.get(path, headers={"host": "evil.example"})
    assert answer.status_code == 404
    assert "location" not in answer.headers
