"""The native API described by OpenAPI 3.1, made of the table of calls and the types of their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from chaffinch.errors import ChaffinchError, InternalError, TooManyCallsError
from chaffinch.wire.native_calls import BASE, IDEMPOTENCY_KEY, OPERATIONS, Operation
from chaffinch.wire.native_given import Problem

_REF = "#/components/schemas/{name}"
_ABOUT = (
    "Comments judged, moderated and read by the programs of one site. A key opens its own site and no other. "
    "Times are Unix milliseconds, UTC; errors are problem details (RFC 9457) with stable codes."
)
_RATE = {
    "RateLimit-Policy": "How many calls a minute allows (draft-ietf-httpapi-ratelimit-headers-10).",
    "RateLimit": "How many are left, and in how many seconds there will be all of them again.",
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Sent again within 24 hours, the same call with the same key has one effect and the same answer.",
    "schema": {"type": "string", "pattern": IDEMPOTENCY_KEY},
}

StatusOf = Callable[[type[ChaffinchError]], int]


def document(version: str, server: str, status_of: StatusOf) -> dict[str, Any]:
    """Return the description. `server` is its address without a final slash, `status_of` the one table of statuses."""
    kinds = {kind for one in OPERATIONS for kind in (one.gives, one.takes) if kind is not None} | {Problem}
    ordered = sorted(kinds, key=lambda kind: kind.__name__)
    _, schemas = msgspec.json.schema_components(ordered, ref_template=_REF)
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, status_of)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Chaffinch",
            "version": version,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": f"{server}{BASE}"}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "The site's key, 12 hexadecimal digits."}
            },
        },
    }


def _operation(one: Operation, status_of: StatusOf) -> dict[str, Any]:
    told: dict[str, Any] = {"operationId": one.name, "summary": one.summary, "parameters": list(_parameters(one))}
    if one.takes is not None:
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(one.takes)}}}
    if one.is_open:
        told["security"] = []
    told["responses"] = {**_success(one), **_refusals(one, status_of)}
    return told


def _ref(kind: type[Struct]) -> dict[str, str]:
    return {"$ref": _REF.format(name=kind.__name__)}


def _parameters(one: Operation) -> Iterable[dict[str, Any]]:
    for name in re.findall(r"\{(\w+)\}", one.path):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    if one.query is not None:
        schema = _own_schema(one.query)
        for name, kind in schema["properties"].items():
            plain = {key: value for key, value in kind.items() if key != "description"}
            told = {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": plain}
            yield told | ({"description": kind["description"]} if "description" in kind else {})
    if one.is_once:
        yield _KEY


def _own_schema(kind: type[Struct]) -> Mapping[str, Any]:
    _, schemas = msgspec.json.schema_components([kind])
    schema: Mapping[str, Any] = schemas[kind.__name__]
    return schema


def _success(one: Operation) -> dict[str, Any]:
    headers = {} if one.is_open else {name: _header(words) for name, words in _RATE.items()}
    if one.is_once:
        headers["Idempotency-Replayed"] = _header("`true` where this is the answer of an earlier, equal call.")
    if one.gives is None:
        return {"204": {"description": "Done.", "headers": headers}}
    content = {"application/json": {"schema": _ref(one.gives)}}
    return {"200": {"description": _first_line(one.gives), "headers": headers, "content": content}}


def _refusals(one: Operation, status_of: StatusOf) -> dict[str, Any]:
    by_status: dict[int, list[type[ChaffinchError]]] = {}
    for kind in (*one.refusals, InternalError):
        by_status.setdefault(status_of(kind), []).append(kind)
    return {str(status): _refusal(kinds) for status, kinds in sorted(by_status.items())}


def _refusal(kinds: list[type[ChaffinchError]]) -> dict[str, Any]:
    meanings = " ".join(f"`{kind.code}`: {_first_line(kind)}" for kind in kinds)
    told: dict[str, Any] = {
        "description": meanings,
        "content": {"application/problem+json": {"schema": _ref(Problem)}},
    }
    if TooManyCallsError in kinds:
        told["headers"] = {"Retry-After": _header("Seconds to wait before the call is allowed.", "integer")}
    return told


def _header(words: str, kind: str = "string") -> dict[str, Any]:
    return {"description": words, "schema": {"type": kind}}


def _first_line(kind: type[object]) -> str:
    return (kind.__doc__ or "").partition("\n")[0]
