"""Tables in documents: only what stands between marks is replaced, and a document without is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from chaffinch.archive import marked
from chaffinch.errors import InputError


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text("Before.\n<!-- goals:begin -->\nold\n<!-- goals:end -->\nAfter – all of it.\n", "utf-8")
    return path


def test_only_what_is_between_the_marks_changes(document: Path) -> None:
    marked.put(document, "goals", "new")
    assert document.read_text("utf-8") == (
        "Before.\n<!-- goals:begin -->\nnew\n<!-- goals:end -->\nAfter – all of it.\n"
    )


def test_marks_of_another_name_are_no_marks(document: Path) -> None:
    before = document.read_bytes()
    assert (marked.has(document, "goals"), marked.has(document, "peers")) == (True, False)
    with pytest.raises(InputError, match="has no marks <!-- peers:begin -->"):
        marked.put(document, "peers", "new")
    assert document.read_bytes() == before


def test_a_document_without_marks_is_refused_before_the_work(tmp_path: Path, document: Path) -> None:
    marked.need(document, "goals")
    bare = tmp_path / "bare.md"
    bare.write_text("nothing here")
    with pytest.raises(InputError, match="has no marks"):
        marked.need(bare, "goals")
