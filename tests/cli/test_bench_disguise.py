"""`chaffinch bench disguise`: both tables, JSON, and going on where it was stopped."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chaffinch.cli import bench_disguise
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.training import Recipe
from chaffinch.evaluation import base_model
from chaffinch.evaluation.disguises import DISGUISES, Strength
from chaffinch.evaluation.preparation import Corpus
from chaffinch.evaluation.robustness import KINDS
from tests.archive.corpora import corpora
from tests.cli.world import call

SPAM = "Buy cheap viagra and casino bonus loans at http://cheap-pills.example/viagra now, best replica watches"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "town.jsonl"
    spam = [{"text": f"{SPAM} {n}", "author": "cheap pills", "label": "spam"} for n in range(2)]
    ham = [{"text": f"The bridge was repaired in year {n}, soooo good", "label": "ham"} for n in range(2)]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in spam + ham))
    return path


def run(*arguments: object) -> str:
    result = call("bench", "disguise", *map(str, arguments))
    assert result.exit_code == 0, result.output
    return result.stdout


def test_every_disguise_has_a_row_for_each_strength_and_ham_one_for_each_corpus(corpus: Path) -> None:
    lines = run(corpus).splitlines()
    for disguise in DISGUISES:
        assert sum(line.startswith(f"| {disguise.name} ") for line in lines) == len(Strength)
    assert any(line.startswith("| town | 2 |") for line in lines)


def test_what_is_finished_is_kept_and_told_the_same_again(corpus: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    first = json.loads(run(corpus, "--json", "--state", state))
    assert json.loads(run(corpus, "--json", "--state", state)) == first
    assert len(first["disguises"]) == len(DISGUISES) * len(Strength)
    ham = next(one for one in first["folded"] if one["label"] == "HAM")
    assert ham["folded"] == dict.fromkeys(KINDS, 0) | {"stretched": 2}


def test_left_out_no_judge_has_seen_the_corpus_it_is_tried_on(monkeypatch: pytest.MonkeyPatch) -> None:
    small = replace(Recipe(), bits=12, epochs=1)
    monkeypatch.setattr(bench_disguise, "Recipe", lambda: small)
    trained: list[set[str]] = []
    train = base_model.train

    def noting(rest: Sequence[Corpus], *rest_of_it: Any) -> BaseModel:
        trained.append({one.name for one in rest})
        return train(rest, *rest_of_it)

    monkeypatch.setattr(base_model, "train", noting)
    paths = corpora(Path(), "blog_a", "blog_b", "chat")
    told = json.loads(run(*paths, "--left-out", "--json"))
    assert told["left_out"]["epochs"] == 1
    assert trained == [{"blog_b", "chat"}, {"blog_a", "chat"}, {"blog_a", "blog_b"}]


def test_a_model_cannot_be_given_where_models_are_trained(corpus: Path, small_model: Path) -> None:
    call("bench", "disguise", str(corpus), "--left-out", "--model", str(small_model), code=2)
