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

HONEYPOTS = ("hidden_honeypot_field", "POST_ak_hp_textarea", "ak_hp_textarea")
"""Honeypots known by name: the example of Akismet's documentation, taken literally by some clients, and WordPress's."""

NO_HONEYPOTS = frozenset(
    {
        "api_key",
        "blog",
        "blog_charset",
        "blog_lang",
        "comment_author",
        "comment_author_email",
        "comment_author_url",
        "comment_content",
        "comment_context",
        "comment_date_gmt",
        "comment_parent",
        "comment_parent_content",
        "comment_post_modified_gmt",
        "comment_type",
        "content_type",
        "honeypot_field_name",
        "is_test",
        "key",
        "permalink",
        "recheck_reason",
        "referrer",
        "user_agent",
        "user_ip",
        "user_role",
    }
)
"""Documented fields: filled by programs, so being filled says nothing, whatever a client calls its honeypot."""

_TRUE = frozenset({"1", "true", "yes", "on"})
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


def is_true(value: str) -> bool:
    """Whether a flag is set. It is by its value: some clients always send the field, also with `0`."""
    return value.strip().lower() in _TRUE


def read_fields(pairs: Iterable[Pair], content_type: str, used: frozenset[str]) -> Fields:
    """Return the `used` fields as text in whatever character set they came."""
    raw = [(name.decode("latin-1").strip(), value) for name, value in pairs]
    named = [(_plain_name(name), value) for name, value in raw]
    kept = [(name, value) for name, value in named if name in used or name == "comment_context"]
    declared = [v.decode("latin-1") for name, v in named if name == "blog_charset"]
    in_header = _CHARSET.search(content_type)
    decode = decoder((value for _, value in kept), [*([in_header[1]] if in_header else []), *declared])
    return Fields(
        values={name: decode(value) for name, value in kept if name in used},
        contexts=tuple(decode(value) for name, value in kept if name == "comment_context"),
        is_honeypot_filled=_is_honeypot_filled(raw),
    )


def _plain_name(name: str) -> str:
    # comment_context[0], comment_context[] and comment_context are one name; so is any field sent as a list.
    return name.partition("[")[0].strip()


def _is_honeypot_filled(raw: list[tuple[str, bytes]]) -> bool:
    told = {_php_name(v.decode("latin-1").strip()) for name, v in raw if _plain_name(name) == "honeypot_field_name"}
    told = {name for name in told - {""} if _plain_name(name) not in NO_HONEYPOTS}
    watched = {*HONEYPOTS, *told, *(f"POST_{name}" for name in told)}
    return any(value.strip() for name, value in raw if _php_name(name) in watched)


def _php_name(name: str) -> str:
    # PHP clients turn dots and spaces of a form's names into underscores, but tell the name as it was.
    return name.removesuffix("[]").replace(".", "_").replace(" ", "_")
