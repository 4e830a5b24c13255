"""POST /counts: one call for a list of articles, bounded, and open to scripts of the site's own pages alone."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chaffinch.wire.counts import MAX_PAGES
from tests.web.world import World

HOME = "https://other.test"


@pytest.fixture
def other(world: World) -> str:
    return world.sites.add(HOME, "Other")[0].id


def asked(world: World, body: object, origin: str | None = HOME) -> httpx.Response:
    headers = {"content-type": "text/plain;charset=UTF-8"} | ({"origin": origin} if origin else {})
    answer: httpx.Response = world.reader.post("/counts", content=json.dumps(body), headers=headers)
    return answer


def test_what_readers_see_is_counted_and_nothing_else(world: World, other: str) -> None:
    for text in ("One.", "Two.", "doubtful", "advert"):
        world.post(site=other, permalink=f"{HOME}/a", view="thread", comment=text)
    answer = asked(world, {"site": other, "permalinks": [f"{HOME}/a", f"{HOME}/b", f"{HOME}/a"]})
    assert answer.json() == {"counts": {f"{HOME}/a": 2, f"{HOME}/b": 0}}
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


def test_pages_of_others_get_no_number_and_the_owner_a_sentence(world: World, other: str) -> None:
    world.post()
    told = asked(
        world, {"site": other, "permalinks": [f"{HOME}/a", f"{world.site.url}/articles/old-mill-bridge"]}
    ).json()
    assert told["counts"] == {f"{HOME}/a": 0}
    assert f"1 of the pages do not lie under {HOME}" in told["error"]


@pytest.mark.parametrize("origin", [HOME, "https://OTHER.test:443", None])
def test_scripts_of_the_site_may_read_it_and_programs_need_no_origin(
    world: World, other: str, origin: str | None
) -> None:
    answer = asked(world, {"site": other, "permalinks": []}, origin)
    assert answer.status_code == 200
    assert answer.headers.get("access-control-allow-origin") == origin
    assert answer.headers["vary"] == "origin"


@pytest.mark.parametrize("origin", ["https://evil.test", "http://other.test", "null", "https://other.test.evil.test"])
def test_scripts_of_others_read_only_that_they_may_not(world: World, other: str, origin: str) -> None:
    answer = asked(world, {"site": other, "permalinks": [f"{HOME}/a"]}, origin)
    assert answer.status_code == 403
    assert answer.json() == {"error": f"Pages of {origin} may not read the counts of the site at {HOME}."}


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"site": "nobody", "permalinks": []}, 404, "No site with this id is registered here"),
        ({"permalinks": []}, 422, '"site" must be'),
        ({"site": "x", "permalinks": "a"}, 422, '"permalinks" must be a list'),
        ({"site": "x", "permalinks": [1]}, 422, '"permalinks" must be a list'),
        ({"site": "x", "permalinks": ["\ud800"]}, 422, '"permalinks" must be a list'),
        ({"site": "x", "permalinks": [str(n) for n in range(MAX_PAGES + 1)]}, 422, "At most 500 pages"),
        ([], 400, "not a JSON object"),
        ({"site": "x", "permalinks": ["a" * 70_000]}, 413, "more than 65536 bytes"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_words_that_scripts_can_read(
    world: World, body: object, status: int, words: str
) -> None:
    answer = asked(world, body)
    assert answer.status_code == status
    assert words in answer.json()["error"]
    assert answer.headers["access-control-allow-origin"] == "*"


def test_500_long_permalinks_are_counted_with_one_question_to_the_database(world: World, other: str) -> None:
    pages = [f"{HOME}/{number}/{'a' * 90}" for number in range(MAX_PAGES)]
    world.post(site=other, permalink=pages[7], view="thread")
    counts = asked(world, {"site": other, "permalinks": pages}).json()["counts"]
    assert sum(counts.values()) == counts[pages[7]] == 1


def test_it_is_asked_by_post_alone(world: World) -> None:
    assert world.reader.get("/counts").status_code == 405


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.integers() | st.text(), lambda one: st.lists(one) | st.dictionaries(st.text(), one)
    ).map(lambda value: json.dumps(value).encode())
    | st.lists(st.text()).map(lambda pages: json.dumps({"site": "x", "permalinks": pages}).encode()),
    st.none() | st.text(st.characters(min_codepoint=33, max_codepoint=126)),
)
def test_no_body_and_no_origin_breaks_it(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, origin: str | None
) -> None:
    world = _WORLD.get("one") or _WORLD.setdefault("one", World(Path(tmp_path_factory.mktemp("counts"))))
    headers = {} if origin is None else {"origin": origin}
    assert world.reader.post("/counts", content=body, headers=headers).status_code < 500


_WORLD: dict[str, World] = {}
