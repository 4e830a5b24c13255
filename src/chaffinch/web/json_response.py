"""From a dialect's answer in JSON to the framework's response. Never cached: it is about one comment."""

from __future__ import annotations

from starlette.responses import Response

from chaffinch.wire.json_body import JSON, JsonAnswer


def json_response(answer: JsonAnswer) -> Response:
    """Return the response."""
    headers = {"cache-control": "no-store", **dict(answer.headers)}
    return Response(answer.body or None, answer.status, headers, JSON if answer.body else None)
