"""The table of legal answers: for each call, every answer that a client may ever read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from chaffinch.wire.akismet_table import Endpoint
from tests.contract.world import Got

GUID = re.compile(r"[0-9a-f]{32}")
COUNTERS = {"spam", "ham", "missed_spam", "false_positives"}
HEADERS = {
    "x-akismet-guid",
    "x-akismet-pro-tip",
    "x-akismet-recheck-after",
    "x-akismet-classification",
    "x-akismet-debug-help",
    "x-akismet-error",
}
"""All that are ever sent. No alert is among them: some clients raise on one, WordPress shows it."""


def _is_text(*bodies: bytes) -> Callable[[Got], bool]:
    return lambda got: got.body in bodies and got.header("content-type") == "text/plain; charset=utf-8"


def _json(got: Got) -> object:
    return json.loads(got.body) if got.header("content-type") == "application/json" else None


def _is_verdict(got: Got) -> bool:
    tip, wait = got.header("x-akismet-pro-tip"), got.header("x-akismet-recheck-after")
    return (
        _is_text(b"true", b"false")(got)
        and GUID.fullmatch(got.header("x-akismet-guid") or "") is not None
        and (tip is None or (tip, got.body) == ("discard", b"true"))
        and (wait is None or (wait, got.body) == ("120", b"false"))
    )


def _is_account(got: Got) -> bool:
    told = _json(got)
    return isinstance(told, dict) and told["status"] == "active" and told["account_type"] != "free-api-key"


def _is_statistics(got: Got) -> bool:
    told = _json(got)
    return isinstance(told, dict) and told.keys() == COUNTERS | {"accuracy", "time_saved", "breakdown"}


def _is_limit(got: Got) -> bool:
    told = _json(got)
    return isinstance(told, dict) and told.keys() >= {"limit", "usage", "percentage", "throttled"}


def _is_list_of_sites(got: Got) -> bool:
    told = _json(got)
    if told is None:
        head = r"Active sites for [0-9a-f]{12} during \d{4}-\d\d \(limit:\d+, offset: \d+, total: \d+\)"
        return re.match(rf"{head}\nSite,Total API Calls,", got.body.decode()) is not None
    return isinstance(told, dict) and told.keys() >= {"limit", "offset", "total"}


def _is_token(got: Got) -> bool:
    return re.fullmatch(rb"[\w.-]{20,}", got.body) is not None


HEALTHY: dict[Endpoint, Callable[[Got], bool]] = {
    Endpoint.VERIFY_KEY: _is_text(b"valid"),
    Endpoint.COMMENT_CHECK: _is_verdict,
    Endpoint.SUBMIT_SPAM: _is_text(b"Thanks for making the web a better place."),
    Endpoint.SUBMIT_HAM: _is_text(b"Thanks for making the web a better place."),
    Endpoint.GET_SUBSCRIPTION: _is_account,
    Endpoint.GET_STATS: _is_statistics,
    Endpoint.GET_KEY_STATS: _is_statistics,
    Endpoint.USAGE_LIMIT: _is_limit,
    Endpoint.KEY_SITES: _is_list_of_sites,
    Endpoint.TOKEN: _is_token,
    Endpoint.DEACTIVATE: _is_text(b"deactivated"),
    Endpoint.VERIFY_WPCOM_KEY: _is_account,
    Endpoint.COMPATIBLE_PLUGINS: lambda got: _json(got) == [],
    Endpoint.TEST: _is_text(b"connected"),
}
REFUSALS = {
    (200, "invalid"),
    (200, r"Missing required field: (blog|user_ip)\."),
    (200, r"Invalid field: (from|month|format|order|limit|offset)\."),
    (413, r"Too large: [ -~]+\."),
}
UNREADABLE = (503, "The server cannot reach its own state just now[ -~]+")


def is_healthy(endpoint: Endpoint, got: Got) -> bool:
    """Whether a call was answered as it is when nothing is wrong: no header of an error, and no newline at the end."""
    told = {name.lower() for name, _ in got.headers if name.lower().startswith("x-akismet-")}
    is_bare = not told & {"x-akismet-debug-help", "x-akismet-error"} and not got.body.endswith(b"\n")
    return got.status == 200 and is_bare and told <= HEADERS and HEALTHY[endpoint](got)


def is_refusal(endpoint: Endpoint, got: Got) -> bool:
    """Whether a call was refused: told why, and in words that no client takes for a verdict; of a check with a guid."""
    text = got.body.decode()
    is_known = any(got.status == status and re.fullmatch(pattern, text) for status, pattern in REFUSALS)
    is_named = GUID.fullmatch(got.header("x-akismet-guid") or "") is not None
    return is_known and bool(got.header("x-akismet-debug-help")) and is_named is (endpoint is Endpoint.COMMENT_CHECK)


def is_legal(endpoint: Endpoint, got: Got) -> bool:
    """Whether an answer is in the table, our own state being whole."""
    return is_healthy(endpoint, got) or is_refusal(endpoint, got)
