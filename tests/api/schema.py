"""Holds answers to the description that the server gives of itself, with a validator that knows none of our types."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import httpx
from openapi_schema_validator import OAS31Validator

from chaffinch import __version__
from chaffinch.web.statuses import status_of_kind
from chaffinch.wire.openapi import document

SEEN: set[tuple[str, int]] = set()
"""Operations and statuses that were met in this process."""

FRAMEWORK = (404, 405)
"""What the router answers by itself for an address or a method that is not there."""


@cache
def description() -> dict[str, Any]:
    return document(__version__, "http://news.test", status_of_kind)


def operation(method: str, path: str) -> dict[str, Any] | None:
    """Return what is declared of a call, None where nothing is."""
    for declared, methods in description()["paths"].items():
        pattern = re.sub(r"\{\w+\}", "[^/]+", declared)
        if re.fullmatch(pattern, path) and method.lower() in methods:
            found: dict[str, Any] = methods[method.lower()]
            return found
    return None


def closed(schema: Any) -> Any:
    """Return a schema whose objects may have no field beyond the declared ones."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: closed(one) for name, one in schema.items()}
    return told | {"additionalProperties": False} if "properties" in told else told


@cache
def validator(reference: str) -> OAS31Validator:
    schemas = closed(description()["components"]["schemas"])
    return OAS31Validator({"$ref": reference, "components": {"schemas": schemas}})


def check(method: str, path: str, answer: httpx.Response) -> None:
    """Fail unless status, headers, type and body of an answer are declared."""
    told = operation(method, path)
    status = answer.status_code
    assert status < 500 or status == 503, f"{method} {path}: {status} {answer.text}"
    if told is None:
        assert status in FRAMEWORK or path == "/openapi.json", f"{method} {path} is not declared"
        if status in FRAMEWORK:
            problem(answer)
        return
    SEEN.add((told["operationId"], status))
    declared = told["responses"].get(str(status))
    assert declared is not None, f"{method} {path}: {status} is not declared: {answer.text}"
    for name, header in declared.get("headers", {}).items():
        assert header["description"]
        if name not in ("Idempotency-Replayed",):
            assert name in answer.headers, f"{method} {path}: {status} has no {name}"
    if "content" not in declared:
        assert answer.content == b""
        return
    ((kind, content),) = declared["content"].items()
    assert answer.headers["content-type"] == kind
    validator(content["schema"]["$ref"]).validate(json.loads(answer.content))
    if status >= 400:
        problem(answer)


def problem(answer: httpx.Response) -> None:
    """Fail unless an answer is a problem whose parts agree."""
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert (told["status"], told["type"].rpartition("/")[2]) == (answer.status_code, told["code"])
    assert told["detail"]
