"""One Akismet call as a value: who asks, about what, and which of the protocol's test conventions hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chaffinch.engine.types import Submission
from chaffinch.wire.akismet_body import read_pairs
from chaffinch.wire.akismet_fields import Fields, is_true, read_fields
from chaffinch.wire.akismet_table import COMMENT, TABLE, Endpoint
from chaffinch.wire.network import network_of

MAX_TEXT = 65_536
MAX_NAME = 500
MAX_URL = 2_000
MAX_ARTICLE = 2_000
"""Characters that are read; more is cut off. Discourse itself stops at 32,000, WordPress at nothing."""

GUARANTEED_SPAM = frozenset({"akismet-guaranteed-spam", "viagra-test-123", "akismet-guaranteed-spam@example.com"})
_KEYS = frozenset({"api_key", "key", "blog"})
_HOST_KEY = re.compile(r"([0-9a-z]{12})\.")
_SLASHED = re.compile(r"""\\(['"\\])""")
_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Call:
    """What one call says.

    `key` is the key to be checked, "" if none came. `missing` names required fields that are empty, in the
    protocol's order. `kind` is `comment_type`, an open set, "" if not told. `article` is made of `comment_context`,
    `parent` is the text of the comment that is answered; no client but ours tells it.
    `permalink` and `callback` are None unless they are http addresses. `asked` holds what a call about the account
    wants to know. `network` is the part of the network that `user_ip` lies in; neither that address itself nor e-mail
    nor browser leave this module.
    """

    key: str
    blog: str
    missing: tuple[str, ...]
    submission: Submission
    kind: str
    permalink: str | None
    article: str | None
    callback: str | None
    parent: str | None
    is_administrator: bool
    is_guaranteed_spam: bool
    is_honeypot_filled: bool
    is_test: bool
    is_discard_test: bool
    is_recheck: bool
    wants_classification: bool
    asked: Mapping[str, str]
    network: str | None


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
    rule = TABLE[endpoint]
    pairs = read_pairs(envelope.query, envelope.body, envelope.content_type)
    fields = read_fields(pairs, envelope.content_type, rule.reads | _KEYS)
    is_recheck = bool(fields.get("recheck_reason"))
    # WordPress sends slashed text when a comment comes in, plain text when it asks again or submits.
    is_slashed = endpoint is Endpoint.COMMENT_CHECK and not is_recheck and "wordpress/" in envelope.user_agent.lower()
    permalink, callback = fields.get("permalink"), fields.get("callback")
    is_test = is_true(fields.get("is_test"))
    return Call(
        key=_key(rule.subject, fields, envelope.host),
        blog=fields.get("blog"),
        missing=tuple(name for name in rule.required if not fields.get(name)),
        submission=_submission(fields, is_slashed),
        kind=(fields.get("comment_type") or fields.get("content_type"))[:MAX_NAME],
        permalink=permalink[:MAX_URL] if permalink.lower().startswith(("http://", "https://")) else None,
        article="\n".join(text.strip() for text in fields.contexts if text.strip())[:MAX_ARTICLE] or None,
        # A call may be cut, an address to be called may not: it would be another one.
        callback=callback if len(callback) <= MAX_URL and _WEB_ADDRESS.fullmatch(callback) else None,
        parent=fields.get("comment_parent_content")[:MAX_ARTICLE] or None,
        is_administrator="administrator" in (role.strip() for role in fields.get("user_role").lower().split(",")),
        is_guaranteed_spam=_is_guaranteed_spam(fields),
        is_honeypot_filled=fields.is_honeypot_filled,
        is_test=is_test,
        is_discard_test=is_test and is_true(fields.get("test_discard")),
        is_recheck=is_recheck,
        wants_classification=is_true(fields.get("classify")),
        asked={name: fields.get(name) for name in rule.reads - COMMENT},
        network=network_of(fields.get("user_ip")),
    )


def host_key(host: str) -> str:
    """Return the key in the first label of a Host header, "" if that label cannot be one."""
    found = _HOST_KEY.match(host.strip().lower())
    return found[1] if found else ""


def _key(subject: str | None, fields: Fields, host: str) -> str:
    api_key, key = fields.get("api_key"), fields.get("key")
    named = (key or api_key) if subject == "key" else (api_key or key)
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
