"""Tables in documents: what stands between two marks is replaced, all else stays as it is."""

from __future__ import annotations

from pathlib import Path

from chaffinch.errors import InputError


def put(document: Path, name: str, text: str) -> None:
    """Put a text between the marks `<!-- NAME:begin -->` and `<!-- NAME:end -->` of a document.

    Raises:
        InputError: the document has no such marks.
    """
    head, tail = _around(document, name)
    begin, end = _marks(name)
    document.write_text(f"{head}{begin}\n{text}\n{end}{tail}", "utf-8")


def need(document: Path, name: str) -> None:
    """Prove, before hours of work, that something can be put into a document.

    Raises:
        InputError: the document has no marks.
    """
    _around(document, name)


def has(document: Path, name: str) -> bool:
    """Tell whether a document has marks of this name."""
    return all(mark in document.read_text("utf-8") for mark in _marks(name))


def _around(document: Path, name: str) -> tuple[str, str]:
    begin, end = _marks(name)
    head, found, rest = document.read_text("utf-8").partition(begin)
    _, closed, tail = rest.partition(end)
    if not found or not closed:
        raise InputError(f"{document} has no marks {begin} and {end}: put them where the table belongs")
    return head, tail


def _marks(name: str) -> tuple[str, str]:
    return f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
