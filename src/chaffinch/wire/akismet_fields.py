"""The fields of an Akismet call that are used, as text; everything else is dropped here, before anyone sees it.

Clients forward their whole server environment and the visitor's whole form: `HTTP_AUTHORIZATION` with a password in
it, nonces, cookies, the address, the browser. A list of what is kept cannot forget one; a list of secrets would.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chaffinch.wire.akismet_body import Pair
from chaffinch.wire.charset import decoder

USED = frozenset(
    {
        "api_key",
        "blog",
        "comment_author",
        "comment_author_email",
        "comment_author_url",
        "comment_content",
        "comment_type",
        "content_type",
        "is_test",
        "key",
        "permalink",
        "recheck_reason",
        "user_ip",
        "user_role",
    }
)
"""Kept with their value. `comment_context` is kept as a list; e-mail and address leave `read_call` as claims only."""

HONEYPOTS = ("hidden_honeypot_field", "POST_ak_hp_textarea")
"""Honeypots known by name: the example of Akismet's documentation, taken literally by some clients, and WordPress's."""

_CHARSET = re.compile(r'\bcharset="?([\w.:+-]{1,40})', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fields:
    """`values` by name, of a repeated name the last, as in PHP; `contexts` in order."""

    values: Mapping[str, str]
    contexts: tuple[str, ...]
    is_honeypot_filled: bool

    def get(self, name: str) -> str:
        """Return a field's text without spaces around, empty if it did not come."""
        return self.values.get(name, "").strip()


def read_fields(pairs: Iterable[Pair], content_type: str) -> Fields:
    """Return the used fields as text in whatever character set they came."""
    named = [(_plain_name(name), value) for name, value in pairs]
    kept = [(name, value) for name, value in named if name in USED or name == "comment_context"]
    declared = [v.decode("latin-1") for name, v in named if name == "blog_charset"]
    in_header = _CHARSET.search(content_type)
    decode = decoder((value for _, value in kept), [*([in_header[1]] if in_header else []), *declared])
    return Fields(
        values={name: decode(value) for name, value in kept if name in USED},
        contexts=tuple(decode(value) for name, value in kept if name == "comment_context"),
        is_honeypot_filled=_is_honeypot_filled(named),
    )


def _plain_name(name: bytes) -> str:
    # comment_context[0], comment_context[] and comment_context are one name; so is any field sent as a list.
    return name.partition(b"[")[0].decode("latin-1").strip()


def _is_honeypot_filled(named: list[tuple[str, bytes]]) -> bool:
    told = [_php_name(v.decode("latin-1").strip()) for name, v in named if name == "honeypot_field_name"]
    watched = {*HONEYPOTS, *(n for n in told if n), *(f"POST_{n}" for n in told if n)} - USED
    return any(value.strip() for name, value in named if _php_name(name) in watched)


def _php_name(name: str) -> str:
    # PHP clients turn dots and spaces of a form's names into underscores, but tell the name as it was.
    return name.replace(".", "_").replace(" ", "_")
