"""JSON bodies of the neighbours' calls: bytes to a plain object and back, whatever somebody sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from chaffinch.errors import InputError

JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    """What goes back: status and body. An empty body has no type."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


def json_answer(value: Any, status: int = 200) -> JsonAnswer:
    """Return a value as an answer. Whatever text is in it, even half a character, is written in ASCII."""
    return JsonAnswer(status, json.dumps(value, allow_nan=False).encode())


def read_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object in a body (RFC 8259), in UTF-8, 16 or 32.

    Raises:
        InputError: it is not JSON, or JSON of another kind, or nested deeper than anybody writes.

    """
    try:
        value = json.loads(body, parse_constant=_no_constant)
    except RecursionError as error:
        raise InputError("the body is nested too deeply to be read") from error
    except ValueError as error:  # also what is no text, and numbers of thousands of digits
        raise InputError("the body is not JSON") from error
    if not isinstance(value, dict):
        raise InputError("the body is not a JSON object")
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON, whatever Python thinks")
