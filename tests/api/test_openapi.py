"""The API describes itself truly: valid OpenAPI 3.1, every route in it, every answer as declared."""

from __future__ import annotations

import json
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.routing import Route

from chaffinch.errors import ChaffinchError
from chaffinch.web.api import Api, api_routes
from chaffinch.web.statuses import status_of_kind
from chaffinch.wire.native_calls import BASE, OPERATIONS, Operation
from tests.api import page
from tests.api.schema import SEEN, description
from tests.api.world import DOUBT, HAM, World


def test_the_description_is_served_without_a_key_and_is_the_one_tests_hold_answers_to(world: World) -> None:
    answer = world.get("/openapi.json", key=None)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == description()


def test_it_is_valid_openapi_3_1() -> None:
    assert description()["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(description()).iter_errors()) == []


def test_every_route_is_described_and_everything_described_has_a_route_and_a_handler(world: World) -> None:
    routes = {
        (method, route.path)
        for route in api_routes(world.parts)
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    described = {(m.upper(), path) for path, methods in description()["paths"].items() for m in methods}
    assert routes - {("GET", "/openapi.json")} == described
    assert described == {(one.method, one.path) for one in OPERATIONS}
    assert set(Api(world.parts).handlers) == {one.name for one in OPERATIONS if not one.is_open}


def test_names_of_operations_are_unique() -> None:
    assert len({one.name for one in OPERATIONS}) == len(OPERATIONS)


def test_every_reference_leads_somewhere() -> None:
    schemas = description()["components"]["schemas"]
    told = json.dumps(description())
    references = {part.partition('"')[0] for part in told.split('"$ref": "')[1:]}
    assert references
    assert {one.rpartition("/")[2] for one in references} <= set(schemas)


def test_what_calls_take_knows_its_fields_and_what_they_give_may_grow() -> None:
    schemas: dict[str, Any] = description()["components"]["schemas"]
    taken = {one.takes.__name__ for one in OPERATIONS if one.takes is not None}
    given = {one.gives.__name__ for one in OPERATIONS if one.gives is not None}
    assert all(schemas[name]["additionalProperties"] is False for name in taken)
    assert not any("additionalProperties" in schemas[name] for name in given)


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_every_operation_is_answered_as_declared(world: World, one: Operation) -> None:
    comment_id = world.check(DOUBT)["id"]
    world.post(f"/comments/{comment_id}/spam")
    bodies: dict[str, Any] = {
        "check": {"text": HAM},
        "check_batch": {"checks": [{"text": HAM}]},
        "feedback": {"label": "HAM", "id": comment_id},
        "configure": {"discard": True},
    }
    path = one.path.replace("{id}", comment_id).replace("{code}", "bad-key")
    query = "?permalink=https://one.example/weir" if one.name == "thread" else ""
    answer = world.call(one.method, path + query, bodies.get(one.name))
    assert answer.status_code == (204 if one.gives is None else 200)
    assert (one.name, answer.status_code) in SEEN


def test_every_refusal_that_is_declared_has_the_status_of_the_one_table() -> None:
    for one in OPERATIONS:
        told = description()["paths"][one.path][one.method.lower()]["responses"]
        declared = {int(status) for status in told if int(status) >= 400}
        assert declared == {status_of_kind(kind) for kind in one.refusals} | {500}


def test_every_code_that_is_declared_is_explained(world: World) -> None:
    kinds: set[type[ChaffinchError]] = {kind for one in OPERATIONS for kind in one.refusals}
    for kind in kinds:
        told = world.get(f"/problems/{kind.code}", key=None).json()
        assert (told["code"], told["status"]) == (kind.code, status_of_kind(kind))


def test_the_type_of_a_problem_leads_to_its_meaning(world: World) -> None:
    for problem in (world.get("/site", key=None), world.get("/nothing"), world.call("PUT", "/site")):
        told = problem.json()
        meaning = world.client.get(told["type"]).json()
        assert (meaning["code"], meaning["status"]) == (told["code"], told["status"])


def test_the_page_tells_the_tables_as_the_code_has_them() -> None:
    text = page.PAGE.read_text("utf-8")
    assert text == page.rendered(text), "run: python -m tests.api.page"


def test_the_page_names_the_limits_that_hold() -> None:
    text = page.PAGE.read_text("utf-8")
    sizes = {f"{one.max_body // 1024 // 1024} MiB" for one in OPERATIONS}
    assert all(size in text for size in sizes)
    assert BASE in text
