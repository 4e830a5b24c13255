"""JSON bodies and queries of the native API to values; what cannot be used is refused by the name of its field."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

import msgspec
from msgspec import Struct

from chaffinch.errors import FieldError, InputError

S = TypeVar("S", bound=Struct)
_PLACE = re.compile(r"(?s)(.*?)(?: - at `(?:key in )?\$?(.*)`)?")
_NAMED = re.compile(r"(?s)Object (contains unknown|missing required) field `(.*)`")
_WORDS = {"`str`": "text", "`int`": "a whole number", "`float`": "a number", "`bool`": "true or false"}
_SHOWN = 100


def read(kind: type[S], body: bytes) -> S:
    """Return the value in a JSON body.

    Raises:
        InputError: it is not JSON (RFC 8259).
        FieldError: it is not such a value; `field` is the path of what is wrong, "checks[2].text".

    """
    try:
        return _decode(kind, body)
    except (msgspec.DecodeError, UnicodeError) as error:
        try:
            return _decode(kind, _without_surrogates(body))
        except (ValueError, RecursionError):
            raise InputError(f"the body is not JSON in UTF-8 (RFC 8259): {error}") from error


def _decode(kind: type[S], body: bytes) -> S:
    try:
        value: S = decoder(kind).decode(body)
        return value
    except msgspec.ValidationError as error:
        raise field_error(error, "this call") from error


def _without_surrogates(body: bytes) -> bytes:
    # JavaScript writes half a character as "\ud83d" where somebody cut an emoji in two. That is no reason to lose
    # the comment: the half becomes a question mark.
    return json.dumps(json.loads(body), ensure_ascii=False).encode("utf-8", "replace")


def read_query(kind: type[S], query: Mapping[str, str]) -> S:
    """Return the value in a query; raises FieldError."""
    try:
        return msgspec.convert(dict(query), kind, strict=False)
    except msgspec.ValidationError as error:
        raise field_error(error, "this query") from error


@cache
def decoder(kind: type[S]) -> msgspec.json.Decoder[S]:
    """Return what reads a kind of value; made once for each."""
    return msgspec.json.Decoder(kind)


def field_error(error: msgspec.ValidationError, where: str) -> FieldError:
    """Return what is wrong in our words: which field, and what was expected.

    >>> field_error(msgspec.ValidationError("Expected `str`, got `int` - at `$.checks[2].text`"), "this call").args[0]
    'checks[2].text: expected text, got a whole number'
    >>> field_error(msgspec.ValidationError("Object contains unknown field `txet`"), "this call").args[0]
    'txet is not a field of this call: see /api/v1/openapi.json'
    """
    found = _PLACE.fullmatch(str(error))
    told, place = (found[1], (found[2] or "").lstrip(".")) if found else (str(error), "")
    named = _NAMED.fullmatch(told)
    if named:
        field = f"{place}.{named[2]}".lstrip(".")[:_SHOWN]
        is_unknown = named[1] == "contains unknown"
        sentence = f"is not a field of {where}: see /api/v1/openapi.json" if is_unknown else f"is missing from {where}"
        return FieldError(f"{field} {sentence}", field=field)
    for word, plain in _WORDS.items():
        told = told.replace(word, plain)
    field = place[:_SHOWN] or "body"
    return FieldError(f"{field}: {told[:1].lower()}{told[1:300]}", field=field)
