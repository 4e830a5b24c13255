"""The exact answers of the Akismet protocol. Clients compare whole bodies: not one byte more, no newline.

`X-akismet-debug-help` goes with errors only: some clients raise on it whatever the verdict. And it goes with *every*
error: others take a bare `invalid` for a verdict, one for spam, three for ham.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

PLAIN = "text/plain; charset=utf-8"
JSON = "application/json"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. Header names are spelled as Akismet documents them."""

    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 200
    content_type: str = PLAIN


VALID = Answer(b"valid")
CONNECTED = Answer(b"connected")
DEACTIVATED = Answer(b"deactivated")
THANKS = Answer(b"Thanks for making the web a better place.")


def checked(
    *,
    is_spam: bool,
    is_discard: bool,
    guid: str,
    is_classified: bool = False,
    recheck_after: int | None = None,
) -> Answer:
    """Answer a comment-check. `guid` names this check, 32 hexadecimal digits; `is_classified`: say it in a header too.

    Akismet's words for classes are not documented; Automattic's SDK is tested with `spam`. `recheck_after`: seconds;
    the answer is not final until then. WordPress holds such a comment; it goes with ham only.
    """
    tip = (("X-akismet-pro-tip", "discard"),) if is_spam and is_discard else ()
    word = (("X-akismet-classification", "spam" if is_spam else "ham"),) if is_classified else ()
    wait = () if is_spam or recheck_after is None else (("X-akismet-recheck-after", str(recheck_after)),)
    return Answer(b"true" if is_spam else b"false", (("X-akismet-guid", guid), *tip, *word, *wait))


def invalid(debug_help: str) -> Answer:
    """Answer a key that is not known, or a call that cannot be understood; `debug_help` is printable ASCII."""
    return Answer(b"invalid", (("X-akismet-debug-help", debug_help),))


INVALID_KEY = invalid("This key is not one of this server's. See 'chaffinch site list'.")
NO_KEY = invalid('Empty "api_key" value')
NO_BLOG = invalid('Empty "blog" value')


def missing(field: str) -> Answer:
    """Answer a call without a required field."""
    return _error(f"Missing required field: {field}.", "missing-required-field", f'Empty "{field}" value', 200)


def odd(field: str, wanted: str) -> Answer:
    """Answer a call with a field that cannot be used; `wanted` says what could."""
    return _error(f"Invalid field: {field}.", "invalid-field", f'"{field}" must be {wanted}', 200)


def too_large(what: str) -> Answer:
    """Answer a call over a limit. Not 200: several clients take an odd body with 200 for ham."""
    return _error(f"Too large: {what}.", "too-large", what, 413)


UNREADABLE_STATE = Answer(
    b"The server cannot reach its own state just now. Hold the comment and ask again.",
    (
        ("X-akismet-error", "state-unreadable"),
        ("X-akismet-debug-help", "No verdict: the server's own state cannot be read. Ask again later."),
    ),
    503,
)
"""No verdict is given when there is none: neither `true` nor `false`. WordPress holds the comment and asks again."""


def named(answer: Answer, guid: str) -> Answer:
    """Return an answer to a comment-check with the id of this check, which every one has.

    WordPress knows its own comment again by it alone (Akismet plugin >= 5.5): without, a comment that got no verdict is
    published, and never asked about again.
    """
    is_named = any(name == "X-akismet-guid" for name, _ in answer.headers)
    return answer if is_named else replace(answer, headers=(("X-akismet-guid", guid), *answer.headers))


def in_json(value: object) -> Answer:
    """Answer with JSON in ASCII, as short as it gets."""
    return Answer(json.dumps(value, separators=(",", ":")).encode(), content_type=JSON)


NO_PLUGINS = in_json([])
"""Answers compatible-plugins: a list of plugins that WordPress shows beside its settings. We recommend none."""


def _error(body: str, code: str, debug_help: str, status: int) -> Answer:
    return Answer(body.encode(), (("X-akismet-error", code), ("X-akismet-debug-help", debug_help)), status)
