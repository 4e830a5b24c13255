"""The tables of docs/api.md, told from the code. `python -m tests.api.page` writes them anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from chaffinch.errors import BadKeyError, StateError, TooManyCallsError
from chaffinch.web.statuses import status_of_kind
from chaffinch.wire import native_audits as audits
from chaffinch.wire import native_given as given
from chaffinch.wire import native_taken as taken
from chaffinch.wire.native_calls import OPERATIONS, Operation

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
_COMMON = (BadKeyError, TooManyCallsError, StateError)
BEGIN, END = "<!-- tables:begin -->", "<!-- tables:end -->"


def tables() -> str:
    """Return the tables of calls and of values."""
    common = ", ".join(f"`{kind.code}`" for kind in _COMMON)
    parts = ["### Calls", "", f"Each that needs a key may also be answered {common}.", ""]
    parts += ["| call | takes | gives | refuses with | what it does |", "|---|---|---|---|---|"]
    parts += [_row(one) for one in OPERATIONS]
    for kind in _kinds():
        parts += ["", f"### {kind.__name__}", "", (kind.__doc__ or "").strip(), ""]
        parts += ["| field | type | what it is |", "|---|---|---|", *_fields(kind)]
    return "\n".join(parts)


def _row(one: Operation) -> str:
    takes = [f"[{kind.__name__}](#{kind.__name__.lower()})" for kind in (one.takes, one.query) if kind is not None]
    marks = (["`Idempotency-Key`"] if one.is_once else []) + (["no key"] if one.is_open else [])
    gives = f"[{one.gives.__name__}](#{one.gives.__name__.lower()})" if one.gives else "nothing (204)"
    codes = " ".join(f"`{kind.code}`" for kind in one.refusals if kind not in _COMMON)
    return f"| `{one.method} {one.path}` | {', '.join(takes + marks)} | {gives} | {codes} | {one.summary} |"


def _kinds() -> list[type[Struct]]:
    """Return every type that a call takes or gives, and the ones inside of them, in the order of the calls."""
    roots = [kind for one in OPERATIONS for kind in (one.takes, one.query, one.gives) if kind] + [given.Problem]
    found: dict[str, type[Struct]] = {}
    for root in roots:
        inside = [kind for kind in map(_kind, _schemas(root)) if issubclass(kind, Struct)]
        found |= {kind.__name__: kind for kind in [root, *sorted(inside, key=lambda kind: str(kind.__name__))]}
    return list(found.values())


def _kind(name: str) -> type[Any]:
    found: type[Any] = next(getattr(module, name) for module in (given, audits, taken) if hasattr(module, name))
    return found


def _schemas(kind: type[Struct]) -> dict[str, Any]:
    return msgspec.json.schema_components([kind])[1]


def _fields(kind: type[Struct]) -> list[str]:
    schema = _schemas(kind)[kind.__name__]
    needed = schema.get("required", ()) if kind.__struct_config__.forbid_unknown_fields else ()
    return [
        f"| `{name}`{' (needed)' if name in needed else ''} | {_type(one)} | {_words(one)} |"
        for name, one in schema.get("properties", {}).items()
    ]


def _words(schema: dict[str, Any]) -> str:
    """Return what is said of a field, or of the kind of text it is when it is not null."""
    inner: dict[str, Any] = next(iter(schema.get("anyOf", [])), {})
    return str(schema.get("description") or inner.get("description", ""))


def _type(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in sorted(schema["anyOf"], key=lambda one: one.get("type") == "null"))
    if "$ref" in schema or "allOf" in schema:
        return _named((schema.get("$ref") or schema["allOf"][0]["$ref"]).rpartition("/")[2])
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    if schema.get("type") == "array":
        most = f", {schema['minItems']} to {schema['maxItems']:,}" if "maxItems" in schema else ""
        return f"list of {_type(schema['items'])}{most}"
    plain = {
        "string": "text",
        "boolean": "true or false",
        "integer": "whole number",
        "null": "null",
        "number": "number",
    }
    return plain[schema["type"]] + _limits(schema)


def _named(name: str) -> str:
    from chaffinch.engine import types

    closed = getattr(types, name, None) if name in ("Action", "Label") else None
    return ", ".join(f"`{one.value}`" for one in closed) if closed else f"[{name}](#{name.lower()})"


def _limits(schema: dict[str, Any]) -> str:
    told = f", at most {schema['maxLength']:,} characters" if "maxLength" in schema else ""
    told += f", {schema['minimum']:g} to {schema['maximum']:g}" if "maximum" in schema else ""
    return told + (", an http or https address" if "pattern" in schema else "")


def statuses() -> str:
    """Return the table of problems: code, status, meaning."""
    kinds = sorted({kind for one in OPERATIONS for kind in one.refusals}, key=lambda kind: status_of_kind(kind))
    rows = [f"| `{k.code}` | {status_of_kind(k)} | {(k.__doc__ or '').splitlines()[0]} |" for k in kinds]
    return "\n".join(
        ["### Problems", "", "| code | status | what it means |", "|---|---|---|", *sorted(rows, key=_by_status)]
    )


def _by_status(row: str) -> tuple[str, str]:
    cells = row.split("|")
    return cells[2], cells[1]


def rendered(page: str) -> str:
    """Return the page with its tables told anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{tables()}\n\n{statuses()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(rendered(PAGE.read_text("utf-8")), "utf-8")
