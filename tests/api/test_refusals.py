"""What is wrong with a call is told: which field, what would be right, under a stable code. Never a 5xx."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chaffinch import errors
from chaffinch.wire.native_calls import MAX_BODY_BYTES, OPERATIONS, Operation
from tests.api.world import HAM, World

TAKING = [one for one in OPERATIONS if one.takes is not None]


def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    told: dict[str, Any] = answer.json()
    assert (answer.status_code, told["code"]) == (status, code), answer.text
    return told


@pytest.mark.parametrize("one", [one for one in OPERATIONS if not one.is_open], ids=lambda one: one.name)
@pytest.mark.parametrize(
    "headers",
    [{}, {"authorization": "Bearer 000000000000"}, {"authorization": "Basic YTpi"}, {"authorization": "Bearer "}],
)
def test_without_a_good_key_every_call_is_401(world: World, one: Operation, headers: dict[str, str]) -> None:
    headers = {"content-type": "application/json", **headers}
    answer = world.call(one.method, one.path.replace("{id}", "x"), key=None, content=b"{}", headers=headers)
    refused(answer, 401, "bad-key")
    assert answer.headers["www-authenticate"] == 'Bearer realm="chaffinch"'


def test_the_scheme_is_read_in_any_case_and_the_key_too(world: World) -> None:
    headers = {"authorization": f"bearer  {world.key.upper()} "}
    assert world.get("/site", key=None, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "field", "words"),
    [
        ("/check", {"txet": "a"}, "txet", "is not a field of this call"),
        ("/check", {}, "text", "is missing"),
        ("/check", {"text": 7}, "text", "expected text, got a whole number"),
        ("/check", {"text": None}, "text", "expected text"),
        ("/check", {"text": "a" * 65_537}, "text", "length <= 65536"),
        ("/check", {"text": "a", "author": "a" * 501}, "author", "length <= 500"),
        ("/check", {"text": "a", "permalink": "javascript:alert(1)"}, "permalink", "regex"),
        ("/check", {"text": "a", "is_test": "yes"}, "is_test", "true or false"),
        ("/check", [], "body", "expected `object`"),
        ("/checks", {"checks": []}, "checks", "length >= 1"),
        ("/checks", {"checks": [{"text": "a"}] * 1001}, "checks", "length <= 1000"),
        ("/checks", {"checks": [{"text": "a"}, {"text": "b"}, {"text": 1}]}, "checks[2].text", "expected text"),
        ("/checks", {"checks": [{"text": "a"}, {"text": "b", "ip": "192.0.2.1"}]}, "checks[1].ip", "not a field"),
        ("/feedback", {"label": "GOOD", "id": "x"}, "label", "GOOD"),
        ("/feedback", {"label": "SPAM", "comment": {"author": "a"}}, "comment.text", "is missing"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(world: World, path: str, body: Any, field: str, words: str) -> None:
    told = refused(world.post(path, body), 422, "bad-field")
    assert told["field"] == field
    assert words in told["detail"]
    assert sum(world.parts.desk.counts().values()) == 0


def test_one_odd_comment_of_a_batch_refuses_the_whole(world: World) -> None:
    world.post("/checks", {"checks": [{"text": HAM}] * 9 + [{"text": 1}]})
    assert sum(world.parts.desk.counts().values()) == 0


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=GONE", "state"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        (f"limit={'9' * 5000}", "limit"),
        ("page=2", "page"),
        (f"cursor={'1' * 300}", "cursor"),
    ],
)
def test_a_query_that_cannot_be_used_is_named(world: World, query: str, field: str) -> None:
    assert refused(world.get(f"/comments?{query}"), 422, "bad-field")["field"] == field


@pytest.mark.parametrize("cursor", ["x", "1", "1-", "-1-2", "1-x", "999999999999999999-1", "1-99999999999999999999"])
@pytest.mark.parametrize("path", ["/comments", "/threads", "/thread"])
def test_an_odd_cursor_is_no_place_or_an_empty_one(world: World, path: str, cursor: str) -> None:
    query = {"cursor": cursor} | ({"permalink": "https://a.example/"} if path == "/thread" else {})
    assert world.get(path, params=query).status_code in (200, 400)


def test_a_page_without_permalink_is_asked_for_one(world: World) -> None:
    assert refused(world.get("/thread"), 422, "bad-field")["field"] == "permalink"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"])
def test_another_kind_of_body_is_415(world: World, kind: str) -> None:
    answer = world.post("/check", content=b'{"text": "a"}', headers={"content-type": kind})
    refused(answer, 415, "unsupported-media-type")


def test_a_character_set_beside_the_type_is_fine(world: World) -> None:
    headers = {"content-type": "application/json; charset=utf-8"}
    assert world.post("/check", content=b'{"text": "a"}', headers=headers).status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"text=a", b"{", b'{"text": "a"} x', b"\xff", b'{"text": "\xff"}', b'{"text": NaN}', b"[" * 100_000]
)
def test_what_is_not_json_is_400_or_names_a_field(world: World, body: bytes) -> None:
    answer = world.post("/check", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert sum(world.parts.desk.counts().values()) == 0


def test_half_a_character_is_no_reason_to_lose_a_comment(world: World) -> None:
    body = rb'{"text": "cut \ud83d in two, \\ud83d stays", "author": "\ud83d\ude00"}'
    answer = world.post("/check", content=body, headers={"content-type": "application/json"})
    told = world.get(f"/comments/{answer.json()['id']}").json()
    assert (told["text"], told["author"]) == ("cut ? in two, \\ud83d stays", "\U0001f600")


def test_a_body_over_the_limit_is_413_and_a_batch_may_be_larger(world: World) -> None:
    texts = [{"text": "a" * 60_000}] * (MAX_BODY_BYTES // 60_000 + 1)
    body = json.dumps({"checks": texts}).encode()
    headers = {"content-type": "application/json"}
    refused(world.post("/check", content=body, headers=headers), 413, "too-large")
    assert world.post("/checks", content=body, headers=headers).status_code == 200


def test_an_unknown_address_and_a_wrong_method_are_problems_too(world: World) -> None:
    refused(world.get("/nothing"), 404, "not-found")
    answer = world.call("PUT", "/site")
    refused(answer, 405, "method-not-allowed")
    assert "PATCH" in answer.headers["allow"]
    refused(world.get("/"), 404, "not-found")


def test_what_goes_wrong_inside_is_not_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise errors.StateError("/var/lib/secret-path is gone")

    monkeypatch.setattr(type(world.parts.sites), "by_key", broken)
    answer = world.get("/site")
    refused(answer, 503, "state-unreadable")
    assert "secret-path" not in answer.text


def test_a_broken_promise_is_a_problem_that_shows_nothing_of_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(type(world.parts.sites), "by_key", broken)
    answer = world.client.get("/api/v1/site", headers={"authorization": f"Bearer {world.key}"})
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "secret" not in answer.text


def test_what_the_filter_cannot_read_is_held_with_that_as_evidence(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise errors.StateError("gone")

    monkeypatch.setattr(world.parts.judge, "catch_up", broken)
    verdict = world.check(HAM)
    assert (verdict["action"], verdict["state"]) == ("HOLD", "HELD")
    assert [one["code"] for one in verdict["evidence"]] == ["unreadable-state"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(["text", "author", "permalink", "checks", "label", "id", "comment", "doubt", "is_test", "\0"])
LIKELY = st.dictionaries(FIELDS, JSON | st.sampled_from(["SPAM", "HAM", "https://a.example/"]), max_size=5)
READ = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@READ
@given(st.sampled_from(TAKING), JSON | LIKELY | st.builds(lambda one: {"checks": [one]}, LIKELY))
def test_no_json_makes_a_5xx(world: World, one: Operation, body: Any) -> None:
    content = json.dumps(body).encode()
    headers = {"content-type": "application/json"}
    answer = world.call(one.method, one.path, content=content, headers=headers)
    assert answer.status_code in (200, 400, 404, 422)


@READ
@given(st.sampled_from(TAKING), st.binary(max_size=200))
def test_no_bytes_make_a_5xx(world: World, one: Operation, body: bytes) -> None:
    answer = world.call(one.method, one.path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (200, 400, 422)


@READ
@given(
    st.sampled_from([one for one in OPERATIONS if one.query is not None]),
    st.dictionaries(
        st.sampled_from(["state", "cursor", "limit", "permalink", "x"]),
        st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(["HELD", "5", "0-0"]),
        max_size=4,
    ),
)
def test_no_query_makes_a_5xx(world: World, one: Operation, query: dict[str, str]) -> None:
    assert world.get(one.path, params=query).status_code in (200, 400, 422)


@READ
@given(st.sampled_from([one for one in OPERATIONS if "{id}" in one.path]), st.text(st.characters(codec="utf-8")))
def test_no_id_makes_a_5xx(world: World, one: Operation, comment_id: str) -> None:
    from urllib.parse import quote

    answer = world.client.request(
        one.method,
        f"/api/v1{one.path.replace('{id}', quote(comment_id, safe=''))}",
        headers={"authorization": f"Bearer {world.key}"},
    )
    assert answer.status_code in (200, 404, 405)
