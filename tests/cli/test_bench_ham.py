"""`chaffinch bench ham`: tables for people and programs, and folds shared with training."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from chaffinch.cli import bench_ham
from chaffinch.engine.training import Recipe
from tests.archive.corpora import corpora
from tests.cli.world import call

MARKED = "before\n<!-- ham:begin -->\nold\n<!-- ham:end -->\nafter\n"


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(bench_ham, "Recipe", lambda: replace(Recipe(), bits=12, epochs=1))
    return ["bench", "ham", *map(str, corpora(Path(), "blog_a", "blog_b", "chat"))]


def test_the_tables_go_between_the_marks_and_nowhere_else(words: list[str]) -> None:
    Path("page.md").write_text(MARKED)
    printed = call(*words, "--write", "page.md").stdout
    assert Path("page.md").read_text() == f"before\n<!-- ham:begin -->\n{printed}<!-- ham:end -->\nafter\n"
    assert printed.count("| blog_") == 2
    assert "Calibration error" in printed


def test_for_programs_it_is_one_object(words: list[str]) -> None:
    told = json.loads(call(*words, "--json").stdout)
    assert set(told) == {
        "date", "commit", "sets", "summary", "coverage", "calibration_error", "brier_parts", "bins"
    }  # fmt: skip


def test_a_document_without_marks_is_refused_before_any_work(words: list[str]) -> None:
    Path("page.md").write_text("no marks")
    assert "ham:begin" in call(*words, "--write", "page.md", code=2).stderr


def test_folds_that_training_kept_are_taken_over() -> None:
    paths = [str(path) for path in corpora(Path(), "blog_a", "blog_b", "chat")]
    call("train", "--out", "a.model", "--state", "s", *paths)
    assert "fold 1 of 3: done earlier" in call("bench", "ham", "--state", "s", *paths).stderr
