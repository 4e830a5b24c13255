"""From JSON to the client's values, told by their own types. Fields that this client does not know are passed over."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from chaffinch.client.errors import (
    ApiError,
    BadKey,
    InProgress,
    Refused,
    ServerTrouble,
    TooManyCalls,
    Unreachable,
)
from chaffinch.client.transport import Answer

T = TypeVar("T")


def read(kind: type[T], answer: Answer) -> T:
    """Return the value in an answer.

    Raises:
        ApiError: the call was not done; the class says why.

    """
    if answer.status >= 300:
        raise error_of(answer)
    try:
        value: T = _value(kind, json.loads(answer.body) if answer.body else None)
    except (ValueError, KeyError, TypeError) as error:
        raise Unreachable(f"the answer is not one of this API: {error!r}", status=answer.status) from error
    return value


def _value(kind: Any, told: Any) -> Any:
    if kind is type(None):
        return None
    if get_origin(kind) is UnionType:
        return None if told is None else _value(get_args(kind)[0], told)
    if get_origin(kind) is tuple:
        return tuple(_value(get_args(kind)[0], one) for one in told)
    if is_dataclass(kind):
        return _made(kind, told)
    if issubclass(kind, Enum):
        return kind(told)
    if kind is float and type(told) is int:
        return float(told)
    if type(told) is not kind:
        raise TypeError(f"expected {kind.__name__}, got {type(told).__name__}")
    return told


def _made(kind: Any, told: Any) -> Any:
    hints, newer = _hints(kind)
    return kind(**{name: _value(one, told[name]) for name, one in hints.items() if name in told or name not in newer})


@cache
def _hints(kind: Any) -> tuple[dict[str, Any], frozenset[str]]:
    """Return the types of a value's fields, and which of them an older server does not tell: those with a default."""
    hints = get_type_hints(kind)
    newer = frozenset(field.name for field in fields(kind) if field.default is not MISSING)
    return {field.name: hints[field.name] for field in fields(kind)}, newer


def error_of(answer: Answer) -> ApiError:
    """Return what an answer of a call that was not done is raised as."""
    told = _problem(answer)
    if told is None:
        message = f"answered {answer.status}, and not as this API does: check the address"
        is_trouble = answer.status >= 500
        return (ServerTrouble if is_trouble else Unreachable)(message, status=answer.status)
    code, detail, field = told.get("code", ""), f"{told.get('detail', '')} ({told.get('code', '')})", told.get("field")
    if answer.status == 429:
        return TooManyCalls(detail, retry_after=_seconds(answer.headers.get("retry-after", "")), code=code)
    kinds: dict[int, type[ApiError]] = {401: BadKey, 409: InProgress}
    kind = kinds.get(answer.status, ServerTrouble if answer.status >= 500 else Refused)
    return kind(detail, code=code, status=answer.status, field=field)


def _problem(answer: Answer) -> dict[str, Any] | None:
    if answer.headers.get("content-type", "").partition(";")[0] != "application/problem+json":
        return None
    try:
        told = json.loads(answer.body)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _seconds(told: str) -> float:
    return float(told) if told.isascii() and told.isdecimal() else 60.0
