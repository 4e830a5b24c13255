"""The answers of Google's Perspective API, `v1alpha1`: scores, thanks, and errors in the form of Google's APIs.

Source: the API's "Methods", "Limits and errors" and its discovery document; `google.rpc.Status` for the errors.
"""

from __future__ import annotations

import math
from typing import Any

from chaffinch.engine.types import Span, Verdict
from chaffinch.errors import InputError
from chaffinch.wire.json_body import JsonAnswer, json_answer
from chaffinch.wire.perspective_call import ATTRIBUTE, EMPTY, NO_ATTRIBUTES, TOO_LONG, Analysis, Echo

_ERROR = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
_INFO = "type.googleapis.com/google.rpc.ErrorInfo"
_ERROR_TYPES = {EMPTY: "COMMENT_EMPTY", TOO_LONG: "COMMENT_TOO_LONG", NO_ATTRIBUTES: "NO_REQUESTED_ATTRIBUTES"}
"""Message to error type. Whatever else is wrong with a request is INVALID_REQUEST."""

Json = dict[str, Any]


def scores(analysis: Analysis, verdict: Verdict) -> JsonAnswer:
    """Answer an analysis: the calibrated probability of spam and, where they are wanted, what parts of the text say.

    `detectedLanguages` is left out: the judge detects none.
    """
    spans = span_scores(analysis.text, verdict) if analysis.is_with_spans else []
    told: Json = {}
    if enough := [span for span in spans if span["score"]["value"] >= analysis.threshold]:
        told["spanScores"] = enough
    if verdict.score >= analysis.threshold:
        told["summaryScore"] = _score(verdict.score)
    return json_answer({"attributeScores": {ATTRIBUTE: told} if told else {}, **_echoed(analysis.echo)})


def span_scores(text: str, verdict: Verdict) -> list[Json]:
    """Return the places that the evidence names, in order; `begin` and `end` (excluded) count UTF-16 units.

    A place's score is what its words alone would make of even odds: the logistic of their weights' sum.
    """
    weights: dict[Span, float] = {}
    for reason in verdict.evidence:
        for span in reason.spans:
            weights[span] = weights.get(span, 0.0) + reason.weight
    return [
        {"begin": _units(text, span.start), "end": _units(text, span.end), "score": _score(_logistic(weight))}
        for span, weight in sorted(weights.items(), key=lambda item: (item[0].start, item[0].end))
    ]


def thanks(echo: Echo) -> JsonAnswer:
    """Answer a suggestion, which is learned."""
    return json_answer(_echoed(echo) | ({"requestedLanguages": list(echo.languages)} if echo.languages else {}))


def refused(error: InputError) -> JsonAnswer:
    """Answer a request that cannot be used as it is."""
    kind = _ERROR_TYPES.get(str(error), "INVALID_REQUEST")
    return _failed(400, "INVALID_ARGUMENT", str(error), {"@type": _ERROR, "errorType": kind})


def _failed(code: int, status: str, message: str, *details: Json) -> JsonAnswer:
    told: Json = {"code": code, "message": message, "status": status}
    return json_answer({"error": told | ({"details": list(details)} if details else {})}, code)


NO_KEY = _failed(403, "PERMISSION_DENIED", "The request has no API key: add ?key= and the key of a site.")
INVALID_KEY = _failed(
    400,
    "INVALID_ARGUMENT",
    "API key not valid. Please pass a valid API key.",
    {"@type": _INFO, "reason": "API_KEY_INVALID", "domain": "googleapis.com"},
)
UNREADABLE_STATE = _failed(503, "UNAVAILABLE", "The server cannot reach its own state just now. Ask again later.")
"""No score is made up: neither 0 nor 1 nor a half."""


def _echoed(echo: Echo) -> Json:
    return ({"languages": list(echo.languages)} if echo.languages else {}) | (
        {} if echo.client_token is None else {"clientToken": echo.client_token}
    )


def _score(value: float) -> Json:
    return {"value": value, "type": "PROBABILITY"}


def _logistic(weight: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, weight))))


def _units(text: str, at: int) -> int:
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2
