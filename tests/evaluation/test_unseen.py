"""Judges of corpora they have not seen: who trained on what, what is kept, and that they judge as one trained alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chaffinch.archive.training import read_corpora
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.training import Recipe
from chaffinch.evaluation import base_model, unseen
from chaffinch.evaluation.listening import SILENT
from chaffinch.evaluation.preparation import Corpus
from tests.archive.corpora import corpora

SMALL = replace(Recipe(), bits=12, epochs=1)


class Counting:
    """Adds up what a run says."""

    def __init__(self) -> None:
        self.expected, self.done, self.skipped = 0, 0, 0

    def expect(self, count: int) -> None:
        self.expected += count

    def add(self, count: int) -> None:
        self.done += count

    def skip(self, count: int) -> None:
        self.skipped += count

    def tell(self, line: str) -> None:
        pass


@pytest.fixture
def read(tmp_path: Path) -> list[Corpus]:
    return read_corpora(corpora(tmp_path, "blog_a", "blog_b", "blog_c", "chat"), 1, SILENT)


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    names: list[set[str]] = []
    plain = base_model.plain

    def noting(rest: Sequence[Corpus], *others: Any) -> BaseModel:
        names.append({one.name for one in rest})
        return plain(rest, *others)

    monkeypatch.setattr(base_model, "plain", noting)
    return names


def test_no_judge_was_trained_on_its_corpus_and_each_model_is_trained_once(
    read: list[Corpus], trained: list[set[str]]
) -> None:
    judge_for = unseen.judges(read, SMALL, SILENT, {})
    every = {one.name for one in read}
    assert sorted(trained, key=sorted) == sorted((every - {name} for name in every), key=sorted)
    assert judge_for("blog_a").version == "without-blog_a"


def test_no_threshold_has_seen_the_scores_of_its_corpus(read: list[Corpus]) -> None:
    done: dict[str, Any] = {}
    before = unseen.judges(read, SMALL, SILENT, done)("blog_a").thresholds
    for part in done.values():
        part["margins"] = {name: [99.0] * len(m) if name == "blog_a" else m for name, m in part["margins"].items()}
    assert unseen.judges(read, SMALL, SILENT, done)("blog_a").thresholds == before


def test_what_is_kept_survives_a_file_and_is_not_trained_again(read: list[Corpus], trained: list[set[str]]) -> None:
    done: dict[str, Any] = {}
    submissions = [row.submission for row in read[0].rows]
    contexts = [row.context() for row in read[0].rows]
    first = unseen.judges(read, SMALL, SILENT, done)(read[0].name).judge(submissions, contexts)
    count = len(trained)
    again = unseen.judges(read, SMALL, SILENT, json.loads(json.dumps(done)))(read[0].name)
    assert again.judge(submissions, contexts) == first
    assert len(trained) == count


def test_work_expected_is_work_told_or_skipped(read: list[Corpus]) -> None:
    done: dict[str, Any] = {}
    first, second = Counting(), Counting()
    unseen.judges(read, SMALL, first, done)
    unseen.judges(read, SMALL, second, done)
    assert (first.done, first.skipped) == (first.expected, 0)
    assert (second.done, second.skipped) == (0, second.expected)
