"""The disclosure as JSON, and the schema of that JSON, made of the same types."""

from __future__ import annotations

from functools import cache
from typing import Any

from starlette.responses import Response

from chaffinch.service.disclosure import Disclosure
from chaffinch.wire.json_body import JSON

SCHEMA = "/data.schema.json"
_HEADERS = {"cache-control": "no-cache", "access-control-allow-origin": "*"}
"""It is public and the same for everybody: a page of the site itself may read it."""


def body(told: Disclosure, server: str) -> bytes:
    """Return the JSON; `server` is this server's address without a final slash."""
    import msgspec  # not with a start of the server: few ask for it

    return msgspec.json.format(msgspec.json.encode({"$schema": server + SCHEMA, **msgspec.to_builtins(told)}), indent=2)


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what `body` returns."""
    import msgspec

    _, parts = msgspec.json.schema_components([Disclosure], ref_template="#/$defs/{name}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#/$defs/Disclosure", "$defs": parts}


def as_json(content: bytes) -> Response:
    """Return JSON as an answer that anybody may read."""
    return Response(content, media_type=JSON, headers=_HEADERS)
