"""One Akismet call as a value: who asks, about what, and which of the protocol's test conventions hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from chaffinch.engine.types import Submission
from chaffinch.wire.akismet_body import read_pairs
from chaffinch.wire.akismet_fields import Fields, read_fields

MAX_TEXT = 65_536
MAX_NAME = 500
MAX_URL = 2_000
MAX_ARTICLE = 2_000
"""Characters that are read; more is cut off. Discourse itself stops at 32,000, WordPress at nothing."""

GUARANTEED_SPAM = frozenset({"akismet-guaranteed-spam", "viagra-test-123", "akismet-guaranteed-spam@example.com"})
_TRUE = frozenset({"1", "true", "yes", "on"})
_HOST_KEY = re.compile(r"([0-9a-z]{12})\.")
_SLASHED = re.compile(r"""\\(['"\\])""")


class Endpoint(Enum):
    """The calls that are answered; the value is the last part of the path."""

    VERIFY_KEY = "verify-key"
    COMMENT_CHECK = "comment-check"
    SUBMIT_SPAM = "submit-spam"
    SUBMIT_HAM = "submit-ham"
    GET_SUBSCRIPTION = "get-subscription"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Call:
    """What one call says.

    `key` is the key to be checked, "" if none came. `missing` names required fields that are empty, in the
    protocol's order. `kind` is `comment_type`, an open set, "" if not told. `article` is made of `comment_context`.
    `permalink` is None unless it is an http address. Neither address nor e-mail nor browser leave this module.
    """

    key: str
    blog: str
    missing: tuple[str, ...]
    submission: Submission
    kind: str
    permalink: str | None
    article: str | None
    is_administrator: bool
    is_guaranteed_spam: bool
    is_honeypot_filled: bool
    is_test: bool
    is_recheck: bool


@dataclass(frozen=True, slots=True)
class Envelope:
    """A call as it came in: the query string, the body and the three headers that matter."""

    query: bytes
    body: bytes
    content_type: str
    host: str
    user_agent: str


def read_call(endpoint: Endpoint, envelope: Envelope) -> Call:
    """Return the call.

    Raises:
        TooLargeError: too many fields.
    """
    fields = read_fields(read_pairs(envelope.query, envelope.body, envelope.content_type), envelope.content_type)
    is_recheck = bool(fields.get("recheck_reason"))
    # WordPress sends slashed text when a comment comes in, plain text when it asks again or submits.
    is_slashed = endpoint is Endpoint.COMMENT_CHECK and not is_recheck and "wordpress/" in envelope.user_agent.lower()
    permalink = fields.get("permalink")
    return Call(
        key=_key(endpoint, fields, envelope.host),
        blog=fields.get("blog"),
        missing=tuple(name for name in _required(endpoint) if not fields.get(name)),
        submission=_submission(fields, is_slashed),
        kind=(fields.get("comment_type") or fields.get("content_type"))[:MAX_NAME],
        permalink=permalink[:MAX_URL] if permalink.lower().startswith(("http://", "https://")) else None,
        article="\n".join(text.strip() for text in fields.contexts if text.strip())[:MAX_ARTICLE] or None,
        is_administrator="administrator" in (role.strip() for role in fields.get("user_role").lower().split(",")),
        is_guaranteed_spam=_is_guaranteed_spam(fields),
        is_honeypot_filled=fields.is_honeypot_filled,
        is_test=fields.get("is_test").lower() in _TRUE,
        is_recheck=is_recheck,
    )


def _required(endpoint: Endpoint) -> tuple[str, ...]:
    # A person's label is not refused for want of an address that a careful site no longer keeps.
    return ("blog", "user_ip") if endpoint is Endpoint.COMMENT_CHECK else ("blog",)


def host_key(host: str) -> str:
    """Return the key in the first label of a Host header, "" if that label cannot be one."""
    found = _HOST_KEY.match(host.strip().lower())
    return found[1] if found else ""


def _key(endpoint: Endpoint, fields: Fields, host: str) -> str:
    api_key, key = fields.get("api_key"), fields.get("key")
    is_about_key = endpoint in (Endpoint.VERIFY_KEY, Endpoint.GET_SUBSCRIPTION)
    named = (key or api_key) if is_about_key else (api_key or key)
    # A field is meant; a label of twelve letters may be nothing but this server's own name.
    return (named or host_key(host)).lower()[:64]


def _submission(fields: Fields, is_slashed: bool) -> Submission:
    def text(name: str, most: int) -> str:
        value = fields.get(name)
        return (_SLASHED.sub(r"\1", value) if is_slashed else value)[:most]

    return Submission(
        text=text("comment_content", MAX_TEXT),
        author=text("comment_author", MAX_NAME) or None,
        author_url=text("comment_author_url", MAX_URL) or None,
    )


def _is_guaranteed_spam(fields: Fields) -> bool:
    return any(fields.get(name).lower() in GUARANTEED_SPAM for name in ("comment_author", "comment_author_email"))
