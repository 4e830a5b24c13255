"""The calls of the Akismet protocol, one table: where clients look for them, whose key they are about, what they read.

Each is answered under `/1.1/` and `/1.2/`, to GET and POST: documentation and clients disagree about both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

VERSIONS = ("1.1", "1.2")
METHODS = ("GET", "POST")


class Endpoint(Enum):
    """The calls that are answered; the value is the last part of the path."""

    VERIFY_KEY = "verify-key"
    COMMENT_CHECK = "comment-check"
    SUBMIT_SPAM = "submit-spam"
    SUBMIT_HAM = "submit-ham"
    GET_SUBSCRIPTION = "get-subscription"
    GET_STATS = "get-stats"
    GET_KEY_STATS = "get-key-stats"
    USAGE_LIMIT = "usage-limit"
    KEY_SITES = "key-sites"
    TOKEN = "token"  # noqa: S105 - the name of a call
    DEACTIVATE = "deactivate"
    VERIFY_WPCOM_KEY = "verify-wpcom-key"
    COMPATIBLE_PLUGINS = "compatible-plugins"
    TEST = "test"


COMMENT = frozenset(
    {
        "callback",
        "classify",
        "comment_author",
        "comment_author_email",
        "comment_author_url",
        "comment_content",
        "comment_parent_content",
        "comment_type",
        "content_type",
        "is_test",
        "permalink",
        "recheck_reason",
        "test_discard",
        "user_ip",
        "user_role",
    }
)
"""What is read of a comment; `comment_context` and the honeypots are read apart, as lists."""

_PERIOD = frozenset({"from"})
_LISTING = frozenset({"extended", "filter", "format", "limit", "month", "offset", "order"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One call. `version` is where clients look for it.

    `subject` is the field that is meant when `api_key` and `key` both come, None where no key is needed. `required`
    fields must not be empty, in the protocol's order. `reads` names all that is read beside key and `blog`: what is
    not named here is dropped.
    """

    version: str
    subject: str | None
    required: tuple[str, ...] = ()
    reads: frozenset[str] = frozenset()


TABLE: dict[Endpoint, Rule] = {
    Endpoint.VERIFY_KEY: Rule("1.1", "key", required=("blog",)),
    Endpoint.COMMENT_CHECK: Rule("1.1", "api_key", required=("blog", "user_ip"), reads=COMMENT),
    # A person's label is not refused for want of an address that a careful site no longer keeps.
    Endpoint.SUBMIT_SPAM: Rule("1.1", "api_key", required=("blog",), reads=COMMENT),
    Endpoint.SUBMIT_HAM: Rule("1.1", "api_key", required=("blog",), reads=COMMENT),
    Endpoint.GET_SUBSCRIPTION: Rule("1.1", "key"),
    Endpoint.GET_STATS: Rule("1.1", "key", reads=_PERIOD),
    Endpoint.GET_KEY_STATS: Rule("1.2", "key", reads=_PERIOD),
    Endpoint.USAGE_LIMIT: Rule("1.2", "api_key", reads=frozenset({"extended"})),
    Endpoint.KEY_SITES: Rule("1.2", "api_key", reads=_LISTING),
    Endpoint.TOKEN: Rule("1.1", "api_key"),
    Endpoint.DEACTIVATE: Rule("1.1", "key"),
    Endpoint.VERIFY_WPCOM_KEY: Rule("1.1", "api_key"),
    Endpoint.COMPATIBLE_PLUGINS: Rule("1.2", None),
    Endpoint.TEST: Rule("1.1", None),
}


def paths(endpoint: Endpoint) -> tuple[str, ...]:
    """Return the paths under which a call is answered, the usual one first.

    >>> paths(Endpoint.KEY_SITES)
    ('/1.2/key-sites', '/1.1/key-sites')
    """
    usual = TABLE[endpoint].version
    return tuple(f"/{version}/{endpoint.value}" for version in sorted(VERSIONS, key=lambda one: one != usual))
