"""`chaffinch bench disguise`: both tables, JSON, and going on where it was stopped."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from chaffinch.cli import bench_disguise
from chaffinch.engine.training import Recipe
from chaffinch.evaluation.disguises import DISGUISES, Strength
from chaffinch.evaluation.folding import KINDS
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


@pytest.fixture
def strangers(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setattr(bench_disguise, "Recipe", lambda: replace(Recipe(), bits=12, epochs=1))
    return corpora(Path(), "blog_a", "blog_b", "chat")


def test_left_out_each_corpus_of_pages_is_tried_with_a_model_of_all_others(strangers: list[Path]) -> None:
    result = call("bench", "disguise", *map(str, strangers), "--left-out", "--json")
    told = json.loads(result.stdout)
    assert told["left_out"]["epochs"] == 1
    assert "model 3 of 3: leaving out" in result.stderr
    assert max(one["ham"] for one in told["disguises"]) == 160
    assert {one["corpus"] for one in told["folded"]} == {"blog_a", "blog_b", "chat"}


def test_finished_models_and_corpora_are_kept_and_the_run_goes_on_from_there(strangers: list[Path]) -> None:
    words = ["bench", "disguise", *map(str, strangers), "--left-out", "--json", "--state", "s"]
    first = call(*words)
    lines = Path("s").read_text().splitlines(keepends=True)
    assert len(lines) == 1 + 3 + 3
    Path("s").write_text("".join(lines[:3]))
    again = call(*words)
    assert "model 2 of 3: done earlier" in again.stderr
    assert "model 3 of 3: leaving out" in again.stderr
    assert again.stdout == first.stdout


def test_what_folding_changes_is_told_by_script_and_language(corpus: Path) -> None:
    assert "| latin, language unknown | 2 | 100.00 |" in run(corpus)
    (told,) = json.loads(run(corpus, "--json"))["scripts"]
    assert told == {"script": "latin, language unknown", "comments": 2, "differs": 2, "differs_percent": 100}


def test_the_tables_go_between_the_marks(corpus: Path) -> None:
    Path("page.md").write_text("before\n<!-- disguise:begin -->\nold\n<!-- disguise:end -->\nafter\n")
    printed = run(corpus, "--write", "page.md")
    assert Path("page.md").read_text() == f"before\n<!-- disguise:begin -->\n{printed}<!-- disguise:end -->\nafter\n"
    Path("page.md").write_text("no marks")
    assert "disguise:begin" in call("bench", "disguise", str(corpus), "--write", "page.md", code=2).stderr


def test_a_model_cannot_be_given_where_models_are_trained(corpus: Path, small_model: Path) -> None:
    call("bench", "disguise", str(corpus), "--left-out", "--model", str(small_model), code=2)
